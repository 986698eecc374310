"""The command as a person types it: in this process where that is enough, as a process of its own where it matters."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from app.cli import keys
from app.cli.commands import run
from app.services.migrating import migrate
from app.settings import Settings
from tests.builders import Town, a_town

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


Rumduol = Callable[..., Done]


@pytest.fixture
def rumduol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rumduol:
    """Runs `rumduol` on a data folder of the test's own."""
    monkeypatch.setenv("RUMDUOL_DATA", str(tmp_path / "data"))

    def command(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["rumduol", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run()
        code = ended.value.code
        return Done(code if isinstance(code, int) else int(code is not None), *capsys.readouterr())

    return command


@pytest.fixture
def lived_in(tmp_path: Path) -> Town:
    """A town in the data folder, as a running service would have left it."""
    from app.main import open_from

    settings = Settings(data=tmp_path / "data")
    keys.make(tmp_path / "data" / "master.key")
    migrate(settings.database_url, settings.keys_url)
    house, master = open_from(settings)
    keys.publish(master, settings.data)
    town = a_town(house)
    house.writing.dispose()
    return town


@contextmanager
def process(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start `rumduol` as a process of its own; it is ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "app.cli", *words], env=clean(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as started:
        try:
            yield started
        finally:
            started.terminate()
            started.communicate(timeout=20)


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUMDUOL_") and name not in ("HOST", "PORT")}
    return kept | {"PYTHONPATH": str(ROOT)} | dict(environment)
