"""What is recorded, declared once: one file a noun. Pure."""
