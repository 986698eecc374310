"""The `rumduol` command: the same services as the API's; exit codes out."""


def main() -> None:
    """Run the command line; what is refused is one sentence on stderr and an exit code, never a traceback."""
    from app.cli.commands import run

    run()
