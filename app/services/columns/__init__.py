"""The audit's columns: the facts that cuts are made of, laid out so that a country is counted in a second. Plain facts and ids only."""
