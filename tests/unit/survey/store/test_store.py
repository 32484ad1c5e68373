"""The store keeps each answer once, spends each code once, and remembers no order and no link."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import correlation

import duckdb
import pytest

from survey.fieldwork.codes import code_hash, new_code
from survey.fieldwork.dates.dates import NO_DATES
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import purge_answers, withdraw
from survey.fieldwork.ways import CODES_ONLY
from survey.instruments.model import Instrument
from survey.settings import Workspace
from survey.store import collecting
from survey.store.bulk import AnswersGone, open_answers
from survey.store.duckdb_store import ANSWERS, COLLECTING, DuckDBStore
from survey.store.errors import StoreBusy, WaveExists, WaveStateWrong, WaveUnknown, WorkspaceMissing
from survey.store.keys import CODE_KEY, secret_key
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Store, Submission, Unit
from survey.store.registry import Registry
from survey.vocabulary import WaveState
from tests.instruments import small_instrument

pytestmark = pytest.mark.both_stores

UNITS = (Unit(0, "Stores", "Day", 9), Unit(1, "Stores", "Night", 8))


@pytest.fixture
def store(workspace: Workspace) -> Store:
    store = open_store(workspace)
    store.open_wave("2026", small_instrument(), Policy(), UNITS)
    return store


def submission(code: str, *answers: int | None) -> Submission:
    return Submission("2026", code, answers)


def test_a_wave_keeps_what_was_fixed_when_it_opened(store: Store) -> None:
    wave = store.wave("2026")
    assert (wave.state, wave.units, wave.policy) == (WaveState.OPEN, UNITS, Policy())
    assert wave.instrument == small_instrument()


@pytest.mark.files_alone
def test_waves_are_read_while_the_store_writes_and_none_is_parsed_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(store, DuckDBStore)
    monkeypatch.delattr(Registry, "_read_wave")
    with store._lock, ThreadPoolExecutor() as reader:
        assert reader.submit(store.waves).result(timeout=30) == (store.wave("2026"),)
        assert reader.submit(store.wave, "2026").result(timeout=30) is store.wave("2026")


def test_what_is_held_of_a_wave_follows_its_state(store: Store) -> None:
    store.open_wave("2027", small_instrument(), Policy(), UNITS)
    before = store.waves()
    store.close_wave("2026")
    assert [wave.state for wave in store.waves()] == [WaveState.CLOSED, WaveState.OPEN]
    store.mark_released("2026", "r1")
    assert store.wave("2026").release_id == "r1"
    store.mark_withdrawn("2026")
    assert [wave.state for wave in store.waves()] == [WaveState.WITHDRAWN, WaveState.OPEN]
    assert [wave.name for wave in store.waves()] == [wave.name for wave in before]


def test_two_waves_cannot_share_a_name(store: Store) -> None:
    with pytest.raises(WaveExists):
        store.open_wave("2026", small_instrument(), Policy(), UNITS)
    with pytest.raises(WaveExists):
        store.add_closed_wave("2026", small_instrument(), Policy(), UNITS, [])
    assert store.wave("2026").state is WaveState.OPEN


def test_an_unknown_wave_names_the_known_ones(store: Store) -> None:
    with pytest.raises(WaveUnknown, match="2026"):
        store.wave("2062")


def test_a_code_is_spent_with_its_answers_and_only_once(store: Store) -> None:
    (code,) = store.issue_codes("2026", {1: 1})[1]
    assert store.check_code(code).standing is CodeStanding.FRESH
    assert store.redeem([submission(code, 3, None)]) == [CodeStanding.FRESH]
    assert store.check_code(code).standing is CodeStanding.SPENT
    assert store.redeem([submission(code, 1, 1)]) == [CodeStanding.SPENT]
    assert store.response_counts("2026") == {1: 1}


def test_the_first_of_two_submissions_in_a_batch_wins(store: Store, workspace: Workspace) -> None:
    (code,) = store.issue_codes("2026", {0: 1})[0]
    batch = [submission(code, 5, 1), submission(code, 1, 0)]
    assert store.redeem(batch) == [CodeStanding.FRESH, CodeStanding.SPENT]
    wave = store.close_wave("2026")
    with open_answers(workspace, wave) as answers:
        assert answers.execute("SELECT * FROM answer").fetchall() == [(0, [5, 1])]


@pytest.mark.files_alone
def test_the_answers_of_one_batch_lie_in_random_order(
    store: Store, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as they were sent nor as their codes lie: 250 answers, each of its own content.

    However the engine finds the codes, and codes not as they were issued either.
    """
    in_order = collecting.FIND_UNUSED + " ORDER BY code.rowid"
    monkeypatch.setattr(collecting, "FIND_UNUSED", in_order)
    codes = store.issue_codes("2026", {0: 250})[0]
    store.redeem([Submission("2026", code, (at, 1)) for at, code in enumerate(codes)])
    key = secret_key(workspace, CODE_KEY)
    hashes = {code_hash(code, key): at for at, code in enumerate(codes)}
    close_store(workspace)
    with duckdb.connect(str(workspace.waves / "2026" / COLLECTING), read_only=True) as file:
        stored = file.execute("SELECT answers[1] FROM answer ORDER BY rowid").fetchall()
        of_codes = file.execute("SELECT hash FROM code ORDER BY rowid").fetchall()
    sent = [answer for (answer,) in stored]
    place = {hashes[bytes(found)]: at for at, (found,) in enumerate(of_codes)}
    assert sorted(sent) == list(range(250))
    issued = [place[at] for at in range(250)]
    for order in (sent, [place[answer] for answer in sent], issued):
        # of 250 in random order the correlation is above 0.4 once in 10 billion times
        assert abs(correlation(list(range(250)), order)) < 0.4


def test_an_unknown_code_stores_nothing(store: Store) -> None:
    assert store.redeem([submission(new_code(), 1, 1)]) == [CodeStanding.UNKNOWN]
    assert store.response_counts("2026") == {}


def test_a_batch_that_fails_spends_no_code(store: Store) -> None:
    codes = store.issue_codes("2026", {0: 2})[0]
    with pytest.raises(OverflowError):
        store.redeem([submission(codes[0], 1, 1), submission(codes[1], -1, 1)])
    assert [store.check_code(code).standing for code in codes] == [CodeStanding.FRESH] * 2
    assert store.response_counts("2026") == {}


def test_after_closing_a_code_only_knows_that_its_wave_is_closed(store: Store) -> None:
    spent, unspent = store.issue_codes("2026", {0: 2})[0]
    store.redeem([submission(spent, 1, 1)])
    store.close_wave("2026")
    for code in (spent, unspent):
        assert store.check_code(code).standing is CodeStanding.CLOSED
    assert store.redeem([submission(unspent, 1, 1)]) == [CodeStanding.CLOSED]


@pytest.mark.files_alone
def test_closing_leaves_the_answers_sorted_and_destroys_the_file_they_came_in(
    store: Store, workspace: Workspace
) -> None:
    codes = store.issue_codes("2026", {0: 3, 1: 2})
    given = [(codes[1][0], (5, 1)), (codes[0][0], (4, None)), (codes[0][1], (2, 0))]
    for code, answers in given:
        store.redeem([submission(code, *answers)])
    wave = store.close_wave("2026")
    with open_answers(workspace, wave) as answers:
        rows = answers.execute("SELECT * FROM answer").fetchall()
    assert rows == [(0, [2, 0]), (0, [4, None]), (1, [5, 1])]
    assert [path.name for path in (workspace.waves / "2026").iterdir()] == [ANSWERS]


@pytest.mark.files_alone
def test_a_stop_in_mid_closing_loses_nothing(store: Store, workspace: Workspace) -> None:
    (code,) = store.issue_codes("2026", {0: 1})[0]
    store.redeem([submission(code, 3, 1)])
    (workspace.waves / "2026" / ANSWERS).write_bytes(b"half a file")
    close_store(workspace)
    again = open_store(workspace)
    wave = again.close_wave("2026")
    with open_answers(workspace, wave) as answers:
        assert answers.execute("SELECT * FROM answer").fetchall() == [(0, [3, 1])]


@pytest.mark.files_alone
def test_a_stop_after_closing_still_destroys_the_old_file(
    store: Store, workspace: Workspace
) -> None:
    store.close_wave("2026")
    (workspace.waves / "2026" / COLLECTING).write_bytes(b"left over")
    close_store(workspace)
    open_store(workspace)
    assert not (workspace.waves / "2026" / COLLECTING).exists()


def test_a_wave_moves_forward_only(store: Store) -> None:
    with pytest.raises(WaveStateWrong, match="closed"):
        store.mark_released("2026", "abc")
    store.close_wave("2026")
    with pytest.raises(WaveStateWrong, match="open"):
        store.close_wave("2026")
    with pytest.raises(WaveStateWrong):
        store.issue_codes("2026", {0: 1})
    assert store.mark_released("2026", "abc").state is WaveState.RELEASED
    with pytest.raises(WaveStateWrong):
        store.mark_released("2026", "def")


def test_a_withdrawn_release_is_nowhere_to_be_found(store: Store, workspace: Workspace) -> None:
    store.close_wave("2026")
    store.mark_released("2026", "abc")
    (workspace.releases / "2026").mkdir()
    assert withdraw(workspace, store, "2026").state is WaveState.WITHDRAWN
    assert list(workspace.releases.iterdir()) == []
    with pytest.raises(WaveStateWrong):
        withdraw(workspace, store, "2026")


def test_answers_are_purged_after_release_and_not_before(
    store: Store, workspace: Workspace
) -> None:
    store.close_wave("2026")
    with pytest.raises(WaveStateWrong, match="released or withdrawn"):
        purge_answers(workspace, store, "2026")
    store.mark_released("2026", "abc")
    purge_answers(workspace, store, "2026")
    assert not store.has_answers("2026")
    with pytest.raises(AnswersGone):
        open_answers(workspace, store.wave("2026"))
    assert list(workspace.waves.rglob("*.duckdb")) == []


def test_imported_answers_are_a_closed_wave(store: Store, workspace: Workspace) -> None:
    wave = store.add_closed_wave(
        "2018", small_instrument(), Policy(), UNITS, [(1, (2, None)), (0, (1, 1))]
    )
    with open_answers(workspace, wave) as answers:
        rows = answers.execute("SELECT * FROM answer").fetchall()
    assert (wave.state, rows) == (WaveState.CLOSED, [(0, [1, 1]), (1, [2, None])])


def test_the_bulk_reader_reaches_nothing_else(store: Store, workspace: Workspace) -> None:
    wave = store.close_wave("2026")
    with open_answers(workspace, wave) as answers, pytest.raises(duckdb.Error):
        answers.execute("ATTACH 'elsewhere.duckdb'")


@pytest.mark.files_alone
def test_codes_are_kept_only_as_keyed_hashes(store: Store, workspace: Workspace) -> None:
    codes = store.issue_codes("2026", {0: 5})[0]
    close_store(workspace)
    kept = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert not [code for code in codes if code.encode() in kept]


@pytest.mark.files_alone
def test_no_log_tells_which_code_brought_which_answers(store: Store, workspace: Workspace) -> None:
    codes = store.issue_codes("2026", {0: 3})[0]
    log = workspace.waves / "2026" / f"{COLLECTING}.wal"
    for code in codes:
        store.redeem([submission(code, 3, 1)])
        assert not log.exists() or log.stat().st_size == 0


def test_a_demonstration_code_takes_the_place_of_an_unused_one(store: Store) -> None:
    (old,) = store.issue_codes("2026", {0: 1})[0]
    new = store.replace_unused_code("2026")
    assert new is not None
    assert store.check_code(old).standing is CodeStanding.UNKNOWN
    assert store.redeem([submission(new, 1, 1)]) == [CodeStanding.FRESH]
    assert store.replace_unused_code("2026") is None


@pytest.mark.files_alone
def test_another_process_is_told_that_the_workspace_is_in_use(workspace: Workspace) -> None:
    open_store(workspace)
    script = (
        "import sys; from pathlib import Path; from survey.settings import Workspace\n"
        "from survey.store.opening import open_store\n"
        "from survey.errors import BearingError\n"
        "try: open_store(Workspace(Path(sys.argv[1])))\n"
        "except BearingError as error: print(error.code)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(workspace.root)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == StoreBusy.code


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing, match="survey init"):
        open_store(Workspace(tmp_path))


def test_the_keys_are_readable_by_their_owner_only(store: Store, workspace: Workspace) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in workspace.secrets.iterdir()}
    assert modes == {"codes.key": 0o600, "ends.key": 0o600}
    assert workspace.secrets.stat().st_mode & 0o777 == 0o700


def test_the_instrument_a_wave_opened_with_is_the_one_it_keeps(store: Store) -> None:
    assert isinstance(store.wave("2026").instrument, Instrument)


def test_codes_that_went_to_people_are_counted_by_team(store: Store) -> None:
    codes = store.issue_codes("2026", {0: 3, 1: 2})
    store.extra_code("2026", 0)
    assert (store.codes_by_unit("2026"), store.codes_issued("2026")) == ({0: 3, 1: 2}, 5)
    store.redeem([submission(codes[1][0], 1, 1)])
    store.take_back_codes("2026", [codes[0][0], codes[1][0]])
    assert store.codes_by_unit("2026") == {0: 2, 1: 2}
    assert store.check_code(codes[0][0]).standing is CodeStanding.UNKNOWN
    assert store.check_code(codes[1][0]).standing is CodeStanding.SPENT


def test_an_extra_code_brings_one_form_to_its_team(store: Store) -> None:
    code = store.extra_code("2026", 1)
    assert store.redeem([submission(code, 3, 1)]) == [CodeStanding.FRESH]
    assert store.redeem([submission(code, 3, 1)]) == [CodeStanding.SPENT]
    assert store.response_counts("2026") == {1: 1}


@pytest.mark.files_alone
def test_a_workspace_of_before_keeps_its_codes_and_counts_them(
    store: Store, workspace: Workspace
) -> None:
    """Takes both schemas one step back, as an earlier version left them."""
    (code,) = store.issue_codes("2026", {1: 1})[1]
    close_store(workspace)
    with duckdb.connect(str(workspace.registry)) as registry:
        registry.execute("ALTER TABLE wave DROP COLUMN open_links")
        registry.execute("ALTER TABLE wave DROP COLUMN blind_tickets")
        registry.execute("ALTER TABLE wave DROP COLUMN dates")
        registry.execute("DROP TABLE receipt")
        registry.execute("DELETE FROM schema_version WHERE version > 1")
    with duckdb.connect(str(workspace.waves / "2026" / COLLECTING)) as file:
        tables = file.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for (table,) in tables:
            if table not in {"code", "answer", "schema_version"}:
                file.execute(f'DROP TABLE "{table}"')
        file.execute("DROP VIEW replaced")
        for column in ("round", "kind", "waiting"):
            file.execute(f"ALTER TABLE code DROP COLUMN {column}")
        file.execute("DELETE FROM schema_version WHERE version > 1")
    again = open_store(workspace)
    assert (again.wave("2026").ways, again.wave("2026").dates) == (CODES_ONLY, NO_DATES)
    assert again.codes_by_unit("2026") == {1: 1}
    assert again.check_code(code).standing is CodeStanding.FRESH
    assert again.redeem([submission(code, 1, 1)]) == [CodeStanding.FRESH]


@pytest.mark.files_alone
def test_more_teams_than_a_small_number_counts(store: Store, workspace: Workspace) -> None:
    """In a workspace whose registry an earlier version made, with teams in 16 bits."""
    close_store(workspace)
    with duckdb.connect(str(workspace.registry)) as registry:
        registry.execute("CREATE TABLE narrow AS SELECT * REPLACE (id::SMALLINT AS id) FROM unit")
        registry.execute("DROP TABLE unit")
        registry.execute("ALTER TABLE narrow RENAME TO unit")
        registry.execute("ALTER TABLE wave DROP COLUMN dates")
        registry.execute("DELETE FROM schema_version WHERE version > 3")
    again = open_store(workspace)
    assert again.wave("2026").units == UNITS
    last = 40_000
    units = tuple(Unit(at, f"D{at // 100}", f"T{at}", 9) for at in (0, last))
    again.close_wave("2026")
    again.open_wave("2027", small_instrument(), Policy(), units)
    (code,) = again.issue_codes("2027", {last: 1})[last]
    assert again.redeem([Submission("2027", code, (1, 1))]) == [CodeStanding.FRESH]
    assert again.response_counts("2027") == {last: 1}
    again.close_wave("2027")
    with open_answers(workspace, again.wave("2027")) as answers:
        assert answers.execute("SELECT unit FROM answer").fetchall() == [(last,)]
