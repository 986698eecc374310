"""JSON in, JSON out. No rules and no SQL here."""
