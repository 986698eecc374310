"""Every setting, read once and handed down. Only `main`, `cli` and Alembic import this module."""

from pathlib import Path
from typing import Annotated, Self

from annotated_types import Ge, Le
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The environment, typed. Each variable is RUMDUOL_ and the name in capitals; docs/settings.md lists them."""

    model_config = SettingsConfigDict(env_prefix="RUMDUOL_", frozen=True, hide_input_in_errors=True)

    data: Path = Field(REPOSITORY / "var", description="Where databases, keys and demo accounts are kept.")
    database_url: str = Field("", description="The main database; SQLite in the data folder when empty, else postgresql+psycopg://...")
    keys_url: str = Field("", description="The key store, a database of its own; keys.db in the data folder when empty.")
    audit_database_url: str = Field("", description="Where audit reads go; the main database when empty. Needs no right on sealed values.")
    audit_columns: Path = Field(
        Path(),
        description="Where the columns stand that a national audit is counted from; the folder columns in the data folder when empty.",
    )
    audit_columns_seconds: Annotated[int, Ge(0)] = Field(
        86_400, description="A serving process builds the columns again when they are older, from 10,000 cases on; 0 never."
    )
    master_key: SecretStr | None = Field(None, description="32 bytes, base64. Rather use a file.")
    master_key_file: Path | None = Field(
        None, description="A file of mode 0400 with the master key; master.key in the data folder when empty."
    )
    catalogue: str = Field("kh-2009", description="The catalogue a new case is bound to.")
    catalogues: Path | None = Field(None, description="A folder of further catalogues, one folder each.")
    exports: Path = Field(
        Path(), description="Where exports wait to be fetched, encrypted; the folder exports in the data folder when empty."
    )
    trusted_signers: Path = Field(
        Path(),
        description="A folder of public keys (NAME.pub) whose reports `verify` takes; trusted-signers in the data folder when empty.",
    )
    session_idle_minutes: Annotated[int, Ge(1), Le(1440)] = Field(30, description="A session ends after so long without use.")
    session_hours: Annotated[int, Ge(1), Le(72)] = Field(12, description="A session ends after so long, used or not.")
    threads: Annotated[int, Ge(1), Le(200)] = Field(16, description="Requests worked on at once in one process.")
    max_body_bytes: Annotated[int, Ge(1024)] = Field(8_000_000, description="Larger request bodies are refused.")
    checkpoint_seconds: Annotated[int, Ge(0)] = Field(60, description="How often the audit log is signed; 0 never.")

    @model_validator(mode="after")
    def _defaults(self) -> Self:
        data = self.data.resolve()
        object.__setattr__(self, "data", data)
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{data / 'rumduol.db'}")
        if not self.keys_url:
            object.__setattr__(self, "keys_url", f"sqlite:///{data / 'keys.db'}")
        if self.exports == Path():
            object.__setattr__(self, "exports", data / "exports")
        if self.audit_columns == Path():
            object.__setattr__(self, "audit_columns", data / "columns")
        if self.trusted_signers == Path():
            object.__setattr__(self, "trusted_signers", data / "trusted-signers")
        if self.master_key_file is None:
            object.__setattr__(self, "master_key_file", data / "master.key")
        return self
