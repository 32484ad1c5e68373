"""What a sent form may hold: exactly the instrument's questions, each with one of its answers."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.form.answers import UNSAID, AnswerSheet, AnswersRefused
from survey.instruments.catalogue import load
from tests.form_wave import full_answers, unsaid_answers

CORE = load("core")
SHEET = AnswerSheet(CORE)
FULL = full_answers(CORE)
HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet=string.digits + "-+.eE٣²_ \x00\n", max_size=6),
    st.sampled_from(["None", "null", "true", "nan", "01", " 1", "1 ", "1.0", "+1", "", "UNSAID"]),
)


def pairs(answers: dict[str, str]) -> list[tuple[str, str]]:
    return list(answers.items())


def test_a_full_form_is_one_number_an_item_in_the_order_of_the_instrument() -> None:
    row = SHEET.read(pairs(full_answers(CORE, pick=1)))
    assert row == tuple(CORE.options_of(item.key).values[1] for item in CORE.items)


def test_the_order_in_which_fields_arrive_does_not_matter() -> None:
    assert SHEET.read(pairs(FULL)[::-1]) == SHEET.read(pairs(FULL))


def test_prefer_not_to_say_is_offered_everywhere_and_stored_as_no_answer() -> None:
    assert SHEET.read(pairs(unsaid_answers(CORE))) == (None,) * len(CORE.items)


def test_an_open_question_is_named_and_all_else_kept() -> None:
    rest = {name: value for name, value in FULL.items() if name != "q_age"}
    with pytest.raises(AnswersRefused) as refused:
        SHEET.read(pairs(rest))
    assert refused.value.open == ("age",)
    assert refused.value.kept == rest
    assert not refused.value.foreign


def test_open_questions_are_named_in_the_order_of_the_form() -> None:
    with pytest.raises(AnswersRefused) as refused:
        SHEET.read([])
    assert refused.value.open == tuple(item.key for item in CORE.items)


def test_an_answer_that_a_question_does_not_offer_is_refused_and_not_kept() -> None:
    with pytest.raises(AnswersRefused) as refused:
        SHEET.read(pairs(FULL | {"q_age": "99"}))
    assert refused.value.unreadable == ("age",)
    assert refused.value.open == ()
    assert "q_age" not in refused.value.kept


def test_two_answers_to_one_question_are_refused_even_when_they_agree() -> None:
    with pytest.raises(AnswersRefused) as refused:
        SHEET.read([*pairs(FULL), ("q_age", FULL["q_age"])])
    assert refused.value.unreadable == ("age",)


@pytest.mark.parametrize(
    "name", ["age", "q_", "q_nothing", "unit", "wave", "threshold", "__class__"]
)
def test_a_field_that_the_form_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(AnswersRefused) as refused:
        SHEET.read([*pairs(FULL), (name, "1")])
    assert refused.value.foreign
    assert refused.value.kept == FULL


@given(name=st.sampled_from(sorted(FULL)), value=HOSTILE)
def test_no_text_is_taken_for_an_answer_but_those_on_offer(name: str, value: str) -> None:
    key = name.removeprefix("q_")
    offered = {str(number) for number in CORE.options_of(key).values}
    if value in offered | {UNSAID}:
        assert len(SHEET.read(pairs(FULL | {name: value}))) == len(CORE.items)
    else:
        with pytest.raises(AnswersRefused) as refused:
            SHEET.read(pairs(FULL | {name: value}))
        assert refused.value.unreadable == (key,)


@given(fields=st.lists(st.tuples(st.one_of(st.sampled_from(sorted(FULL)), st.text()), HOSTILE)))
def test_whatever_is_sent_the_reading_ends_in_a_whole_row_or_a_refusal(
    fields: list[tuple[str, str]],
) -> None:
    try:
        row = SHEET.read(fields)
    except AnswersRefused as refusal:
        assert refusal.open or refusal.unreadable or refusal.foreign
        assert set(refusal.kept.items()) <= set(fields)
        assert set(refusal.kept) <= set(FULL)
    else:
        assert len(row) == len(CORE.items)


def test_the_message_of_a_refusal_holds_no_answer() -> None:
    with pytest.raises(AnswersRefused) as refused:
        SHEET.read(pairs(FULL | {"q_age": "my secret"}))
    assert "secret" not in str(refused.value)
    assert "age" not in str(refused.value)
