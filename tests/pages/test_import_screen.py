"""What other tools make of answers is imported by clicking, without a mapping file."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from survey.access.staff import add
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open

CASES = Path(__file__).parents[1] / "unit" / "files" / "cases"
EN = texts("en")


@pytest.fixture
def real(make_workspace: MakeWorkspace) -> Workspace:
    workspace = make_workspace(WorkspaceKind.REAL, released=False)
    add(workspace, "Ada", "a long enough password", Role.COORDINATOR)
    return workspace


def brought(
    open_page: Open, workspace: Workspace, case: str, columns: Sequence[str] = ("Dept", "Team")
) -> AppTest:
    """Bring a case file and choose its units."""
    page = open_page("coordinator/import_answers.py", Role.COORDINATOR, workspace, name="Ada")
    raw = (CASES / case).read_bytes()
    page.file_uploader(key="import_file").set_value((Path(case).name, raw, "text/csv")).run()
    for name, column in zip(("department", "team"), columns, strict=True):
        page.selectbox(key=f"import_{name}").set_value(column)
    return page.run()


def imported(page: AppTest) -> int:
    """Import what was chosen and return how many answers there are."""
    assert not page.exception
    assert [one.value for one in page.error] == []
    page.text_input(key="import_wave_name").set_value("elsewhere").run()
    page.button(key="import_it").click().run()
    (said,) = [one.value for one in page.success]
    return int(said.split()[0])


def test_a_ready_score_of_a_scale(real: Workspace, open_page: Open) -> None:
    page = brought(open_page, real, "123-score-of-a-scale/a.csv")
    page.selectbox(key="import_scale_workload").set_value("workload_score").run()
    assert imported(page) == 300


def test_a_question_whose_numbers_are_a_score(real: Workspace, open_page: Open) -> None:
    page = brought(open_page, real, "08-decimal-comma-66,667/a.csv")
    page.selectbox(key="import_item_workload_fast").set_value("Score").run()
    page.selectbox(key="import_holds_workload_fast_Score").set_value("score").run()
    assert imported(page) > 0


def test_several_answers_in_one_field(real: Workspace, open_page: Open) -> None:
    column = "Where does it hurt? (tick all)"
    page = brought(open_page, real, "13-multi-select/a.csv")
    page.selectbox(key="import_item_pain_week").set_value(column).run()
    page.selectbox(key=f"import_holds_pain_week_{column}").set_value("contains").run()
    assert EN("imports.undecided", count=1) in [one.value for one in page.info]
    page.selectbox(key="import_part_pain_week").set_value("Back").run()
    assert imported(page) > 0


def test_a_person_in_several_rows_is_refused_until_one_counts(
    real: Workspace, open_page: Open
) -> None:
    page = brought(open_page, real, "122-panel-data/a.csv")
    page.selectbox(key="import_person").set_value("person")
    page.selectbox(key="import_item_workload_fast").set_value("q1").run()
    page.selectbox(key="import_holds_workload_fast_q1").set_value("own").run()
    assert "line 3" in page.error[0].value and "line 2" in page.error[0].value
    page.selectbox(key="import_twins").set_value("keep last").run()
    lines = (CASES / "122-panel-data" / "a.csv").read_text("utf-8").splitlines()
    assert imported(page) == len({line.split(",")[0] for line in lines[1:]})


def test_further_rows_of_headings(real: Workspace, open_page: Open) -> None:
    page = brought(open_page, real, "05-qualtrics-three-rows/a.csv")
    page.number_input(key="import_skip_below").set_value(2)
    page.selectbox(key="import_item_workload_fast").set_value("Q1").run()
    page.selectbox(key="import_holds_workload_fast_Q1").set_value("own").run()
    assert imported(page) > 0


def test_ranges_of_numbers_and_a_row_for_each_question(real: Workspace, open_page: Open) -> None:
    page = open_page("coordinator/import_answers.py", Role.COORDINATOR, real, name="Ada")
    rows = "".join(f"{who},A,B,years,{who * 3}\n" for who in range(1, 13))
    raw = ("who,Dept,Team,q,a\n" + rows).encode("utf-16")
    page.file_uploader(key="import_file").set_value(("long.csv", raw, "text/csv")).run()
    page.selectbox(key="import_encoding").set_value("utf-16").run()
    for name, column in (("person", "who"), ("question", "q"), ("answer", "a"),
                         ("department", "Dept"), ("team", "Team")):  # fmt: skip
        page.selectbox(key=f"import_{name}").set_value(column)
    page.run()
    page.selectbox(key="import_item_years_here").set_value("years").run()
    page.selectbox(key="import_holds_years_here_years").set_value("ranges").run()
    for step, end in ((1, 5), (2, 40)):
        page.number_input(key=f"import_upto_years_here_{step}").set_value(end)
    page.run()
    assert imported(page) == 12


def test_a_long_file_says_which_columns_it_needs(real: Workspace, open_page: Open) -> None:
    page = brought(open_page, real, "122-panel-data/a.csv")
    page.selectbox(key="import_question").set_value("q1").run()
    assert [one.value for one in page.warning] == [EN("imports.long_needs")]
