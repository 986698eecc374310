"""Exchange in HTCDS 2.0: files that come in, pseudonymous files that go out, and identities by four eyes."""
