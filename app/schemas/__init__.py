"""What crosses the border and is not an act's body."""
