"""The main database."""

from migrations.running import run


def _url() -> str:
    from app.settings import Settings

    return Settings().database_url


run(_url)
