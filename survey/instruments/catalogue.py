"""Finding an instrument: a bundled one by its key, or an organisation's own by its path.

Its languages stand in its file, or beside it in a file each; see ``translations``.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar, Final

from pydantic import ValidationError

from survey.errors import BearingError, Lines
from survey.file_faults import entry_fault, toml_fault
from survey.instruments import translations
from survey.instruments.checks import Finding, findings
from survey.instruments.model import Instrument

DEFINITIONS: Final = Path(__file__).parent / "definitions"
SUFFIX: Final = ".toml"


class InstrumentUnknown(BearingError):
    """There is no bundled instrument of this key, nor a file of this path."""

    code: ClassVar[str] = "INSTRUMENT-UNKNOWN"


class InstrumentUnreadable(BearingError):
    """The file cannot be read as TOML text in UTF-8."""

    code: ClassVar[str] = "INSTRUMENT-UNREADABLE"


class InstrumentInvalid(BearingError):
    """The file is readable, but what it says breaks rules; all of them are listed at once."""

    code: ClassVar[str] = "INSTRUMENT-INVALID"

    def __init__(self, origin: str, found: Iterable[Finding]) -> None:
        self.findings = tuple(found)
        super().__init__(
            "{origin} breaks {count} rule(s) for an instrument. Mend these:{listed}",
            origin=origin,
            count=len(self.findings),
            listed=Lines(tuple(finding.said for finding in self.findings)),
        )


def bundled() -> tuple[str, ...]:
    """Return the keys of the instruments that ship with Bearing, in alphabetical order."""
    return tuple(sorted(path.stem for path in DEFINITIONS.glob(f"*{SUFFIX}")))


def load(key_or_path: str | Path) -> Instrument:
    """Return a checked instrument.

    Parameters
    ----------
    key_or_path
        The key of a bundled instrument, such as ``"core"``, or the path of a TOML file.

    Raises
    ------
    InstrumentUnknown, InstrumentUnreadable, InstrumentInvalid
        Nothing is loaded in part: an instrument that breaks one rule is refused.
    """
    path = _locate(key_or_path)
    content, found = _read(path), []
    for file in translations.files_beside(path):
        found += translations.add(content, file.stem, _read(file))
    return _checked(content, path.name, found)


def _locate(key_or_path: str | Path) -> Path:
    if str(key_or_path) in bundled():
        return DEFINITIONS / f"{key_or_path}{SUFFIX}"
    path = Path(key_or_path)
    if path.is_file():
        return path
    raise InstrumentUnknown(
        "There is no instrument {asked!r}: give the path of a {suffix} file, or one of"
        " the bundled keys: {known}.",
        asked=str(key_or_path),
        suffix=SUFFIX,
        known=", ".join(bundled()),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as broken:
        raise InstrumentUnreadable(
            "{file} is not valid TOML: {broken}. Mend that line and load it again.",
            file=path.name,
            broken=toml_fault(broken),
        ) from broken
    except UnicodeDecodeError as broken:
        raise InstrumentUnreadable(
            "{file} is not UTF-8 text (byte {byte}). Save it as UTF-8.",
            file=path.name,
            byte=broken.start,
        ) from broken
    except OSError as broken:
        raise InstrumentUnreadable(
            "{file} cannot be read: {reason}. Check that it may be opened.",
            file=path.name,
            reason=broken.strerror,
        ) from broken


def _checked(content: dict[str, Any], origin: str, found: list[Finding]) -> Instrument:
    try:
        instrument = Instrument.model_validate(content)
    except ValidationError as broken:
        raise InstrumentInvalid(origin, [*found, *_shape_findings(broken, content)]) from broken
    found = [*found, *findings(instrument)]
    if found:
        raise InstrumentInvalid(origin, found)
    return instrument


def _shape_findings(broken: ValidationError, content: dict[str, Any]) -> list[Finding]:
    """Return one finding a field that is missing, unknown or of the wrong kind."""
    return [
        Finding("SHAPE", _place(error["loc"], content), entry_fault(error))
        for error in broken.errors(include_url=False, include_input=False)
    ]


def _place(location: tuple[int | str, ...], content: Any) -> str:
    """Return a place such as ``items.control_order.text`` instead of ``items.5.text``."""
    names: list[str] = []
    for step in location:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            content = None
        named = content.get("key") if isinstance(content, dict) else None
        names.append(named if isinstance(step, int) and isinstance(named, str) else str(step))
    return ".".join(names) or "the file"
