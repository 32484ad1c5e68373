"""The attack picture says what follows under each rule, and holds counts and nothing else."""

import pytest

from analytics.charts.other_products import rivals
from analytics.charts.theme import LIGHT
from analytics.release.model import Rival
from survey.i18n.catalogue import texts
from tests.charts_release import made_up_release


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_rule_has_a_bar_and_its_words(language: str) -> None:
    manifest = made_up_release().manifest.model_copy(
        update={
            "rivals": (
                Rival(product="hide_below_5", solved=12, all_or_none=40),
                Rival(product="five_and_two", solved=0, all_or_none=0),
            )
        }
    )
    picture = rivals(manifest, texts(language), LIGHT)
    said = list(picture.table.iloc[:, 1])
    assert "12" in said[0]
    assert "40" in said[0]
    assert texts(language)("rivals.few_ends") in said[1]
    assert said[2] == texts(language)("rivals.ours")
    assert all(words in picture.alt for words in said)
