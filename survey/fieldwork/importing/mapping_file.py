"""Reading a mapping file, and what must hold between a mapping and its instrument."""

import io
import tomllib
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ValidationError

from survey.errors import BearingError
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.presets import with_preset
from survey.instruments import catalogue
from survey.instruments.model import Instrument


class MappingUnreadable(BearingError):
    """The mapping file is not there or cannot be opened."""

    code: ClassVar[str] = "MAPPING-UNREADABLE"


class MappingNotToml(BearingError):
    """The mapping file is not written as TOML."""

    code: ClassVar[str] = "MAPPING-TOML"


class MappingMalformed(BearingError):
    """An entry of the mapping is missing, unknown or of the wrong kind."""

    code: ClassVar[str] = "MAPPING-ENTRY"


class MappingInstrumentMissing(BearingError):
    """The mapping names no instrument that can be read."""

    code: ClassVar[str] = "MAPPING-INSTRUMENT"


class MappingItemUnknown(BearingError):
    """The mapping fills an item that the instrument does not have."""

    code: ClassVar[str] = "MAPPING-ITEM"


class MappingValueUnknown(BearingError):
    """The mapping gives an item a value that is none of its options."""

    code: ClassVar[str] = "MAPPING-VALUE"


class MappingEncodingUnknown(BearingError):
    """The mapping names an encoding that does not exist."""

    code: ClassVar[str] = "MAPPING-ENCODING"


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file and the instrument it names, and check one against the other.

    The instrument is a path ending in ``.toml``, relative to the mapping file, or the key of a
    bundled questionnaire. Raises one of the errors of this module, or the instrument's own.
    """
    document = with_preset(_document(path))
    named = document.get("instrument")
    if not isinstance(named, str):
        raise MappingInstrumentMissing(
            f'The mapping {path.name} names no instrument: write instrument = "core", or the path'
            " of an instrument file, at its top."
        )
    instrument = _instrument(path, named)
    try:
        mapping = Mapping.model_validate({**document, "instrument": instrument})
    except ValidationError as refused:
        raise _malformed(path, refused) from None
    _check_encoding(path, mapping)
    _check_items(path, mapping)
    return mapping


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise MappingUnreadable(
            f"The mapping {path} cannot be read: check the path after --map."
        ) from None
    except UnicodeDecodeError:
        raise MappingNotToml(
            f"The mapping {path.name} is not UTF-8 text: save it with that encoding."
        ) from None
    except tomllib.TOMLDecodeError as broken:
        raise MappingNotToml(f"The mapping {path.name} is not valid TOML: {broken}.") from None


def _instrument(path: Path, named: str) -> Instrument:
    if not named.endswith(".toml"):
        return catalogue.load(named)
    instrument_path = path.parent / named
    if not instrument_path.is_file():
        raise MappingInstrumentMissing(
            f"The mapping {path.name} names the instrument {named}, which is not there: give its"
            " path relative to the mapping, or the key of a bundled questionnaire."
        )
    return catalogue.load(instrument_path)


def _malformed(path: Path, refused: ValidationError) -> MappingMalformed:
    first, *others = refused.errors()
    where = ".".join(str(part) for part in first["loc"])
    reason = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        reason = "there is no such entry. Correct its name; docs/importing.md has all of them"
    more = f" ({len(others)} more entries to look at.)" if others else ""
    return MappingMalformed(f"In the mapping {path.name}, {where}: {reason}.{more}")


def _check_encoding(path: Path, mapping: Mapping) -> None:
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=mapping.encoding)
    except LookupError:
        raise MappingEncodingUnknown(
            f"The mapping {path.name} names the encoding {mapping.encoding!r}, which does not"
            ' exist: write "utf-8", "cp1252" or "utf-16".'
        ) from None


def _check_items(path: Path, mapping: Mapping) -> None:
    for key, source in mapping.items.items():
        if key not in mapping.instrument.item_by_key:
            raise MappingItemUnknown(
                f"The mapping {path.name} fills an item {key!r}, which the instrument"
                f" {mapping.instrument.key!r} does not have: correct or remove [items.{key}]."
            )
        options = mapping.instrument.options_of(key).values
        given = [*(source.recode or {}).values(), *(part.value for part in source.ranges or ())]
        given += [0, 1] if source.contains else []
        given += [] if source.empty is None else [source.empty]
        wrong = sorted(set(given) - set(options))
        if wrong:
            raise MappingValueUnknown(
                f"The mapping {path.name} gives the item {key!r} the value {wrong[0]}, but its"
                f" options are {', '.join(map(str, options))}: correct [items.{key}]."
            )
