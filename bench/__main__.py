"""`python -P -m bench [NAME] [--json]`: run the benchmarks and print their figures."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from importlib import import_module

from rich.console import Console
from rich.table import Table

from bench.figures import Figure, table

# Each benchmark and the module that has it.
NAMES = {
    name: name for name in ("seal", "keys", "seal_off", "act_vs_drf", "judge", "summary", "audit_log", "growth", "exports", "console")
} | {"audit": "national_audit"}
HEADINGS = ("figure", "ratio", "goal", "", "measured")


def main() -> int:
    """Run one benchmark or all. A missed goal is a figure, not a failure."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="Ratios measured side by side, each beside its goal.")
    parser.add_argument("name", nargs="?", choices=NAMES, help="one benchmark; all without it")
    parser.add_argument("--json", action="store_true", help="a list of {name, ratio, goal, better, reached, detail}")
    parser.add_argument("--markdown", action="store_true", help="the table of docs/benchmarks.md")
    parser.add_argument("--quick", action="store_true", help="few rounds: whether it runs, not how fast")
    parser.add_argument("--cases", type=int, metavar="N", help="of `audit`: how many cases; 1,000,000 without it")
    given = parser.parse_args()
    if given.cases is not None and (given.name != "audit" or given.cases < 1):
        parser.error("--cases is a number above 0, and of `audit` only")
    figures: list[Figure] = []
    for name in (given.name,) if given.name else NAMES:
        print(f"bench: {name} ...", file=sys.stderr, flush=True)
        more = {"cases": given.cases} if given.cases else {}
        figures += import_module(f"bench.{NAMES[name]}").run(quick=given.quick, **more)
    if given.json:
        print(json.dumps([f._asdict() | {"ratio": round(f.ratio, 3), "reached": f.reached} for f in figures], indent=2))
    elif given.markdown:
        print_markdown(figures)
    else:
        print_table(figures)
    return 0


def print_table(figures: list[Figure]) -> None:
    """Print for people."""
    shown = Table(*HEADINGS, show_lines=True)
    for row in table(figures):
        shown.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 160).print(shown)


def print_markdown(figures: list[Figure]) -> None:
    """Print for the documentation, with the day and the size of the machine."""
    print(f"Measured on {datetime.now(UTC).date()}; this machine: {os.cpu_count()} cores.\n")
    for row in (HEADINGS, ("---", "---:", "---", "---", "---"), *table(figures)):
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    sys.exit(main())
