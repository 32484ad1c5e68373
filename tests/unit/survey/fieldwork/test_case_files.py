"""What stands in the case files of staff lists and addresses, and that no case file lies unused."""

import csv
import io
import re
from pathlib import Path

import pytest

from survey.errors import BearingError
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.invitations import IssuedCode, codes_csv, link
from survey.fieldwork.letters import write_letters
from survey.fieldwork.mailing import AddressesInvalid, read_addresses
from survey.fieldwork.units import UnitsInvalid, read_staff_list
from survey.store.protocol import Unit

CASES = Path(__file__).parents[2] / "files" / "cases"
SHARED = Path(__file__).parents[5] / "shared" / "cases"
NAMES = CASES / "17-odd-team-names"
FORMULAS = CASES / "18-formula-like-team-names"
MAIL = CASES / "19-mail"


def units_in(path: Path) -> tuple[Unit, ...]:
    return read_staff_list(path.read_bytes(), path.name).units


STAFF = CASES / "10-staff-list-from-excel"


@pytest.mark.parametrize(
    ("name", "place", "noted"),
    [
        ("caps.csv", ("Ward", "Day"), ""),
        ("comma-float.csv", ("Ward", "Day"), ""),
        ("cp1252.csv", ("Küche", "Day"), "cp1252"),
        ("float.csv", ("Ward", "Day"), ""),
        ("nbsp.csv", ("Ward 1", "Day"), "line 2"),
        ("order-extra.csv", ("Ward", "Day"), ""),
        ("semicolon-in-quoted.csv", ("Ward, west", "Day"), ""),
        ("sep-line.csv", ("Ward", "Day"), ""),
        ("softhyphen.csv", ("Krankenpflege", "Day"), "line 2, column department"),
        ("space.csv", ("Ward", "Day"), ""),
        ("tab.csv", ("Ward", "Day"), ""),
        ("title.csv", ("Ward", "Day"), "line 1"),
        ("total.csv", ("Ward", "Day"), "line 3"),
        ("trailing-blank.csv", ("Ward", "Day"), ""),
        ("utf16.csv", ("Küche", "Day"), ""),
    ],
)
def test_a_staff_list_from_a_spreadsheet_is_read(
    name: str, place: tuple[str, str], noted: str
) -> None:
    listed = read_staff_list((STAFF / name).read_bytes(), name)
    assert [(unit.department, unit.team, unit.headcount) for unit in listed.units] == [(*place, 12)]
    assert any(noted in str(note) for note in listed.notes) if noted else not listed.notes


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fte.csv", "line 2, column headcount: a whole number"),
        ("thousands.csv", "line 2, column headcount: this may be a thousand"),
        ("zero.csv", "line 3, column headcount"),
        ("zwj.csv", "line 2, column department: this name has a character in it"),
    ],
)
def test_a_staff_list_in_doubt_is_refused_with_its_place(name: str, said: str) -> None:
    with pytest.raises(UnitsInvalid, match=said):
        read_staff_list((STAFF / name).read_bytes(), name)


def test_one_place_in_two_spellings_is_named_with_its_lines() -> None:
    path = CASES / "09-one-team-two-spellings" / "units.csv"
    with pytest.raises(UnitsInvalid, match=r"line 3: team 'Früh' of 'Küche' stands there twice"):
        read_staff_list(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Abteilung;Team;Anzahl\nK\u00c3\u00bcche;Tag;9\n".encode(), "line 2: letters were spoilt"),
        ("Abteilung;Team;Anzahl\nKüche;Tag;9\n".encode("mac_roman"), "not UTF-8.*Macintosh"),
        (b"Abteilung;Team;Anzahl\n#NV;Tag;9\n", "line 2, column department.*error value"),
    ],
)  # fmt: skip
def test_spoilt_letters_are_named(content: bytes, said: str) -> None:
    with pytest.raises(UnitsInvalid, match=said):
        read_staff_list(content, "units.csv")


def test_a_second_mark_and_bars_do_no_harm() -> None:
    content = "\ufeff\ufeffAbteilung|Team|Anzahl\nKüche|Tag|9\n".encode()
    assert read_staff_list(content, "units.csv").units[0].department == "Küche"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cjk-units.csv", "line 2, column team: this name holds 病"),
        ("emoji-units.csv", "line 2, column team: this name holds 🚑"),
        ("nbhyphen-units.csv", "line 3, column team: this name holds ①"),
    ],
)
def test_a_name_that_no_font_has_is_refused_when_it_comes_in(name: str, said: str) -> None:
    with pytest.raises(UnitsInvalid, match=said):
        units_in(NAMES / name)


def test_names_that_begin_like_formulas_are_text_in_a_list_of_codes() -> None:
    units = units_in(FORMULAS / "units.csv")
    codes = [IssuedCode(one.department, one.team, f"ABCDEFGHJKMNPQ{at:02}") for at, one in
             enumerate(units)]  # fmt: skip
    text = codes_csv(codes, "https://survey.example.org")
    assert text.startswith("\ufeff")  # or a spreadsheet spoils Dépt and Söhne
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(units) == 17
    fields = [field for row in rows for field in row.values()]
    assert not [field for field in fields if field.startswith(("=", "+", "-", "@"))]
    assert {row["team"].removeprefix("'") for row in rows} == {unit.team for unit in units}
    assert {row["link"] for row in rows} == {
        link(one.code, "https://survey.example.org") for one in codes
    }


def test_letters_can_be_made_for_every_name_that_is_taken(tmp_path: Path) -> None:
    units = [*units_in(FORMULAS / "units.csv"), Unit(90, "Ward", "Nacht\u2011Team", 20)]
    codes = [IssuedCode(one.department, one.team, "ABCDEFGHJKMNPQRS") for one in units]
    write_letters(codes, "w", "https://survey.example.org", tmp_path / "letters.pdf", "en")
    assert (tmp_path / "letters.pdf").stat().st_size


@pytest.mark.parametrize("name", ["dots.csv", "six-one-bad.csv", "umlaut.csv"])
def test_one_address_that_cannot_be_mailed_is_named_by_its_line(name: str) -> None:
    lines = (MAIL / name).read_text("utf-8").splitlines()
    with pytest.raises(AddressesInvalid, match=f"line {len(lines)}, column email") as refused:
        read_addresses((MAIL / name).read_bytes(), name, units_in(MAIL / "units.csv"))
    assert lines[-1].split(",")[2] not in refused.value.message


@pytest.mark.parametrize(("name", "people"), [("ok.csv", 1), ("sep.csv", 1), ("six.csv", 6)])
def test_a_list_of_addresses_is_taken(name: str, people: int) -> None:
    raw = (MAIL / name).read_bytes()
    assert len(read_addresses(raw, name, units_in(MAIL / "units.csv"))) == people


def test_an_international_domain_is_written_as_servers_take_it() -> None:
    raw = (MAIL / "idn.csv").read_bytes()
    taken = read_addresses(raw, "idn.csv", units_in(MAIL / "units.csv"))
    assert [one.email for one in taken] == ["ok2@example.org", "anna@xn--exmple-cua.de"]


def test_an_entry_that_there_is_not_is_named_with_the_page_that_has_them() -> None:
    path = CASES / "06-incomplete-responses" / "m3.toml"
    with pytest.raises(BearingError, match=r"m3.toml, filter.*not: there is no such entry") as said:
        load_mapping(path)
    assert "docs/importing.md" in said.value.message


def test_every_case_file_is_read_by_a_test() -> None:
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = set(re.findall(r"[\w.,-]+\.(?:csv|xlsx|txt|toml)", tests))
    files = [path for path in CASES.rglob("*") if path.is_file()]
    unused = [str(path.relative_to(CASES)) for path in files if path.name not in named]
    assert len(files) > 90
    assert not unused


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the case files in ../shared/cases")
def test_every_case_of_the_collection_is_here() -> None:
    theirs = {path.relative_to(SHARED) for path in SHARED.rglob("*") if path.is_file()}
    ours = {path.relative_to(CASES) for path in CASES.rglob("*") if path.is_file()}
    assert theirs - ours == {Path("README.md")}
