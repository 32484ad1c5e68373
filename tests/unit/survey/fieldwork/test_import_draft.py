"""What is chosen on the screen is a mapping, and its TOML says the same."""

from pathlib import Path

from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.draft import (
    MOST_VALUES,
    Draft,
    DraftItem,
    headings_of,
    likely_meanings,
    values_in,
)
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.tables.opening import Source
from survey.instruments.catalogue import load

CORE = load("core")
SOURCE = Source(
    "a.csv",
    "Abteilung;Wie oft „eilig“?;Jahre\n"
    "Küche;Selten;1\nKüche;Oft;2\nKüche;weiß nicht;3\nKüche;;4\n".encode(),
)
COLUMN = "Wie oft „eilig“?"


def test_the_file_and_the_screen_say_the_same(tmp_path: Path) -> None:
    item = DraftItem(COLUMN, {"Selten": 2, "Oft": 4, "weiß nicht": None})
    draft = Draft("core", "Abteilung", items={"workload_fast": item})
    path = tmp_path / "mapping.toml"
    path.write_text(draft.toml(), "utf-8")
    assert load_mapping(path) == draft.mapping()
    imported = read_answers(SOURCE, draft.mapping())
    assert [answers[0] for _, answers in imported.answers] == [2, 4]


def test_values_are_listed_without_rows_and_guessed_by_number_or_wording() -> None:
    assert headings_of(SOURCE) == ("Abteilung", COLUMN, "Jahre")
    values = values_in(SOURCE, COLUMN, None)
    assert values == ("Oft", "Selten", "weiß nicht")
    assert likely_meanings(values, "workload_fast", CORE) == {
        "Oft": 4, "Selten": 2,
    }  # fmt: skip
    assert likely_meanings(("2", "9"), "workload_fast", CORE) == {"2": 2}


def test_numbers_stand_in_their_order_and_many_values_are_not_listed() -> None:
    rows = "".join(f"A,{one}\n" for one in (10, 9, -1, "x"))
    assert values_in(Source("a.csv", f"d,v\n{rows}".encode()), "v", None) == ("-1", "9", "10", "x")
    many = "".join(f"A,{one}\n" for one in range(MOST_VALUES + 1))
    assert values_in(Source("a.csv", f"d,v\n{many}".encode()), "v", None) == ()


def test_rows_of_headings_that_a_preset_skips_are_no_values() -> None:
    raw = b"Dept,Q1\nYour department,How often?\nid,id\nWard,2\n"
    assert values_in(Source("q.csv", raw), "Q1", "qualtrics") == ("2",)
