"""What is declared beyond the data dictionary, by name: so that nothing is added without being meant. docs/decisions/0014 says why."""

# Records the dictionary does not have.
RECORDS: frozenset[str] = frozenset()
# Fields added at the end of a record of the dictionary. None is required of a body that the dictionary allows.
FIELDS: dict[str, tuple[str, ...]] = {}
# Acts the dictionary does not have.
ACTS: frozenset[str] = frozenset()
# Fields that an act of the dictionary takes besides those it names there.
BODIES: dict[str, frozenset[str]] = {}
