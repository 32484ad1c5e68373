"""A scale whose questions do not hold together is flagged wherever a page uses it."""

import pytest

from analytics.release.writer import write_release
from survey.i18n.catalogue import texts
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.pages.releases import full_release

EN = texts("en")


@pytest.mark.parametrize("file", ["hr/links.py", "hr/teams.py", "hr/team.py"])
def test_each_page_that_uses_a_weak_scale_says_so(
    make_workspace: MakeWorkspace, open_page: Open, file: str
) -> None:
    """In the made-up release control has an alpha of 0.62 and workload one of 0.81."""
    workspace, release = make_workspace(released=False), full_release()
    write_release(workspace.releases / release.manifest.wave, release)
    names = {entry.key: entry.name["en"] for entry in release.measures}
    said = words_on(open_page(file, Role.HR, workspace))
    assert EN("analyses.flag", factor=names["control"]) in said
    assert EN("analyses.flag", factor=names["workload"]) not in said


def test_a_weak_scale_is_flagged_in_its_own_trend_alone(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    for place, wave in enumerate(("2024", "2026")):
        write_release(workspace.releases / wave, full_release(wave, place))
    name = next(e.name["en"] for e in full_release().measures if e.key == "control")
    flag = EN("analyses.flag", factor=name)
    page = open_page("hr/trends.py", Role.HR, workspace)
    assert flag not in words_on(page)
    page.selectbox(key="trend_measure").set_value("control").run()
    assert flag in words_on(page)
