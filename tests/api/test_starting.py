"""The service that has no right key starts nothing, and says which key it misses."""

import base64
import re
from pathlib import Path

import pytest

from app.crypto.keys import MasterKey
from app.errors import Misconfigured
from app.main import build
from app.settings import Settings
from tests.conftest import MASTER, Template

pytestmark = pytest.mark.sqlite_only
OTHER = bytes(range(1, 33))


@pytest.fixture
def settings(template: Template, tmp_path: Path) -> Settings:
    template.house(tmp_path).writing.dispose()
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    return Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'main.db'}", keys_url=keys, checkpoint_seconds=0)


def key_file(settings: Settings, key: bytes) -> None:
    assert settings.master_key_file is not None
    settings.master_key_file.write_bytes(base64.b64encode(key))
    settings.master_key_file.chmod(0o400)


def test_a_missing_master_key_is_named(settings: Settings) -> None:
    with pytest.raises(Misconfigured, match=re.escape(str(settings.master_key_file))):
        build(settings)


def test_a_wrong_master_key_is_named_and_the_right_one_too(settings: Settings) -> None:
    key_file(settings, OTHER)
    with pytest.raises(Misconfigured) as refused:
        build(settings)
    assert MASTER.id in str(refused.value)
    assert MasterKey.of(OTHER).id in str(refused.value)


def test_the_right_one_starts_it(settings: Settings) -> None:
    key_file(settings, bytes(range(32)))
    app = build(settings)
    app.state.house.writing.dispose()
