"""The coordinator's job as a list: what is done, what is next, and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from survey.access.ledger import Action, Entry, entries
from survey.access.permissions import WHO_MAY, Doing
from survey.access.staff import roles
from survey.configuration import SettingWrong, read_settings
from survey.errors import BearingError, Said
from survey.fieldwork.actions import actions
from survey.fieldwork.invitations import codes_left
from survey.fieldwork.staff_list import kept_staff_list
from survey.fieldwork.workspaces import kind
from survey.organisation.profile import Profile, read_profile
from survey.settings import Workspace, WorkspaceKind
from survey.store.protocol import Store, Unit, Wave
from survey.vocabulary import WaveState

READ: Final = frozenset({Action.REPORT_WRITTEN, Action.RELEASE_EXPORTED})


class StepState(StrEnum):
    """Where a step of the job stands. ``OPTIONAL`` is worth a look and holds nothing up;
    ``PASSED`` was not done, and cannot be any more; ``BY_ITSELF`` waits for a date."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"
    OPTIONAL = "optional"
    PASSED = "passed"
    BY_ITSELF = "by_itself"
    WRONG = "wrong"


@dataclass(frozen=True)
class Step:
    """A step: its key, where it stands, and what to say of it (a key, with its values).

    ``trouble`` is what an error says, where there is one.
    """

    key: str
    state: StepState
    note: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    trouble: Said | None = None


@dataclass(frozen=True)
class Situation:
    """What the steps follow from: nothing of answers, and of participation nothing at all.

    Attributes
    ----------
    profile, staff
        What is kept of the organisation, and its staff list.
    demonstration
        Then the form may be reached on this computer alone.
    troubles
        By step, what could not be read.
    wave
        The newest that was not withdrawn.
    without_code
        People of an open wave for whom no code was made.
    recorded
        What the ledger has of that wave.
    reminded
        Messages of reminders that left for that wave.
    mail
        Whether this server can send any.
    actions
        How many the organisation has decided on.
    readers
        Whether anybody may sign in to read results.
    has_answers
        Whether single answers of that wave are kept, or can still come.
    """

    profile: Profile
    staff: tuple[Unit, ...]
    demonstration: bool
    troubles: Mapping[str, Said] = field(default_factory=dict)
    wave: Wave | None = None
    without_code: int = 0
    recorded: frozenset[Action] = frozenset()
    reminded: int = 0
    mail: bool = False
    actions: int = 0
    readers: bool = True
    has_answers: bool = True


def situation(workspace: Workspace, store: Store) -> Situation:
    """Return how a workspace stands now; raises what is wrong with its ledger."""
    troubles: dict[str, Said] = {}
    profile, staff = Profile(), tuple[Unit, ...]()
    try:
        profile = read_profile(workspace)
    except BearingError as refused:
        troubles["organisation"] = refused.said
    try:
        staff = kept_staff_list(workspace)
    except BearingError as refused:
        troubles["staff_list"] = refused.said
    waves = [wave for wave in store.waves() if wave.state is not WaveState.WITHDRAWN]
    wave = waves[-1] if waves else None
    opened = wave if wave and wave.state is WaveState.OPEN else None
    of_wave = [each for each in entries(workspace) if wave and each.wave == wave.name]
    demonstration = kind(workspace) is WorkspaceKind.DEMONSTRATION
    return Situation(
        profile,
        staff,
        demonstration,
        troubles,
        wave,
        sum(codes_left(store, opened).values()) if opened else 0,
        frozenset(each.action for each in of_wave),
        reminders_sent(of_wave),
        not demonstration and _sends_mail(troubles),
        len(actions(workspace)),
        demonstration or not WHO_MAY[Doing.READ_RESULTS].isdisjoint(roles(workspace).values()),
        wave is None or store.has_answers(wave.name),
    )


def reminders_sent(of_wave: Iterable[Entry]) -> int:
    """Return how many messages of reminders left, by the ledger's entries of a wave."""
    sent = (each.details for each in of_wave if each.action is Action.REMINDER_SENT)
    return sum(int(str(details.get("messages", 0))) for details in sent)


def _sends_mail(troubles: dict[str, Said]) -> bool:
    """Say whether a mail server is set; a setting that is wrong is a trouble of reminding."""
    try:
        return read_settings().smtp_server != ""
    except SettingWrong as refused:
        troubles["remind"] = refused.said
        return False


def steps(now: Situation) -> tuple[Step, ...]:
    """Return the steps in their order; the first that waits for somebody is the next.

    None is, where a wave takes answers until its date: nobody is told to close it before.
    """
    found: list[Step] = []
    waits = False
    for step in _every(now):
        if step.key in now.troubles:
            found.append(replace(step, state=StepState.WRONG, trouble=now.troubles[step.key]))
            waits = True
        elif step.state is StepState.NEXT and waits:
            found.append(replace(step, state=StepState.LATER))
        else:
            waits = waits or step.state in (StepState.NEXT, StepState.BY_ITSELF)
            found.append(step)
    return tuple(found)


def _every(now: Situation) -> tuple[Step, ...]:
    """Each step as if it were the only one: done, optional, or waiting."""
    state = now.wave.state if now.wave else None
    opened = state is not None
    closed = state in (WaveState.CLOSED, WaveState.RELEASED)
    released = state is WaveState.RELEASED
    name = {"wave": now.wave.name if now.wave else ""}
    return (
        _organisation(now),
        _staff_list(now),
        Step("plan", StepState.DONE if opened else StepState.OPTIONAL),
        Step("questionnaire", StepState.DONE if opened else StepState.OPTIONAL),
        Step("open", _done(opened), "opened" if opened else "", name),
        _invite(now, closed=closed),
        _remind(now, closed=closed),
        Step("close", StepState.BY_ITSELF if _dated(now) else _done(closed)),
        _publish(now, closed=closed),
        Step("read", _done(bool(now.recorded & READ)), "" if now.readers else "no_readers"),
        Step("act", StepState.DONE if now.actions else _optional(released)),
        _destroy(now, closed=closed, released=released),
    )


def _dated(now: Situation) -> bool:
    """Whether the wave is open and has a day on which it closes."""
    return bool(now.wave and now.wave.state is WaveState.OPEN and now.wave.dates.closes)


def _publish(now: Situation, *, closed: bool) -> Step:
    if now.wave and now.wave.state is WaveState.RELEASED:
        return Step("publish", StepState.DONE)
    if closed and not now.has_answers:
        return Step("publish", StepState.PASSED)
    by_itself = _dated(now) and now.wave is not None and now.wave.dates.publishes
    return Step("publish", StepState.BY_ITSELF if by_itself else StepState.NEXT)


def _destroy(now: Situation, *, closed: bool, released: bool) -> Step:
    if closed and not now.has_answers:
        return Step("destroy", StepState.DONE)
    if now.wave and now.wave.dates.keep_until:
        return Step("destroy", StepState.BY_ITSELF)
    return Step("destroy", _optional(released))


def _done(done: bool) -> StepState:
    return StepState.DONE if done else StepState.NEXT


def _optional(possible: bool) -> StepState:
    return StepState.OPTIONAL if possible else StepState.LATER


def _remind(now: Situation, *, closed: bool) -> Step:
    if now.reminded:
        return Step("remind", StepState.DONE, "reminded", {"messages": now.reminded})
    if closed:
        return Step("remind", StepState.PASSED, "not_reminded")
    note = "without_addresses" if now.mail else "without_mail"
    return Step("remind", _optional(now.wave is not None), note if now.wave else "")


def _organisation(now: Situation) -> Step:
    if not now.profile.name:
        return Step("organisation", StepState.NEXT, "nameless")
    if now.profile.address is None and not now.demonstration:
        return Step("organisation", StepState.NEXT, "without_address")
    return Step("organisation", StepState.DONE, "named", {"name": now.profile.name})


def _staff_list(now: Situation) -> Step:
    units = now.staff or (now.wave.units if now.wave else ())
    if not units:
        return Step("staff_list", StepState.NEXT)
    people = sum(unit.headcount or 0 for unit in units)
    return Step("staff_list", StepState.DONE, "listed", {"teams": len(units), "people": people})


def _invite(now: Situation, *, closed: bool) -> Step:
    if closed or (now.wave is not None and not now.without_code):
        return Step("invite", StepState.DONE)
    if now.wave is None:
        return Step("invite", StepState.NEXT)
    state = StepState.OPTIONAL if now.wave.ways.open_links else StepState.NEXT
    return Step("invite", state, "without_code", {"people": now.without_code})
