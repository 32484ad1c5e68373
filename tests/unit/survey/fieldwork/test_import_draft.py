"""What is chosen on the screen is a mapping, and its TOML says the same."""

from pathlib import Path

from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.draft import (
    MOST_VALUES,
    Draft,
    DraftItem,
    DraftReading,
    DraftScale,
    headings_of,
    likely_meanings,
    questions_in,
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


def test_every_entry_of_the_screen_is_one_of_the_mapping(tmp_path: Path) -> None:
    items = {
        "workload_fast": DraftItem("q1", score=(0, 100)),
        "workload_pile": DraftItem("q2", upto={2: 10, 1: 2.5, 5: 40}, lowest=0),
        "pain_week": DraftItem("where", contains='Back, "low"'),
    }
    reading = DraftReading("cp1252", 3, 2, ",", "id", "keep last")
    scales = {"stress": DraftScale("stress_score", 1, 5)}
    draft = Draft("core", "Dept", items=items, scales=scales, reading=reading)
    path = tmp_path / "mapping.toml"
    path.write_text(draft.toml(), "utf-8")
    mapping = load_mapping(path)
    assert mapping == draft.mapping()
    assert (mapping.encoding, mapping.headings, mapping.skip_below, mapping.decimal) == (
        "cp1252", 3, 2, ",",
    )  # fmt: skip
    assert mapping.person and (mapping.person.column, mapping.person.twins) == ("id", "keep last")
    pile = mapping.items["workload_pile"]
    assert [(part.upto, part.value) for part in pile.ranges or ()] == [(2.5, 1), (10, 2), (40, 5)]
    assert pile.lowest == 0
    assert mapping.items["pain_week"].contains == ('Back, "low"',)
    assert (mapping.scales["stress"].low, mapping.scales["stress"].high) == (1, 5)


def test_headings_and_values_are_read_as_the_file_is_laid_out() -> None:
    raw = "Umfrage Süd\nAbt;F1\nFrage;?\nKüche;2\nKüche;4\n".encode("cp1252")
    reading = DraftReading("cp1252", headings=2, skip_below=1)
    assert headings_of(Source("a.csv", raw), reading) == ("Abt", "F1")
    assert values_in(Source("a.csv", raw), "F1", None, reading) == ("2", "4")


def test_a_list_of_answers_is_taken_apart() -> None:
    source = Source("a.csv", b'd,where\nA,"Back, Neck"\nA,Neck\nA,\n')
    assert values_in(source, "where", None, listed=True) == ("Back", "Neck")


def test_a_long_file_has_questions_for_columns() -> None:
    source = Source("a.csv", b"who,d,q,a\n1,A,fast,2\n1,A,pile,4\n2,A,fast,5\n")
    reading = DraftReading(person="who", question="q", answer="a")
    assert questions_in(source, None, reading) == ("fast", "pile")
    assert values_in(source, "fast", None, reading) == ("2", "5")
    items = {"workload_fast": DraftItem("fast"), "workload_pile": DraftItem("pile")}
    draft = Draft("core", "d", items=items, reading=reading)
    imported = read_answers(source, draft.mapping())
    assert [answers[:2] for _, answers in imported.answers] == [(2, 4), (5, None)]
