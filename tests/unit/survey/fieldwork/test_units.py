"""The staff list is teams and head-counts; what is wrong with it is said by line and column."""

import pytest

from survey.fieldwork.named_list import headings_in
from survey.fieldwork.staff_list import keep_staff_list, kept_staff_list
from survey.fieldwork.units import UnitsInvalid, UnitTwins, read_staff_list, read_units
from survey.settings import Workspace
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


TWINS = b"department,team,headcount\nKitchen,Early,5\nKITCHEN,Late,4\nKitchen,early,3\n"


def test_twins_are_asked_about_and_then_joined_and_said() -> None:
    with pytest.raises(UnitTwins, match="line 3, column department: 'KITCHEN' and 'Kitchen'"):
        read_staff_list(TWINS, "units.csv")
    listed = read_staff_list(TWINS, "units.csv", join_twins=True)
    assert [(one.id, one.department, one.team, one.headcount) for one in listed.units] == [
        (0, "Kitchen", "Early", 8),
        (1, "Kitchen", "Late", 4),
    ]
    assert len(listed.notes) == 3
    assert "3 people added to team 'Early' of line 2" in str(listed.notes[-1])


def test_columns_called_otherwise_can_be_chosen() -> None:
    raw = "Stand Mai\nBereich;Schicht;MA\nKüche;Früh;5\n".encode()
    assert headings_in(raw, "liste.csv", UnitsInvalid) == ("Bereich", "Schicht", "MA")
    chosen = {"department": "Bereich", "team": "Schicht", "headcount": "MA"}
    listed = read_staff_list(raw, "liste.csv", chosen)
    assert [(one.department, one.team, one.headcount) for one in listed.units] == [
        ("Küche", "Früh", 5)
    ]
    with pytest.raises(UnitsInvalid, match="is empty"):
        headings_in(b"", "liste.csv", UnitsInvalid)


def test_a_confirmed_list_is_kept_as_it_was_understood(workspace: Workspace) -> None:
    assert kept_staff_list(workspace) == ()
    units = read_units(b'department,team,headcount\n"Ward, west",=1+1,12\n', "units.csv")
    keep_staff_list(workspace, units)
    assert kept_staff_list(workspace) == units
