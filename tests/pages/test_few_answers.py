"""The page of links of an organisation of 57: never empty, and true."""

from pathlib import Path

from analytics.release.writer import write_release
from survey.vocabulary import Role
from tests.few_answers_release import small_release
from tests.pages.conftest import MakeWorkspace, Open


def test_the_links_of_57_people_say_whose_evidence_they_are(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    release = small_release()
    write_release(Path(workspace.releases) / release.manifest.wave, release)
    page = open_page("hr/links.py", Role.HR, workspace)
    assert not page.exception
    said = " ".join(one.value for one in page.main if hasattr(one, "value") and one.value)
    html = said + " ".join(str(one.proto) for one in page.get("html"))
    assert "are too few for a model" in html
    assert "mostly the evidence of Buruck" in html
    assert "would be needed to find a link" in html
