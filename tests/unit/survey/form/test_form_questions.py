"""How an instrument is laid out: numbered questions in their sections, choices by their length."""

import pytest

from survey.form.questions import Layout, layout_of, parts
from survey.instruments.catalogue import load

CORE = load("core")


def test_every_item_is_asked_once_with_numbers_that_run_through() -> None:
    laid_out = parts(CORE, "en", "Prefer not to say")
    questions = [question for part in laid_out for question in part.questions]
    assert [question.key for question in questions] == [item.key for item in CORE.items]
    assert [question.number for question in questions] == list(range(1, len(CORE.items) + 1))


@pytest.mark.parametrize("language", CORE.languages)
def test_each_question_offers_its_steps_and_to_say_nothing(language: str) -> None:
    for part in parts(CORE, language, "…"):
        for question in part.questions:
            steps = CORE.options_of(question.key).steps
            assert [c.text for c in question.choices] == [step.text[language] for step in steps]
            assert question.unsaid.value == "unsaid"


def test_no_two_buttons_share_an_id() -> None:
    questions = [q for part in parts(CORE, "en", "…") for q in part.questions]
    ids = [choice.id for q in questions for choice in (*q.choices, q.unsaid)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("texts", "layout"),
    [
        (("Yes", "No"), Layout.FLOW),
        (tuple(str(n) for n in range(11)), Layout.FLOW),
        (("Never", "Rarely", "Sometimes", "Often", "Always"), Layout.ROW),
        (
            ("Never", "Rarely", "Sometimes", "Often", "In nearly every hour of my work"),
            Layout.STACK,
        ),
        (("I have no low back pain", "Less than 3 months", "3 months or more"), Layout.STACK),
        (tuple("abcdef" * 2 for _ in range(6)), Layout.STACK),
    ],
)
def test_short_choices_stand_side_by_side_and_long_ones_below_each_other(
    texts: tuple[str, ...], layout: Layout
) -> None:
    assert layout_of(texts) is layout
