"""Lists of people are counted, and nothing of who they are stays anywhere."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from survey.__main__ import app
from survey.command_line import run
from survey.fieldwork.moves import Move, read_moves, staff_on_both, written_moves
from survey.fieldwork.turnover.counting import TurnoverNotCounted, count_turnover
from survey.fieldwork.turnover.people import PeopleInvalid, read_people, turnover
from survey.store.protocol import Unit

ROOT = Path(__file__).parents[4]
HUB, LATE = ("Hub", "Early"), ("Hub", "Late")
KEY = "zq7kxvw3jy"
"""Stands in keys, and nowhere else."""


def listed(*people: tuple[str, str, str], heading: str = "person") -> bytes:
    lines = [f"department,team,{heading}", *(",".join(one) for one in people)]
    return "\n".join(lines).encode() + b"\n"


BEFORE = listed(("Hub", "Early", "1"), ("Hub", "Early", "2"), ("Hub", "Late", "3"))
NOW = listed(("Hub", "Late", "2"), ("Hub", "Late", "3"), ("Hub", "Early", "4"))


def test_joiners_leavers_and_moves_are_counted_by_team() -> None:
    counted = turnover(read_people(BEFORE, "a.csv"), read_people(NOW, "b.csv"))
    assert set(counted.moves) == {Move(HUB, None, 1), Move(None, HUB, 1), Move(HUB, LATE, 1)}
    assert (counted.before, counted.now) == ({HUB: 2, LATE: 1}, {HUB: 1, LATE: 2})


def test_what_is_counted_adds_up_with_the_staff_lists_and_is_written_as_it_is_read() -> None:
    counted = turnover(read_people(BEFORE, "a.csv"), read_people(NOW, "b.csv"))
    then, now = (
        [Unit(at, *place, people) for at, (place, people) in enumerate(sorted(counts.items()))]
        for counts in (counted.before, counted.now)
    )
    assert staff_on_both(then, now, counted.moves)[LATE, LATE] == 1
    assert read_moves(written_moves(counted.moves).encode(), "moves.csv") == counted.moves


def test_a_key_is_the_same_however_it_is_written() -> None:
    before = read_people(listed(("Hub", "Early", "Ada@Example.org ")), "a.csv")
    assert before == read_people(listed(("Hub", "Early", "ada@example.org")), "b.csv")
    assert read_people(listed(("Hub", "Early", "7")), "a.csv") == read_people(
        listed(("Hub", "Early", "7.0")), "b.csv"
    )


@pytest.mark.parametrize("heading", ["Personalnummer", "E-Mail", "pay_number"])
def test_usual_headings_of_a_key_are_known_and_others_are_named(heading: str) -> None:
    raw = listed(("Hub", "Early", "1"), heading=heading)
    assert read_people(raw, "a.csv") == {"1": HUB}
    other = listed(("Hub", "Early", "1"), heading="Badge")
    with pytest.raises(PeopleInvalid, match="line 1: column person is missing"):
        read_people(other, "a.csv")
    assert read_people(other, "a.csv", "badge") == {"1": HUB}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (listed(("Hub", "Early", KEY), ("Hub", "Late", KEY)), "line 3: the person of line 2 again"),
        (listed(("Hub", "Early", "")), "line 2, column person: empty"),
        (listed(("Hub", "", f"{KEY}1")), "line 2, column team: empty"),
        (listed(), "has no people"),
        (b"department,team,person\n\xff\xfe,x,y\n", "UTF-8"),
    ],
)
def test_a_list_in_doubt_is_refused_with_its_place_and_without_a_key(
    raw: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_bytes(raw)
    (tmp_path / "now.csv").write_bytes(NOW)
    with pytest.raises(PeopleInvalid, match=said) as refused:
        count_turnover(tmp_path / "bad.csv", tmp_path / "now.csv")
    assert KEY not in refused.value.message


def test_a_process_that_fails_is_said_and_counts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.fieldwork.turnover.counting.CHILD", "survey.no_such_module")
    with pytest.raises(TurnoverNotCounted, match="code 1"):
        count_turnover(tmp_path / "a.csv", tmp_path / "b.csv")


def memory_of(process: int) -> Iterator[bytes]:
    """Yield everything that a process has in memory."""
    maps = Path(f"/proc/{process}/maps").read_text().splitlines()
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            begin, end = (int(part, 16) for part in place.split("-"))
            if rights.startswith("r") and "[v" not in line:
                memory.seek(begin)
                with suppress(OSError):  # a device's pages, which no process of ours writes to
                    yield memory.read(end - begin)


def in_memory_after(code: str, folder: Path) -> bool:
    """Run code that then waits, and say whether any key is in that process's memory."""
    waiting = f"import sys\n{code}\nprint('done', flush=True)\nsys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", waiting, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stdout
        for line in process.stdout:
            assert KEY.encode() not in line
            if line == b"done\n":
                break
        found = any(KEY.encode() in region for region in memory_of(process.pid))
        process.communicate()
    return found


COMMAND = """
from survey.__main__ import app
from survey.command_line import run
folder = sys.argv[1]
lists = [f"--before={folder}/lists/a.csv", f"--now={folder}/lists/b.csv"]
assert run(app, ["moves", *lists, f"--out={folder}/moves.csv"]) == 0
"""
READING = "kept = open(sys.argv[1] + '/lists/a.csv').read()"


def test_no_key_is_in_memory_on_disk_or_in_what_is_said(tmp_path: Path) -> None:
    people = [("Hub", "Early", f"{KEY}-{at}") for at in range(4000)]
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a.csv").write_bytes(listed(*people[:3000]))
    (tmp_path / "lists" / "b.csv").write_bytes(listed(*people[1000:]))
    assert in_memory_after(READING, tmp_path), "this test would see a key"
    assert not in_memory_after(COMMAND, tmp_path)
    written = [path for path in tmp_path.iterdir() if path.is_file()]
    assert written == [tmp_path / "moves.csv"]
    assert read_moves(written[0].read_bytes(), "moves.csv") == (
        Move(None, HUB, 1000),
        Move(HUB, None, 1000),
    )


def test_a_list_of_moves_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "moves.csv"
    out.write_text("mine")
    for name, raw in (("a", BEFORE), ("b", NOW)):
        (tmp_path / f"{name}.csv").write_bytes(raw)
    arguments = [f"--before={tmp_path / 'a.csv'}", f"--now={tmp_path / 'b.csv'}", f"--out={out}"]
    assert run(app, ["moves", *arguments]) == 1
    assert out.read_text() == "mine"
