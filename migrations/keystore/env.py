"""The key store."""

from migrations.running import run


def _url() -> str:
    from app.settings import Settings

    return Settings().keys_url


run(_url)
