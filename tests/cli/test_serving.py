"""Starting: `run` makes what is missing, `serve` makes nothing, and neither starts with a key that is missing or wrong."""

import json
import socket
import stat
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from app.cli import keys
from tests.cli.conftest import Rumduol, process


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(url: str) -> dict[str, str]:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own port
                return dict(json.load(answer))
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise AssertionError("it did not start")


def test_run_on_an_empty_folder_answers_and_serve_goes_on_with_what_run_made(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with process("run", "--no-demo", RUMDUOL_DATA=str(data), PORT=str(port)) as started:
        assert wait_for(f"http://127.0.0.1:{port}/readyz") == {"status": "ready"}
        assert started.stdout is not None
        assert f"http://127.0.0.1:{port}" in started.stdout.readline()
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "master.key").stat().st_mode) == 0o400
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in data.glob("*.db"))
    with process("serve", RUMDUOL_DATA=str(data), PORT=str(port)):
        assert wait_for(f"http://127.0.0.1:{port}/readyz") == {"status": "ready"}


def test_serve_makes_nothing_and_says_what_is_missing(rumduol: Rumduol, tmp_path: Path) -> None:
    done = rumduol("serve")
    assert done.code == 2
    assert "No master key" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "data").exists()


def test_serve_on_an_old_database_says_which_command_to_run(rumduol: Rumduol, tmp_path: Path) -> None:
    assert rumduol("key", "create").code == 0
    (tmp_path / "data" / "rumduol.db").touch()
    done = rumduol("serve")
    assert done.code == 2
    assert "rumduol migrate" in done.err


def test_a_wrong_key_starts_nothing_and_names_the_right_one(rumduol: Rumduol, lived_in: object, tmp_path: Path) -> None:
    key = tmp_path / "data" / "master.key"
    key.unlink()
    wrong = keys.make(key)
    for command in ("run", "serve"):
        done = rumduol(command)
        assert done.code == 2
        assert "Wrong master key" in done.err
        assert wrong.id in done.err


def test_a_lost_key_is_not_replaced_by_a_new_one(rumduol: Rumduol, lived_in: object, tmp_path: Path) -> None:
    (tmp_path / "data" / "master.key").unlink()
    done = rumduol("run")
    assert done.code == 2
    assert "No master key" in done.err
    assert not (tmp_path / "data" / "master.key").exists()


def test_a_setting_that_cannot_be_right_is_named_and_not_repeated(rumduol: Rumduol, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUMDUOL_THREADS", "canary")
    done = rumduol("serve")
    assert done.code == 2
    assert "RUMDUOL_THREADS" in done.err
    assert "canary" not in done.err


def test_key_create_never_replaces_a_key(rumduol: Rumduol, tmp_path: Path) -> None:
    file = tmp_path / "data" / "master.key"
    done = rumduol("key", "create")
    before = file.read_bytes()
    assert done.code == 0
    assert before.decode().strip() not in done.out
    again = rumduol("key", "create")
    assert again.code == 2
    assert "never replaced" in again.err
    assert file.read_bytes() == before


def test_migrate_brings_both_databases_to_their_newest_migration_and_may_be_repeated(rumduol: Rumduol) -> None:
    assert rumduol("migrate").code == 0
    assert "newest migration" in rumduol("migrate").out
