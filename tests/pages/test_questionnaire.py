"""The questionnaire screen says how long it takes and leads to the form as employees see it."""

import pytest

from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on


@pytest.mark.parametrize(("language", "years"), [("en", "years of school"), ("de", "Schuljahre")])
def test_minutes_reading_level_and_the_way_to_the_form_are_there(
    make_workspace: MakeWorkspace, open_page: Open, language: str, years: str
) -> None:
    workspace = make_workspace()
    page = open_page(
        "coordinator/questionnaire.py", Role.COORDINATOR, workspace, alone=True, language=language
    )
    said = words_on(page)
    assert not page.exception
    assert years in said
    assert f"/s/preview/core?lang={language}" in said
