"""The page on importing knows every code, and its example is a mapping that works."""

import re
import tomllib
from pathlib import Path

from survey.errors import BearingError
from survey.fieldwork.importing import item_values, mapping_file
from survey.fieldwork.importing.mapping import Mapping
from survey.instruments.catalogue import load

PAGE = (Path(__file__).parents[4] / "docs" / "importing.md").read_text("utf-8")


def codes(kind: type[BearingError]) -> set[str]:
    """Return the codes of all failures that the modules of importing declare."""
    every = {kind.code} if {"importing", "tables"} & set(kind.__module__.split(".")) else set()
    return every.union(*(codes(each) for each in kind.__subclasses__()))


def test_every_code_of_importing_is_on_the_page_and_no_other() -> None:
    assert item_values.ValueUnknown.code in codes(BearingError)
    assert mapping_file.MappingNotToml.code in codes(BearingError)
    assert set(re.findall(r"`((?:IMPORT|MAPPING)-[A-Z-]+)`", PAGE)) == codes(BearingError)


def test_the_example_is_a_mapping() -> None:
    example = tomllib.loads(PAGE.split("```toml\n")[1].split("```")[0])
    mapping = Mapping.model_validate({**example, "instrument": load("core")})
    assert set(mapping.items) <= set(mapping.instrument.item_by_key)
