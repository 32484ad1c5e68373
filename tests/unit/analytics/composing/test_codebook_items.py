"""A release keeps how its scales' items were asked, so that any questionnaire can be read."""

from analytics.composing.codebook import measure_entries
from pages.shell.wording import asked
from survey.fieldwork.policy import Policy
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from tests.instruments import small_instrument
from tests.organisations import Organisation, release_of, wave_of


def test_each_item_of_a_scale_has_its_wording_and_steps() -> None:
    core = load("core")
    for entry, (key, measure) in zip(measure_entries(core), core.measures.items(), strict=True):
        places = getattr(measure, "items", ())
        assert [item.key for item in entry.items] == [place.item for place in places], key
        for item in entry.items:
            assert item.text == core.item_by_key[item.key].text
            assert [step.value for step in item.steps] == list(core.options_of(item.key).values)


def test_an_own_questionnaires_items_are_asked_in_their_words_and_not_by_their_keys() -> None:
    wave = wave_of([[20, 20]])
    rows = tuple((unit.id, (1 + at % 5, at % 2)) for unit in wave.units for at in range(20))
    release = release_of(Organisation(wave, rows))
    found = asked(release, "workload", "rush", "de")
    assert found.question == small_instrument().item_by_key["rush"].text["de"] != "rush"
    assert sorted(found.steps) == [1, 2, 3, 4, 5]
    assert found.high_is_good is False


def test_every_threshold_of_a_policy_is_explained_in_the_codebook() -> None:
    for language in ("en", "de"):
        said = texts(language)
        for key in Policy.model_fields:
            assert len(said(f"export.policy.{key}")) > 20
