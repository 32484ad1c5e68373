"""Settings of the program: from the environment, else from one TOML file, else as they come.

Every setting stands here once, with what it may be; docs/settings.md is this list as a table. A
wrong one, or one that is none, stops whatever starts with its name and what it may be.
"""

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from survey.errors import BearingError, Said

PREFIX: Final = "BEARING_"
FILE_VARIABLE: Final = "BEARING_SETTINGS"
DEFAULT_FILE: Final = Path("bearing.toml")
HOST: Final = r"^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^\[[0-9a-f:.]+\]$"
ISSUER: Final = (
    r"^$|^https://[^\s?#]+$|^http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?(/[^\s?#]*)?$"
)
SERVER: Final = r"^$|^\S+:[0-9]{1,5}$"


class SettingWrong(BearingError):
    """A setting has a value that it may not have, or there is no such setting."""

    code: ClassVar[str] = "SETTING-WRONG"


class LogFormat(StrEnum):
    """How lines of the log are written."""

    TEXT = "text"
    JSON = "json"


HostName = Annotated[str, StringConstraints(pattern=HOST)]


def _says(meaning: str, may_be: str) -> Any:
    """Describe a setting: what it does, and what it may be in words."""
    return Field(description=meaning, json_schema_extra={"allowed": may_be})


class Settings(BaseSettings):
    """Every setting. Its name in the environment is that in capitals after ``BEARING_``."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    workspace: Annotated[Path, _says("The folder of the workspace", "a folder")] = Path("workspace")
    database_url: Annotated[
        SecretStr,
        _says(
            "The PostgreSQL database that holds the answers, for several servers; without it they"
            " lie in the workspace's own files",
            "an address such as postgresql://name:password@host/database",
        ),
    ] = SecretStr("")
    hosts: Annotated[
        tuple[HostName, ...],
        _says(
            "Names by which the server may be asked; any where none is given",
            "host names without port, such as survey.example.org or *.example.org, with commas"
            " between",
        ),
    ] = ()
    log_format: Annotated[LogFormat, _says("How the log is written", "text or json")] = (
        LogFormat.TEXT
    )
    request_seconds: Annotated[
        int,
        Field(ge=1, le=600),
        _says(
            "In so many seconds the head of a request must have come; a pause of as many in its"
            " body ends it",
            "a whole number from 1 to 600",
        ),
    ] = 20
    smtp_server: Annotated[
        str,
        StringConstraints(pattern=SERVER),
        _says("The mail server of the screens", "host:port"),
    ] = ""
    smtp_from: Annotated[
        str, _says("Who mails come from, else no-reply@ the host of the address", "an address")
    ] = ""
    smtp_starttls: Annotated[
        bool, _says("Whether a connection to it is encrypted", "true or false")
    ] = False
    smtp_user: Annotated[str, _says("Its account, for screens and command line", "a name")] = ""
    smtp_password: Annotated[SecretStr, _says("The account's password", "a password")] = SecretStr(
        ""
    )

    oidc_issuer: Annotated[
        str,
        StringConstraints(pattern=ISSUER),
        _says(
            "The organisation's own sign-in service (OpenID Connect) for staff; none is asked where"
            " none is given",
            "the issuer's address as its service names it, with https",
        ),
    ] = ""
    oidc_client_id: Annotated[str, _says("By which name it knows this server", "a name")] = ""
    oidc_client_secret: Annotated[
        SecretStr, _says("The secret that this server shares with it", "a secret")
    ] = SecretStr("")
    oidc_claim: Annotated[
        str,
        StringConstraints(min_length=1),
        _says(
            "The claim of its token that holds the name on the staff list",
            "a claim that staff cannot change themselves, such as email, sub or upn",
        ),
    ] = "email"
    oidc_only: Annotated[
        bool, _says("Whether staff sign in there alone, without passwords here", "true or false")
    ] = False

    @property
    def oidc(self) -> bool:
        """Whether staff can sign in through the organisation's own service."""
        return bool(self.oidc_issuer)

    @field_validator("hosts", mode="before")
    @classmethod
    def _listed(cls, typed: object) -> object:
        names = typed.split(",") if isinstance(typed, str) else typed
        if not isinstance(names, list):
            return names
        return tuple(str(one).strip().lower() for one in names if str(one).strip())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - given by name
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - given by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - given by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what was named in the environment (``read_settings``), then the file."""
        toml = TomlConfigSettingsSource(settings_cls, cls.model_config.get("toml_file"))
        return init_settings, toml


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in force. Raises ``SettingWrong``."""
    file = _file(environment)
    said: dict[str, Any] = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name != FILE_VARIABLE
    }
    try:
        return _fitting(_reading(file)(**said))
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_context=False)[0]
        raise _refused(str(first["loc"][0]), said, file) from None
    except (ValueError, OSError):
        raise SettingWrong(
            '{file} cannot be read: it needs lines such as log_format = "json".', file=file
        ) from None


def _fitting(settings: Settings) -> Settings:
    """Return settings that fit together. Raises ``SettingWrong``."""
    if settings.oidc and not settings.oidc_client_id:
        raise SettingWrong(
            "BEARING_OIDC_ISSUER is set and BEARING_OIDC_CLIENT_ID is not: the service has to know"
            " this server by a name."
        )
    if settings.oidc and not settings.oidc_client_secret.get_secret_value():
        raise SettingWrong(
            "BEARING_OIDC_ISSUER is set and BEARING_OIDC_CLIENT_SECRET is not: with it this server"
            " proves to the service who it is."
        )
    if settings.oidc_only and not settings.oidc:
        raise SettingWrong(
            "BEARING_OIDC_ONLY is set and BEARING_OIDC_ISSUER is not: nobody could sign in."
        )
    return settings


def database_url() -> str:
    """Return the address of the database that is set, password and all; empty where none is."""
    return read_settings().database_url.get_secret_value()


@cache
def _reading(file: Path | None) -> type[Settings]:
    """Return the settings as they are read with a file, or without."""

    class Read(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    return Read


def _file(environment: Mapping[str, str]) -> Path | None:
    named = environment.get(FILE_VARIABLE)
    if named and not Path(named).is_file():
        raise SettingWrong(
            "{file_variable} is {named!r}: no file is there.",
            file_variable=FILE_VARIABLE,
            named=named,
        )
    if named or DEFAULT_FILE.is_file():
        return Path(named or DEFAULT_FILE).resolve()
    return None


def _refused(field: str, said: Mapping[str, object], file: Path | None) -> SettingWrong:
    """Return the failure for a setting; its value is not in it, since it may be a password."""
    place = (
        f"{PREFIX}{field.upper()}"
        if field in said
        else Said("{field} in {file}", field=field, file=file)
    )
    found = Settings.model_fields.get(field)
    if found is None:
        known = ", ".join(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
        return SettingWrong(
            "{place} is no setting. There are: {file_variable}, {known}.",
            place=place,
            file_variable=FILE_VARIABLE,
            known=known,
        )
    return SettingWrong(
        "{place} has a value that it may not have. It may be: {allowed}.",
        place=place,
        allowed=allowed(found),
    )


def allowed(setting: FieldInfo) -> str:
    """Return what a setting may be, in words."""
    extra = setting.json_schema_extra
    return str(extra["allowed"]) if isinstance(extra, dict) else ""


def settings_table() -> str:
    """Return the list of settings as the table of docs/settings.md."""
    rows = ["| variable | in the file | may be | else | what it does |", "|---|---|---|---|---|"]
    for name, setting in Settings.model_fields.items():
        rows.append(
            f"| `{PREFIX}{name.upper()}` | `{name}` | {allowed(setting)}"
            f" | {_otherwise(setting.default)} | {setting.description} |"
        )
    return "".join(f"{re.sub('  +', ' ', row)}\n" for row in rows)


def _otherwise(default: object) -> str:
    if isinstance(default, SecretStr) or default in ("", ()):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
