"""Processes that do the work of a peer or of ours, and the processor time they spent."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = sys.executable


def peers_python() -> str:
    """Return the Python of the peers' environment, which `./dev bench` makes."""
    python = os.environ.get("BENCH_PYTHON", str(ROOT / ".tools" / "bench" / "bin" / "python"))
    if not Path(python).exists():
        raise SystemExit("bench: the peers' environment is missing; run `./dev bench`, which makes it")
    return python


class Process:
    """A process that says one line when it is ready, and one for each line it is sent."""

    def __init__(self, running: "subprocess.Popen[str]") -> None:
        self._running = running
        self.first_line = self.listen()

    def listen(self) -> str:
        """Wait for the next line it says."""
        line = self._running.stdout.readline() if self._running.stdout else ""
        if not line:
            raise SystemExit("bench: a process that was measured ended before its time")
        return line.strip()

    def ask(self, line: str) -> str:
        """Send a line and wait for the answer."""
        assert self._running.stdin is not None
        self._running.stdin.write(line + "\n")
        self._running.stdin.flush()
        return self.listen()

    def cpu(self) -> float:
        """Return the processor seconds all its threads have spent, to the nanosecond: Linux gives every process a clock of its own."""
        return time.clock_gettime((~self._running.pid << 3) | 2)


@contextmanager
def process(python: str, arguments: Sequence[str], **environment: str) -> Iterator[Process]:
    """Start `python -P -m ...` and end it with the block."""
    held = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    running = subprocess.Popen(
        [python, "-P", "-m", *arguments], env=held, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        yield Process(running)
    finally:
        running.terminate()
        running.wait(timeout=20)
