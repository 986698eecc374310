"""The minimum standards: catalogues, facts and judgement. Pure: no I/O but reading a catalogue, no clock, no database."""
