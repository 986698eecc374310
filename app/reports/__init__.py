"""From figures to documents and bytes. Pure: no database, no web, no clock."""
