"""What the exports of usual survey tools have in common, so that a mapping need not say it.

A mapping names one by ``preset = "qualtrics"``. What the mapping says itself goes before the
preset; its filters are added to those of the preset.
"""

import tomllib
from pathlib import Path
from typing import Any, ClassVar, Final

from survey.errors import BearingError

FOLDER: Final = Path(__file__).parent
MERGED: Final = frozenset({"unit", "person", "given"})
"""Tables of which a mapping may change one entry and leave the others to the preset."""


class PresetUnknown(BearingError):
    """The mapping names a preset that there is not."""

    code: ClassVar[str] = "MAPPING-PRESET"


def presets() -> tuple[str, ...]:
    """Return the names of the presets, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def with_preset(document: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping's entries with those of the preset that it names.

    Raises ``PresetUnknown``.
    """
    if "preset" not in document:
        return document
    own = {key: value for key, value in document.items() if key != "preset"}
    name = document["preset"]
    if name not in presets():
        raise PresetUnknown(
            "The mapping names the preset {name!r}. There are {known}: correct it,"
            " or take the line away.",
            name=name,
            known=", ".join(presets()),
        )
    given = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    merged = {
        key: {**given[key], **own[key]}
        for key in MERGED
        if isinstance(given.get(key), dict) and isinstance(own.get(key), dict)
    }
    filters = [*given.get("filter", []), *_listed(own.get("filter", []))]
    return {**given, **own, **merged, **({"filter": filters} if filters else {})}


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]
