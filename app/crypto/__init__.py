"""Keys and ciphertext: what may open a value, and how it is kept. A leaf: no database, no network, no settings, no clock."""
