"""Where the workspace lies and what kind it is."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from survey.configuration import read_settings

WORKSPACE_VARIABLE = "BEARING_WORKSPACE"
DEMONSTRATION_WORKSPACE = Path("demonstration")


class WorkspaceKind(StrEnum):
    """A real workspace holds an organisation's answers, a demonstration made-up ones."""

    REAL = "real"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True)
class Workspace:
    """The folder that holds everything an organisation owns, and the names inside it."""

    root: Path

    @classmethod
    def resolve(
        cls, explicit: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> Self:
        """Return the workspace: the one named, else that of the settings, else ./workspace.

        Raises ``SettingWrong``.
        """
        around = os.environ if environment is None else environment
        named = around.get(WORKSPACE_VARIABLE)
        return cls((explicit or Path(named or read_settings(around).workspace)).resolve())

    @property
    def registry(self) -> Path:
        """The database of waves and units; it holds no answers."""
        return self.root / "registry.duckdb"

    @property
    def waves(self) -> Path:
        """One folder a wave, with its answers."""
        return self.root / "waves"

    @property
    def releases(self) -> Path:
        """One folder a sealed release."""
        return self.root / "releases"

    @property
    def withdrawn(self) -> Path:
        """Releases that were withdrawn; nothing reads them."""
        return self.root / "withdrawn"

    @property
    def secrets(self) -> Path:
        """Keys that never leave the server; readable by its user only."""
        return self.root / "secrets"

    @property
    def ledger(self) -> Path:
        """The append-only list of what was done."""
        return self.root / "ledger.jsonl"

    @property
    def contacts(self) -> Path:
        """Whom employees can turn to, if the organisation has written it down."""
        return self.root / "contacts.toml"

    @property
    def marker(self) -> Path:
        """The file that makes a folder a workspace and says of which kind."""
        return self.root / "workspace.toml"

    @property
    def exists(self) -> bool:
        """Whether the folder is a workspace."""
        return self.marker.is_file()
