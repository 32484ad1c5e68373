"""A wave's way: opened with a staff list and a policy, closed by its coordinator."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar, Final

from survey.access.intents import entering
from survey.access.ledger import Action
from survey.errors import BearingError
from survey.fieldwork.crowding import CROWDED
from survey.fieldwork.dates.dates import NO_DATES, Dates, prolonged, require_sound, utc_now
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.other_people import OTHERS, Others
from survey.fieldwork.participation import more_answers_than_people
from survey.fieldwork.policy import Policy
from survey.fieldwork.ticket_keys import destroy_keys, make_keys
from survey.fieldwork.units import units_sha256
from survey.fieldwork.ways import CODES_ONLY, Ways
from survey.i18n.drawable import named, undrawable
from survey.instruments.model import Instrument
from survey.settings import Workspace
from survey.store.protocol import Store, Unit, Wave
from survey.store.withdrawing import move_aside

NAME: Final = re.compile(r"\w(?:[\w .-]{0,58}\w)?")


BY_DATE: Final = "date"
"""What the ledger names where a date did something, and nobody."""


class WaveNameInvalid(BearingError):
    """The name cannot be a wave's."""

    code: ClassVar[str] = "WAVE-NAME"


class DateInvalid(BearingError):
    """Answers cannot have been given on that day."""

    code: ClassVar[str] = "DAY-TO-COME"


def check_name(name: str) -> str:
    """Return a wave's name; raises ``WaveNameInvalid`` for what cannot be a folder's name too, or
    holds a character that no letter can show."""
    strange = undrawable(name)
    if strange is not None:
        raise WaveNameInvalid(
            "{name!r} cannot be a wave's name: no letter or report can show {sign}."
            " Write the name without it.",
            name=name,
            sign=named(strange),
        )
    if not NAME.fullmatch(name):
        raise WaveNameInvalid(
            "{name!r} cannot be a wave's name. Use up to 60 letters, digits, blanks, dots or"
            " dashes, beginning and ending with a letter or digit, such as 2026-autumn.",
            name=name,
        )
    return name


def open_wave(  # noqa: PLR0913 - all that is fixed from here on
    workspace: Workspace,
    store: Store,
    name: str,
    *,
    instrument: Instrument,
    policy: Policy,
    units: Sequence[Unit],
    ways: Ways = CODES_ONLY,
    dates: Dates = NO_DATES,
) -> Wave:
    """Open a wave; its questionnaire, policy, staff list and ways in are fixed from here on.

    ``policy`` is that of a wave with codes alone; some ways in ask for more (``Ways.promised``).
    Raises ``DatesInvalid`` for dates that cannot be.
    """
    require_sound(dates, utc_now())
    policy = ways.promised(policy)
    with entering(
        workspace, Action.WAVE_OPENED, check_name(name),
        instrument=f"{instrument.key} {instrument.version}", policy=policy.sha256,
        units=units_sha256(units), teams=len(units),
        people=sum(unit.headcount or 0 for unit in units), ways=ways.named, **dates.named(),
    ) as entry:  # fmt: skip
        wave = store.open_wave(name, instrument, policy, units, ways, dates)
        if ways.blind_tickets:
            entry["tickets"] = make_keys(workspace, wave)
    return wave


def begin_wave(workspace: Workspace, store: Store, name: str) -> Wave:
    """Note that a wave's opening has come: from here on no clock takes that back."""
    dates = store.wave(name).dates
    with entering(workspace, Action.WAVE_BEGUN, name, by=BY_DATE):
        return store.change_dates(name, dates.model_copy(update={"begun": True}))


def prolong_wave(workspace: Workspace, store: Store, name: str, closes: datetime) -> Wave:
    """Let an open wave end later; raises ``DatesInvalid``, also once its end has passed."""
    later = prolonged(store.wave(name).dates, closes, utc_now())
    with entering(workspace, Action.WAVE_PROLONGED, name, **later.named()):
        return store.change_dates(name, later)


def close_wave(workspace: Workspace, store: Store, name: str, by: str = "") -> Wave:
    """Close an open wave for good; ``by`` says what closes it where nobody does.

    The ledger says how many teams sent more answers than people.
    """
    crowded = more_answers_than_people(store.wave(name).units, store.response_counts(name))
    counted = {CROWDED: len(crowded)} if crowded else {}
    with entering(workspace, Action.WAVE_CLOSED, name, **_by(by), **counted):
        wave = store.close_wave(name)
        destroy_keys(workspace, name)
    return wave


def import_wave(
    workspace: Workspace,
    store: Store,
    name: str,
    imported: ImportedAnswers,
    policy: Policy,
    given_on: date | None = None,
    *,
    others: Others | None = None,
) -> Wave:
    """Store imported answers as a closed wave of their own, given today or on an earlier day.

    ``given_on`` goes before the day that the file itself says. ``others`` is why none of its people
    are in an earlier wave, and goes before what the mapping says; without either they are the same.

    Raises ``DateInvalid`` for a day to come.
    """
    given_on, others = given_on or imported.given_on, others or imported.others
    if given_on is not None and given_on > date.today():
        raise DateInvalid(
            "{given_on} is still to come. Give the day on which the last answer was given.",
            given_on=given_on,
        )
    given_on = given_on or date.today()
    with entering(
        workspace, Action.ANSWERS_IMPORTED, check_name(name),
        policy=policy.sha256, units=units_sha256(imported.units), teams=len(imported.units),
        answers=len(imported.answers), left_out=imported.left_out,
        given_on=given_on.isoformat(), **({OTHERS: others.value} if others else {}),
    ):  # fmt: skip
        return store.add_closed_wave(
            name, imported.instrument, policy, imported.units, imported.answers, given_on
        )


def purge_answers(workspace: Workspace, store: Store, name: str) -> None:
    """Destroy the answers of a released wave for good; its release stays as it is."""
    with entering(workspace, Action.ANSWERS_PURGED, name):
        store.purge_answers(name)


def purge_when_promised(workspace: Workspace, store: Store, name: str) -> None:
    """Destroy the answers of a closed wave for good, published or not: their last day is over."""
    with entering(workspace, Action.ANSWERS_PURGED, name, by=BY_DATE):
        store.purge_answers(name, unpublished=True)


def withdraw(workspace: Workspace, store: Store, name: str) -> Wave:
    """Take a release out of sight: it moves aside, and no screen, report or export finds it."""
    release = store.wave(name).release_id or ""
    with entering(workspace, Action.RELEASE_WITHDRAWN, name, release=release):
        wave = store.mark_withdrawn(name)
        move_aside(workspace, name)
    return wave


def _by(what: str) -> dict[str, str]:
    return {"by": what} if what else {}
