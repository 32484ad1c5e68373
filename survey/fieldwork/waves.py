"""A wave's way: opened with a staff list and a policy, closed by its coordinator."""

import re
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final

from survey.access.intents import entering
from survey.access.ledger import Action
from survey.errors import BearingError
from survey.fieldwork.importing.answers import ImportedAnswers
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
            f"{name!r} cannot be a wave's name: no letter or report can show {named(strange)}."
            " Write the name without it."
        )
    if not NAME.fullmatch(name):
        raise WaveNameInvalid(
            f"{name!r} cannot be a wave's name. Use up to 60 letters, digits, blanks, dots or"
            " dashes, beginning and ending with a letter or digit, such as 2026-autumn."
        )
    return name


def open_wave(
    workspace: Workspace,
    store: Store,
    name: str,
    *,
    instrument: Instrument,
    policy: Policy,
    units: Sequence[Unit],
    ways: Ways = CODES_ONLY,
) -> Wave:
    """Open a wave; its questionnaire, policy, staff list and ways in are fixed from here on."""
    with entering(
        workspace, Action.WAVE_OPENED, check_name(name),
        instrument=f"{instrument.key} {instrument.version}", policy=policy.sha256,
        units=units_sha256(units), teams=len(units),
        people=sum(unit.headcount or 0 for unit in units), ways=ways.named,
    ) as entry:  # fmt: skip
        wave = store.open_wave(name, instrument, policy, units, ways)
        if ways.blind_tickets:
            entry["tickets"] = make_keys(workspace, wave)
    return wave


def close_wave(workspace: Workspace, store: Store, name: str) -> Wave:
    """Close an open wave for good."""
    with entering(workspace, Action.WAVE_CLOSED, name):
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
) -> Wave:
    """Store imported answers as a closed wave of their own, given today or on an earlier day.

    ``given_on`` goes before the day that the file itself says.

    Raises ``DateInvalid`` for a day to come.
    """
    given_on = given_on or imported.given_on
    if given_on is not None and given_on > date.today():
        raise DateInvalid(
            f"{given_on} is still to come. Give the day on which the last answer was given."
        )
    given_on = given_on or date.today()
    with entering(
        workspace, Action.ANSWERS_IMPORTED, check_name(name),
        policy=policy.sha256, units=units_sha256(imported.units), teams=len(imported.units),
        answers=len(imported.answers), left_out=imported.left_out,
        given_on=given_on.isoformat(),
    ):  # fmt: skip
        return store.add_closed_wave(
            name, imported.instrument, policy, imported.units, imported.answers, given_on
        )


def purge_answers(workspace: Workspace, store: Store, name: str) -> None:
    """Destroy the answers of a released wave for good; its release stays as it is."""
    with entering(workspace, Action.ANSWERS_PURGED, name):
        store.purge_answers(name)


def withdraw(workspace: Workspace, store: Store, name: str) -> Wave:
    """Take a release out of sight: it moves aside, and no screen, report or export finds it."""
    release = store.wave(name).release_id or ""
    with entering(workspace, Action.RELEASE_WITHDRAWN, name, release=release):
        wave = store.mark_withdrawn(name)
        move_aside(workspace, name)
    return wave
