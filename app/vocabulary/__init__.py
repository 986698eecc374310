"""Code lists in the field's words, each with its source. A member's value is what is stored, sent and exported."""
