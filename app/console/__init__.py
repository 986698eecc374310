"""HTML for people: the same services as the API, rendered on the server, in Khmer and English."""
