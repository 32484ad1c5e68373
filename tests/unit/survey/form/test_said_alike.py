"""Letter, e-mail, poster and form promise the same in the same words, in each language."""

import pytest

from survey.i18n.catalogue import (
    FORM_PARTS,
    LETTER_PARTS,
    MAIL_PARTS,
    POSTER_PARTS,
    languages,
    texts,
)

ALIKE = ("voluntary", "no_name", "groups")


@pytest.mark.parametrize("language", languages(*FORM_PARTS))
def test_the_promise_in_short_is_one_wherever_it_stands(language: str) -> None:
    form, poster = texts(language, *FORM_PARTS), texts(language, *POSTER_PARTS)
    letter, mail = texts(language, *LETTER_PARTS), texts(language, *MAIL_PARTS)
    for key in ALIKE:
        said = form(f"common.promise.{key}")
        assert poster(f"common.promise.{key}") == said
        for by_post in (letter, mail):
            assert by_post(f"letters.promise.{key}").startswith(said), key
