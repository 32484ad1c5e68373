"""Invitation codes are long, random, easy to type and useless to whoever reads the store."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.fieldwork.codes import (
    ALPHABET,
    LENGTH,
    CodeMalformed,
    code_hash,
    display,
    new_code,
    normal_form,
)

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_code_carries_80_bits() -> None:
    assert len(ALPHABET) ** LENGTH == 2**80
    assert len({new_code() for _ in range(500)}) == 500


@given(CODES, st.sampled_from([" ", "-", " - ", "–", ""]), st.booleans())
def test_a_code_is_understood_however_it_is_typed(code: str, gap: str, small: bool) -> None:
    typed = gap.join(display(code).split("-"))
    assert normal_form(typed.lower() if small else typed) == code


@given(CODES)
def test_look_alikes_are_read_as_the_digits_they_resemble(code: str) -> None:
    assert normal_form(code.replace("0", "o").replace("1", "I")) == code
    assert normal_form(code.replace("1", "l")) == code


@given(st.text(max_size=40))
def test_anything_else_is_refused_without_being_repeated(typed: str) -> None:
    try:
        assert display(normal_form(typed)).count("-") == 3
    except CodeMalformed as refused:
        assert len(typed.strip()) < 4 or typed.strip() not in refused.message


def test_a_hash_says_nothing_without_the_key() -> None:
    code = new_code()
    assert code_hash(code, b"one") != code_hash(code, b"two")
    with pytest.raises(CodeMalformed):
        normal_form(code_hash(code, b"one").hex())


@pytest.mark.parametrize(
    "typed",
    [
        "https://x.org/s/{}",
        " http://10.0.0.7:8501/bearing/s/{}?lang=de ",
        "({}).",
        "{}.",
        "[{}],",
        "„{}“",
    ],
)
def test_a_code_is_found_in_its_link_and_among_marks(typed: str) -> None:
    code = new_code()
    assert normal_form(typed.format(display(code))) == code
