"""The text for a works agreement names the product's own numbers, alike in both languages."""

import re
from pathlib import Path

import pytest

from survey.fieldwork.policy import HORIZON, Policy
from survey.fieldwork.ways import Ways

DOCS = Path(__file__).parents[2] / "docs"
FILES = ("works-agreement.md", "works-agreement.de.md")


@pytest.mark.parametrize("name", FILES)
def test_the_agreement_names_the_numbers_in_force(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    usual, links = Policy(), Ways(open_links=True).promised(Policy())
    in_force = {usual.conditions, usual.health, links.conditions, links.health, HORIZON}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == in_force
    assert f"{usual.participation_step} " in text


def test_both_languages_promise_the_same() -> None:
    for mark in (r"^\d+\. \*\*", r"^\| ", r"^\* \*\*", "^## "):
        english, german = (
            len(re.findall(mark, (DOCS / name).read_text("utf-8"), re.MULTILINE)) for name in FILES
        )
        assert english == german > 2
