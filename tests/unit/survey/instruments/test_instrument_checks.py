"""Each rule for an instrument: what it finds in a broken one, and that a sound one passes."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from survey.instruments.checks import checks, findings
from survey.instruments.model import Instrument

ROOT = Path(__file__).parents[4]

SOUND = """
key = "tiny"
version = "1.0.0"
licence = "CC0-1.0"
source = "Written for this test"
validated = false
minutes = 1
languages = ["en", "de"]
title = { en = "Tiny", de = "Klein" }
notice = { en = "A test.", de = "Ein Test." }
sections = [
    { key = "one", title = { en = "One", de = "Eins" } },
    { key = "two", title = { en = "Two", de = "Zwei" } },
]
option_sets = [
    { key = "steps", steps = [
        { value = 0, text = { en = "No", de = "Nein" } },
        { value = 1, text = { en = "Perhaps", de = "Vielleicht" } },
        { value = 2, text = { en = "Yes", de = "Ja" } },
    ] },
]
items = [
    { key = "rush", section = "one", options = "steps", text = { en = "Rush?", de = "Eile?" } },
    { key = "ache", section = "one", options = "steps", text = { en = "Ache?", de = "Weh?" } },
    { key = "age", section = "two", options = "steps", text = { en = "Age?", de = "Alter?" } },
]
outcomes = [
    { key = "pain", name = { en = "Pain", de = "Schmerz" }, all_of = [
        { item = "ache", values = [1, 2] },
    ] },
]
breakdowns = [{ key = "age_band", name = { en = "Age", de = "Alter" }, item = "age" }]

[[scales]]
key = "workload"
name = { en = "Workload", de = "Arbeitsmenge" }
role = "factor"
sensitivity = "conditions"
good_end = "low"
low_end = { en = "Little", de = "Wenig" }
high_end = { en = "Much", de = "Viel" }
items = [{ item = "rush" }]
bands = [
    { key = "low", name = { en = "Low", de = "Tief" }, low = 0, high = 1, source = "This test" },
    { key = "high", name = { en = "High", de = "Hoch" }, low = 2, high = 2, source = "This test" },
]

[model]
factors = ["workload"]
outcomes = ["pain"]
adjust_for = ["age_band"]
"""


def sound() -> dict[str, Any]:
    return tomllib.loads(SOUND)


def found_in(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.where) for finding in findings(Instrument.model_validate(content))
    ]


def test_a_sound_instrument_breaks_no_rule() -> None:
    assert found_in(sound()) == []


def test_every_module_with_a_check_is_found_by_listing_the_package() -> None:
    assert list(checks()) == [
        "breakdowns",
        "implied_outcomes",
        "languages",
        "licence",
        "model_plan",
        "option_values",
        "ranges",
        "references",
        "scale_items",
        "section_runs",
        "unique_keys",
        "unused",
    ]


def test_two_items_of_one_key_are_found() -> None:
    content = sound()
    content["items"].append(dict(content["items"][2]))
    assert found_in(content) == [("KEY-TWICE", "items")]


def test_a_breakdown_must_not_share_its_key_with_a_measure() -> None:
    content = sound()
    content["breakdowns"][0]["key"] = "workload"
    content["model"]["adjust_for"] = []
    assert found_in(content) == [("KEY-TWICE", "scales, outcomes and breakdowns")]


def test_a_language_named_twice_is_found() -> None:
    content = sound()
    content["languages"] = ["en", "de", "de"]
    assert ("KEY-TWICE", "languages") in found_in(content)


@pytest.mark.parametrize("values", [(0, 2, 1), (0, 1, 1)])
def test_steps_must_rise(values: tuple[int, ...]) -> None:
    content = sound()
    for step, value in zip(content["option_sets"][0]["steps"], values, strict=True):
        step["value"] = value
    assert ("STEPS-ORDER", "option_sets.steps") in found_in(content)


@pytest.mark.parametrize(
    ("break_it", "where"),
    [
        (lambda content: content["title"], "title"),
        (lambda content: content["items"][1]["text"], "items.ache.text"),
        (lambda content: content["sections"][0]["title"], "sections.one.title"),
        (lambda content: content["scales"][0]["high_end"], "scales.workload.high_end"),
        (lambda content: content["scales"][0]["bands"][1]["name"], "scales.workload.bands.high"),
        (
            lambda content: content["option_sets"][0]["steps"][0]["text"],
            "option_sets.steps.steps.0",
        ),
    ],
)
def test_a_missing_translation_is_found_wherever_it_is(break_it: Any, where: str) -> None:
    content = sound()
    del break_it(content)["de"]
    [(code, place)] = found_in(content)
    assert code == "LANGUAGE-MISSING"
    assert place.startswith(where)


def test_an_empty_translation_is_found() -> None:
    content = sound()
    content["items"][0]["text"]["de"] = " "
    assert found_in(content) == [("TEXT-EMPTY", "items.rush.text")]


def test_a_language_that_nobody_declared_is_found() -> None:
    content = sound()
    content["items"][0]["text"]["fr"] = "Vite ?"
    assert found_in(content) == [("LANGUAGE-UNDECLARED", "items.rush.text")]


def test_an_outcome_cannot_ask_for_an_answer_that_nobody_can_give() -> None:
    content = sound()
    content["outcomes"][0]["all_of"][0]["values"] = [2, 3]
    assert found_in(content) == [("VALUE-UNKNOWN", "outcomes.pain.all_of.ache")]


@pytest.mark.parametrize(("low", "high"), [(2, 3), (3, 2)])
def test_a_band_must_lie_within_the_steps_of_its_item(low: int, high: int) -> None:
    content = sound()
    content["scales"][0]["bands"][1] |= {"low": low, "high": high}
    assert found_in(content) == [("BAND-RANGE", "scales.workload.bands.high")]


def test_bands_must_not_overlap() -> None:
    content = sound()
    content["scales"][0]["bands"][1]["low"] = 1
    assert found_in(content) == [("BAND-OVERLAP", "scales.workload.bands.high")]


def test_bands_need_a_scale_of_one_item() -> None:
    content = sound()
    content["scales"][0]["items"].append({"item": "ache"})
    assert found_in(content) == [("BAND-SCALE", "scales.workload.bands")]


def test_a_scale_needs_items_that_exist() -> None:
    content = sound()
    content["scales"][0]["bands"] = []
    content["scales"][0]["items"].append({"item": "speed"})
    assert found_in(content) == [("ITEM-UNKNOWN", "scales.workload.items")]


def test_an_item_stands_once_in_a_scale() -> None:
    content = sound()
    content["scales"][0]["bands"] = []
    content["scales"][0]["items"].append({"item": "rush", "turned": True})
    assert found_in(content) == [("ITEM-TWICE", "scales.workload.items")]


@pytest.mark.parametrize(
    ("field", "code"), [("section", "SECTION-UNKNOWN"), ("options", "OPTIONS-UNKNOWN")]
)
def test_an_item_needs_a_section_and_options_that_exist(field: str, code: str) -> None:
    content = sound()
    content["items"][0][field] = "nowhere"
    assert found_in(content) == [(code, f"items.rush.{field}")]


def test_an_outcome_needs_items_that_exist() -> None:
    content = sound()
    content["outcomes"][0]["all_of"].append({"item": "sting", "values": [1]})
    assert found_in(content) == [("ITEM-UNKNOWN", "outcomes.pain.all_of")]


def test_a_breakdown_needs_an_item_that_exists() -> None:
    content = sound()
    content["breakdowns"].append(
        {"key": "shift", "name": {"en": "Shift", "de": "Schicht"}, "item": "shift"}
    )
    assert found_in(content) == [("ITEM-UNKNOWN", "breakdowns.shift.item")]


def test_a_section_without_items_is_found() -> None:
    content = sound()
    content["sections"].append({"key": "three", "title": {"en": "Three", "de": "Drei"}})
    assert found_in(content) == [("UNUSED", "sections.three")]


def test_an_option_set_that_no_item_uses_is_found() -> None:
    content = sound()
    content["option_sets"].append(content["option_sets"][0] | {"key": "spare"})
    assert found_in(content) == [("UNUSED", "option_sets.spare")]


def test_a_question_that_serves_no_result_is_found() -> None:
    content = sound()
    content["items"].append(content["items"][2] | {"key": "shoe_size"})
    assert found_in(content) == [("UNUSED", "items.shoe_size")]


def test_a_section_that_is_interrupted_is_found() -> None:
    content = sound()
    content["items"] = [content["items"][place] for place in (0, 2, 1)]
    assert found_in(content) == [("SECTION-ORDER", "sections.one")]


def test_sections_in_another_order_than_their_items_are_found() -> None:
    content = sound()
    content["sections"].reverse()
    assert found_in(content) == [("SECTION-ORDER", "sections.two")]


@pytest.mark.parametrize("field", ["licence", "source"])
@pytest.mark.parametrize("placeholder", ["todo", "    ", "TBD", "Unknown."])
def test_a_licence_or_source_left_open_is_found(field: str, placeholder: str) -> None:
    content = sound() | {field: placeholder}
    assert found_in(content) == [("LICENCE-MISSING", field)]


@pytest.mark.parametrize("list_", ["factors", "outcomes", "adjust_for"])
def test_the_models_need_parts_that_exist(list_: str) -> None:
    content = sound()
    content["model"][list_].append("luck")
    assert found_in(content) == [("MODEL-UNKNOWN", f"model.{list_}")]


@pytest.mark.parametrize(
    ("list_", "wrong"), [("factors", "pain"), ("outcomes", "workload"), ("outcomes", "hurry")]
)
def test_the_models_need_measures_of_the_right_kind(list_: str, wrong: str) -> None:
    content = sound()
    hurry = {"key": "hurry", "name": {"en": "Hurry", "de": "Eile"}, "role": "factor"}
    content["outcomes"].append(hurry | {"all_of": [{"item": "rush", "values": [2]}]})
    content["model"][list_].append(wrong)
    assert found_in(content) == [("MODEL-KIND", f"model.{list_}")]


def with_outcomes(**implied: list[str]) -> dict[str, Any]:
    content = sound()
    pain = content["outcomes"][0]
    content["outcomes"] = [pain | {"key": key, "implies": own} for key, own in implied.items()]
    return content


def test_an_outcome_implies_outcomes_that_are_there() -> None:
    assert found_in(with_outcomes(pain=[], strong=["pain"], worst=["strong", "pain"])) == []
    assert found_in(with_outcomes(pain=["workload"])) == [
        ("IMPLIED-UNKNOWN", "outcomes.pain.implies")
    ]


@pytest.mark.parametrize(
    ("implied", "circle"),
    [
        ({"pain": ["pain"]}, ["pain"]),
        ({"pain": ["week"], "week": ["pain"], "strong": ["pain"]}, ["pain", "week"]),
        ({"pain": ["a"], "a": ["b"], "b": ["pain"]}, ["pain", "a", "b"]),
    ],
)
def test_no_outcome_implies_itself_in_the_end(
    implied: dict[str, list[str]], circle: list[str]
) -> None:
    assert found_in(with_outcomes(**implied)) == [
        ("IMPLIED-CIRCLE", f"outcomes.{key}.implies") for key in circle
    ]


@pytest.mark.parametrize("list_", ["factors", "outcomes", "adjust_for"])
def test_the_models_name_each_part_once(list_: str) -> None:
    content = sound()
    content["model"][list_] *= 2
    assert found_in(content) == [("KEY-TWICE", f"model.{list_}")]


def test_four_breakdowns_are_the_most() -> None:
    content = sound()
    content["breakdowns"] = [
        content["breakdowns"][0] | {"key": key} for key in ("age_band", "b", "c", "d")
    ]
    assert found_in(content) == []
    content["breakdowns"].append(content["breakdowns"][0] | {"key": "e"})
    assert found_in(content) == [("BREAKDOWNS-MANY", "breakdowns")]


@pytest.mark.parametrize("item", ["rush", "ache"])
def test_nobody_is_divided_by_an_answer_that_is_measured(item: str) -> None:
    content = sound()
    content["breakdowns"].append(
        {"key": "by_answer", "name": {"en": "By answer", "de": "Nach Antwort"}, "item": item}
    )
    assert found_in(content) == [("BREAKDOWN-OF-MEASURE", "breakdowns.by_answer")]


def test_a_finding_says_its_rule_its_place_and_what_to_do() -> None:
    content = sound()
    del content["items"][0]["text"]["de"]
    [finding] = findings(Instrument.model_validate(content))
    assert str(finding) == "[LANGUAGE-MISSING] items.rush.text: no text in 'de': add it."


def test_every_code_of_a_finding_is_explained_in_the_documentation() -> None:
    sources = [*(ROOT / "survey/instruments/checks").glob("*.py")]
    sources += [ROOT / f"survey/instruments/{name}.py" for name in ("catalogue", "translations")]
    used = {
        code
        for path in sources
        for code in re.findall(r'Finding\(\s*"([A-Z-]+)"', path.read_text("utf-8"))
    }
    rows = re.findall(r"^\| (`[A-Z].*?) \|", (ROOT / "docs/instrument.md").read_text("utf-8"), re.M)
    explained = {code for row in rows for code in re.findall(r"`([A-Z-]+)`", row)}
    assert len(used) > 15
    assert used == explained
