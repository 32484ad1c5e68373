"""The codebook: each measure of an instrument with its names, ends, items and rule, in words."""

from collections.abc import Iterator

from analytics.composing.scoring import full_ticks, scale_rule
from analytics.release.model import ConditionEntry, ItemEntry, MeasureEntry, StepEntry
from survey.i18n.catalogue import texts, with_every_part
from survey.instruments.model import Instrument, Measure, Scale, Wording, YesNo


def measure_entries(instrument: Instrument) -> tuple[MeasureEntry, ...]:
    """Return the entries of all measures, in the instrument's order."""
    return tuple(_entry(measure, instrument) for measure in instrument.measures.values())


def _entry(measure: Measure, instrument: Instrument) -> MeasureEntry:
    scale = measure if isinstance(measure, Scale) else None
    return MeasureEntry(
        key=measure.key,
        kind="scale" if scale else "yes_no",
        role=measure.role,
        sensitivity=measure.sensitivity,
        good_end=measure.good_end,
        name=measure.name,
        ticks=full_ticks(measure, instrument),
        low_end=scale.low_end if scale else None,
        high_end=scale.high_end if scale else None,
        cut_off=scale.cut_off.value if scale and scale.cut_off else None,
        definition=_definition(measure, instrument),
        source=measure.source or instrument.source,
        items=tuple(_items(scale, instrument)) if scale else (),
        fewest_answered=scale_rule(scale, instrument).minimum if scale else None,
        conditions=() if isinstance(measure, Scale) else tuple(_conditions(measure, instrument)),
        implies=() if isinstance(measure, Scale) else measure.implies,
    )


def _items(scale: Scale, instrument: Instrument) -> Iterator[ItemEntry]:
    for place in scale.items:
        yield ItemEntry(
            key=place.item,
            text=instrument.item_by_key[place.item].text,
            turned=place.turned,
            steps=tuple(
                StepEntry(value=step.value, text=step.text)
                for step in instrument.options_of(place.item).steps
            ),
        )


def _conditions(outcome: YesNo, instrument: Instrument) -> Iterator[ConditionEntry]:
    for condition in outcome.all_of:
        steps = instrument.options_of(condition.item).values
        yield ConditionEntry(item=condition.item, values=condition.values, steps=steps)


def _definition(measure: Measure, instrument: Instrument) -> Wording:
    languages = with_every_part(instrument.languages)
    return {language: _wording(measure, instrument, language) for language in languages}


def _wording(measure: Measure, instrument: Instrument, language: str) -> str:
    say = texts(language)
    if isinstance(measure, Scale):
        parts = [
            say("codebook.turned" if entry.turned else "codebook.item",
                text=instrument.item_by_key[entry.item].text[language])
            for entry in measure.items
        ]  # fmt: skip
        key = "codebook.scale" if len(parts) > 1 else "codebook.single"
        return say(key, items=" ".join(parts))
    parts = []
    for condition in measure.all_of:
        item = instrument.item_by_key[condition.item]
        steps = {s.value: s.text[language] for s in instrument.options_of(condition.item).steps}
        chosen = [say("codebook.quoted", text=steps[value]) for value in condition.values]
        parts.append(say("codebook.condition", text=item.text[language],
                         answers=say("codebook.or").join(chosen)))  # fmt: skip
    return say("codebook.yes_no", conditions=say("codebook.and").join(parts))
