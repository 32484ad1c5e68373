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


def test_each_measure_keeps_how_it_is_made_and_what_it_implies() -> None:
    core = load("core")
    entries = {entry.key: entry for entry in measure_entries(core)}
    assert {key: entry.fewest_answered for key, entry in entries.items() if entry.items} == {
        "workload": 2, "control": 2, "support_manager": 2, "support_colleagues": 2,
        "physical_load": 1, "stress": 1, "pain_intensity": 1, "pain_interference": 1,
    }  # fmt: skip
    for outcome in core.outcomes:
        own = entries[outcome.key]
        assert [(one.item, one.values) for one in own.conditions] == [
            (condition.item, condition.values) for condition in outcome.all_of
        ]
        assert all(
            one.steps == core.options_of(one.item).values and set(one.values) < set(one.steps)
            for one in own.conditions
        )
    assert entries["back_pain_strong"].implies == ("back_pain_7d",)
    assert entries["back_pain_12m"].implies == ()


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
