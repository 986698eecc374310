"""The Human Trafficking Case Data Standard 2.0 of IOM: its fields, where each has its home here, and files that speak it."""
