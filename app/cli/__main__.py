"""`python -m app.cli` is `rumduol`."""

from app.cli import main

main()
