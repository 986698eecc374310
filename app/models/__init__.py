"""Tables. Annotations say it all; no I/O, no hidden loads, and a repr shows no field."""
