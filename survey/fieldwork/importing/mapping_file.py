"""Reading a mapping file, and what must hold between a mapping and its instrument."""

import io
import tomllib
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ValidationError

from survey.errors import BearingError, Said
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.presets import with_preset
from survey.file_faults import entry_fault, toml_fault
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
            'The mapping {file} names no instrument: write instrument = "core", or the path'
            " of an instrument file, at its top.",
            file=path.name,
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
            "The mapping {file} cannot be read: check the path after --map.", file=path
        ) from None
    except UnicodeDecodeError:
        raise MappingNotToml(
            "The mapping {file} is not UTF-8 text: save it with that encoding.", file=path.name
        ) from None
    except tomllib.TOMLDecodeError as broken:
        raise MappingNotToml(
            "The mapping {file} is not valid TOML: {broken}.",
            file=path.name,
            broken=toml_fault(broken),
        ) from None


def _instrument(path: Path, named: str) -> Instrument:
    if not named.endswith(".toml"):
        return catalogue.load(named)
    instrument_path = path.parent / named
    if not instrument_path.is_file():
        raise MappingInstrumentMissing(
            "The mapping {file} names the instrument {named}, which is not there: give its"
            " path relative to the mapping, or the key of a bundled questionnaire.",
            file=path.name,
            named=named,
        )
    return catalogue.load(instrument_path)


def _malformed(path: Path, refused: ValidationError) -> MappingMalformed:
    first, *others = refused.errors()
    where = ".".join(str(part) for part in first["loc"])
    reason = entry_fault(first)
    if first["type"] == "extra_forbidden":
        reason = Said("there is no such entry. Correct its name; docs/importing.md has all of them")
    more = Said(" ({others} more entries to look at.)", others=len(others)) if others else ""
    return MappingMalformed(
        "In the mapping {file}, {where}: {reason}.{more}",
        file=path.name,
        where=where,
        reason=reason,
        more=more,
    )


def _check_encoding(path: Path, mapping: Mapping) -> None:
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=mapping.encoding)
    except LookupError:
        raise MappingEncodingUnknown(
            "The mapping {file} names the encoding {encoding!r}, which does not"
            ' exist: write "utf-8", "cp1252" or "utf-16".',
            file=path.name,
            encoding=mapping.encoding,
        ) from None


def _check_items(path: Path, mapping: Mapping) -> None:
    for key, source in mapping.items.items():
        if key not in mapping.instrument.item_by_key:
            raise MappingItemUnknown(
                "The mapping {file} fills an item {key!r}, which the instrument"
                " {instrument!r} does not have: correct or remove [items.{key}].",
                file=path.name,
                key=key,
                instrument=mapping.instrument.key,
            )
        options = mapping.instrument.options_of(key).values
        given = [*(source.recode or {}).values(), *(part.value for part in source.ranges or ())]
        given += [0, 1] if source.contains else []
        given += [] if source.empty is None else [source.empty]
        wrong = sorted(set(given) - set(options))
        if wrong:
            raise MappingValueUnknown(
                "The mapping {file} gives the item {key!r} the value {value}, but its"
                " options are {options}: correct [items.{key}].",
                file=path.name,
                key=key,
                value=wrong[0],
                options=", ".join(map(str, options)),
            )
