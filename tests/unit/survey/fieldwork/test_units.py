"""The staff list is teams and head-counts; what is wrong with it is said by line and column."""

import pytest

from survey.fieldwork.units import UnitsInvalid, read_units
from survey.store.protocol import Unit

HEAD = b"department,team,headcount\n"


def test_a_staff_list_becomes_units_in_its_order() -> None:
    raw = "department,team,headcount\nLager,Früh,12\nLager,Spät,9\n".encode()
    assert read_units(raw, "units.csv") == (
        Unit(0, "Lager", "Früh", 12),
        Unit(1, "Lager", "Spät", 9),
    )


def test_a_byte_order_mark_and_more_columns_do_no_harm() -> None:
    raw = b"\xef\xbb\xbfteam,headcount,department,site\nDay,4,Stores,North\n"
    assert read_units(raw, "units.csv") == (Unit(0, "Stores", "Day", 4),)


def test_semicolons_part_the_columns_as_well_and_commas_in_names_stay() -> None:
    raw = "department;team;headcount\r\nLager, Versand;Früh;12\r\n".encode()
    assert read_units(raw, "units.csv") == (Unit(0, "Lager, Versand", "Früh", 12),)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"department,team\nA,B\n", "line 1: column headcount is missing"),
        (HEAD, "has no teams"),
        (b"", "column department is missing"),
        (HEAD + b"Stores,,4\n", "line 2, column team: empty"),
        (HEAD + b"Stores,Day,4\nStores,Day,5\n", "line 3: team 'Day' of 'Stores' stands"),
        (HEAD + b"Stores,Day,four\n", "line 2, column headcount"),
        (HEAD + b"Stores,Day,0\n", "line 2, column headcount"),
        (HEAD + b"Stores,*,4\n", "line 2, column team"),
        (HEAD + "Ward,🚑 Rettung,20\n".encode(), "holds 🚑 (U+1F691, ambulance)"),
        (HEAD + "Ward,病棟,20\n".encode(), "U+75C5"),
        (HEAD + "ไทย,Day,20\n".encode(), "line 2, column department: this name holds"),
        (HEAD + "Ward,한국,20\n".encode(), "U+D55C"),
        (HEAD + "Ward,සිංහල,20\n".encode(), "U+0DC3"),
        (HEAD + "Ward,Pflege ①,20\n".encode(), "U+2460"),
        (HEAD + b"A + B,Day,4\n", "line 2, column department"),
        (HEAD + b"Stores,Day,4\nStores,Sp\x8at,9\n", "line 3: not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(raw: bytes, said: str) -> None:
    with pytest.raises(UnitsInvalid) as refused:
        read_units(raw, "units.csv")
    assert said in refused.value.message


def test_names_in_the_writing_of_every_language_of_the_form_are_taken() -> None:
    names = ("Nacht-Team", "Żłobek", "Ğüneş", "Sécurité", "Ñandú", "الصيانة", "Ψυχή", "Кухня")
    raw = HEAD + "".join(f"Ward,{name},9\n" for name in names).encode()
    assert tuple(unit.team for unit in read_units(raw, "units.csv")) == names
