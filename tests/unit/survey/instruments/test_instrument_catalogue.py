"""Loading an instrument: by key, by path, and what is said when that fails."""

from pathlib import Path

import pytest

from survey.instruments.catalogue import (
    DEFINITIONS,
    InstrumentInvalid,
    InstrumentUnknown,
    InstrumentUnreadable,
    bundled,
    load,
)

CORE = (DEFINITIONS / "core.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_organisation_loads_its_own_file_by_its_path(tmp_path: Path) -> None:
    own = written(tmp_path, CORE.replace('key = "core"', 'key = "own"', 1))
    assert load(own).key == load(str(own)).key == "own"


@pytest.mark.parametrize("key", bundled())
def test_a_bundled_instrument_is_named_by_its_own_key(key: str) -> None:
    assert load(key).key == key


def test_an_unknown_key_is_answered_with_those_there_are() -> None:
    with pytest.raises(InstrumentUnknown, match=r"no instrument 'cor'.*core"):
        load("cor")


def test_broken_toml_names_file_and_line(tmp_path: Path) -> None:
    broken = written(tmp_path, CORE.replace("minutes = 5", "minutes = five"))
    line = CORE[: CORE.index("minutes = 5")].count("\n") + 1
    with pytest.raises(InstrumentUnreadable, match=rf"own\.toml .*line {line}\b"):
        load(broken)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(german().encode("latin-1", errors="replace"))
    with pytest.raises(InstrumentUnreadable, match="not UTF-8"):
        load(path)


def test_missing_and_unknown_fields_are_named_by_the_keys_of_their_parts(tmp_path: Path) -> None:
    text = CORE.replace('key = "control_order"\n', 'key = "control_order"\ncolour = "red"\n')
    with pytest.raises(InstrumentInvalid) as refused:
        load(written(tmp_path, text.replace("minutes = 5\n", "")))
    assert {(found.code, found.where) for found in refused.value.findings} == {
        ("SHAPE", "items.control_order.colour"),
        ("SHAPE", "minutes"),
    }


def test_all_broken_rules_are_listed_at_once(tmp_path: Path) -> None:
    text = CORE.replace('licence = "Apache-2.0"', 'licence = "todo"')
    text = text.replace('text.en = "How old are you?"\n', 'text.de = "Wie alt sind Sie?"\n')
    with pytest.raises(InstrumentInvalid) as refused:
        load(written(tmp_path, text))
    assert refused.value.code == "INSTRUMENT-INVALID"
    assert "own.toml breaks 3 rule(s)" in refused.value.message
    assert "[LANGUAGE-MISSING] items.age.text" in refused.value.message
    assert "[LICENCE-MISSING] licence" in refused.value.message


def beside(folder: Path, language: str, text: str) -> None:
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own" / f"{language}.toml").write_text(text, encoding="utf-8")


def german() -> str:
    return (DEFINITIONS / "core" / "de.toml").read_text(encoding="utf-8")


def test_a_language_is_added_by_adding_its_file(tmp_path: Path) -> None:
    own = written(tmp_path, CORE)
    assert load(own).languages == ("en",)
    beside(tmp_path, "de", german())
    assert load(own).languages == ("en", "de")
    assert load(own).item_by_key["age"].text["de"] == "Wie alt sind Sie?"


def test_what_a_language_lacks_is_named_as_its_file_would_name_it(tmp_path: Path) -> None:
    beside(tmp_path, "de", german().replace("items.age.text", "items.age.hint"))
    with pytest.raises(InstrumentInvalid) as refused:
        load(written(tmp_path, CORE))
    assert {(found.code, found.where) for found in refused.value.findings} == {
        ("LANGUAGE-MISSING", "items.age.text"),
        ("LANGUAGE-MISSING", "items.age.hint"),
    }


@pytest.mark.parametrize("place", ["items.shoe.text", "key", "model.factors.x", "minutes"])
def test_a_text_for_a_place_that_is_not_there_is_refused(tmp_path: Path, place: str) -> None:
    beside(tmp_path, "de", f'{place} = "Schuh"\n{german()}')
    with pytest.raises(InstrumentInvalid) as refused:
        load(written(tmp_path, CORE))
    assert [(f.code, f.where) for f in refused.value.findings] == [("TRANSLATION-PLACE", place)]


def test_a_language_that_stands_in_the_instrument_already_is_not_overwritten(
    tmp_path: Path,
) -> None:
    beside(tmp_path, "de", german())
    own = written(tmp_path, CORE.replace('title.en = "Work', 'title.de = "A"\ntitle.en = "Work'))
    with pytest.raises(InstrumentInvalid) as refused:
        load(own)
    assert ("TRANSLATION-PLACE", "title") in {(f.code, f.where) for f in refused.value.findings}
