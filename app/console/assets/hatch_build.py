"""Let a wheel carry the console's stylesheet, scripts and font: hatchling calls this before it packs."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConsoleAssets(BuildHookInterface):  # type: ignore[misc]  # hatchling is no part of the application's environment
    """Builds the console's files when they are not there or not made from these sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build; raises CalledProcessError, and there is no wheel without a console."""
        subprocess.run([sys.executable, Path(self.root) / "app/console/assets/build.py"], check=True)  # noqa: S603
