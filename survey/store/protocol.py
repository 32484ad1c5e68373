"""What the rest of the product may ask of a store, whatever engine is behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from survey.fieldwork.dates.dates import NO_DATES, Dates
from survey.fieldwork.policy import Policy
from survey.fieldwork.rounds import Kind
from survey.fieldwork.ways import CODES_ONLY, Ways
from survey.instruments.model import Instrument
from survey.vocabulary import WaveState


@dataclass(frozen=True)
class Unit:
    """A team in its department, with the people on its staff list (None where unknown)."""

    id: int
    department: str
    team: str
    headcount: int | None


@dataclass(frozen=True)
class Wave:
    """One survey period, with everything that was fixed when it opened."""

    name: str
    state: WaveState
    instrument: Instrument
    policy: Policy
    units: tuple[Unit, ...]
    opened_on: date
    closed_on: date | None
    release_id: str | None
    ways: Ways = CODES_ONLY
    position: int = 0
    """Its place among the workspace's waves, from 1 in the order in which they were opened."""
    dates: Dates = NO_DATES

    @property
    def first_day(self) -> date:
        """The day from which on answers are taken: the planned one, else that of its opening."""
        return self.dates.first_day or self.opened_on


class CodeStanding(StrEnum):
    """What a store knows of an invitation code."""

    FRESH = "fresh"
    SPENT = "spent"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    """Its wave takes no answers any more."""
    EARLY = "early"
    """Its wave takes no answers yet."""
    REPLACED = "replaced"
    """It opens nothing in a team where codes were given out again: used, or without a place."""


@dataclass(frozen=True)
class CodeCheck:
    """A code's standing and, unless it is unknown, its wave's name; its unit while that is open."""

    standing: CodeStanding
    wave: str | None = None
    unit: int | None = None


@dataclass(frozen=True)
class TeamLink:
    """The wave and the team that an open link is for; FRESH while the wave takes answers."""

    wave: str
    unit: Unit
    standing: CodeStanding = CodeStanding.FRESH


@dataclass(frozen=True)
class Submission:
    """One answered form on its way to the store.

    ``answers`` has one entry an item in the instrument's order; None stands for "prefer not to
    say" or not asked. ``code`` is what the employee typed, in normal form. ``receipt`` is the hash
    of the receipt that this person will see; empty where nobody does.
    """

    wave: str
    code: str
    answers: tuple[int | None, ...]
    receipt: bytes = b""


class Store(Protocol):
    """Waves, invitations and answers. Every method is safe to call from several threads."""

    def waves(self) -> tuple[Wave, ...]:
        """Return all waves in the order in which they were opened."""

    def wave(self, name: str) -> Wave:
        """Return one wave; raises ``WaveUnknown``."""

    def known_wave(self, name: str) -> Wave:
        """Return one wave from memory, as it was when a code was last checked or it was read.

        Waits for nothing, so that a server can ask where it must not wait.
        """

    def open_wave(
        self,
        name: str,
        instrument: Instrument,
        policy: Policy,
        units: Sequence[Unit],
        ways: Ways = CODES_ONLY,
        dates: Dates = NO_DATES,
    ) -> Wave:
        """Create a wave and open it; raises ``WaveExists``.

        Before and after its dates it takes no answers; nothing closes it but ``close_wave``.
        """

    def change_dates(self, name: str, dates: Dates) -> Wave:
        """Give an open wave whose end has not passed other dates; raises ``WaveStateWrong``."""

    def add_closed_wave(
        self,
        name: str,
        instrument: Instrument,
        policy: Policy,
        units: Sequence[Unit],
        answers: Sequence[tuple[int, tuple[int | None, ...]]],
        given_on: date | None = None,
    ) -> Wave:
        """Store imported answers, pairs of unit id and answers, as a wave already closed.

        ``given_on`` is the day of the answers, today where nobody says.
        """

    def issue_codes(self, wave: str, per_unit: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
        """Make new single-use codes for people, so many a unit, and return them this once."""

    def reserve_codes(
        self, wave: str, per_unit: Mapping[int, int], kind: Kind = Kind.FIRST
    ) -> dict[int, tuple[str, ...]]:
        """Make codes that open nothing until they are confirmed; they go when the process stops."""

    def confirm_codes(self, wave: str, codes: Sequence[str]) -> None:
        """Let reserved codes open the form, all of them or none."""

    def codes_issued(self, wave: str) -> int:
        """Return how many people of an open wave's list got a code; raises ``WaveStateWrong``."""

    def codes_by_unit(self, wave: str) -> dict[int, int]:
        """Return how many people of the list got a code, by unit id; raises ``WaveStateWrong``."""

    def people_joined(self, wave: str) -> dict[int, int]:
        """Return by unit id how many people who joined got a code; raises ``WaveStateWrong``."""

    def invitations(self, wave: str) -> int:
        """Return how many codes an open wave has that were made for people, waiting or not."""

    def take_back_codes(self, wave: str, codes: Sequence[str]) -> int:
        """Remove codes that reached nobody, so that they count as never handed out.

        A used one stays. Returns how many went.
        """

    def mailed_lines(self, wave: str, listed: bytes) -> dict[int, bool]:
        """Return the lines of a list whose sending was begun and is not finished.

        Each with whether its message was accepted; False was under way. ``listed`` is the list's
        content, of which a keyed hash is kept and nothing else.
        """

    def begin_mail(self, wave: str, listed: bytes, line: int, code: str) -> None:
        """Note that a line is under way, and let its reserved code open the form."""

    def end_mail(self, wave: str, listed: bytes, line: int, *, accepted: bool) -> None:
        """Note that the message of a line was accepted, or forget the line."""

    def finish_mail(self, wave: str, listed: bytes) -> None:
        """Forget a list that was sent whole."""

    def extra_code(self, wave: str, unit: int) -> str:
        """Make a code for one form that comes by an open link or on paper, and return it.

        Raises ``WaveStateWrong`` where the wave takes no answers.
        """

    def team_links(self, wave: str) -> dict[int, str]:
        """Return the token of each team's open link by unit id; raises ``WayNotAllowed``."""

    def team_of_link(self, token: str) -> TeamLink | None:
        """Return what an open link is for; None where no open wave has it."""

    def replace_unused_code(self, wave: str) -> str | None:
        """Put a new code in the place of an unused one; None if none is left (demonstration)."""

    def check_code(self, code: str) -> CodeCheck:
        """Say what is known of a code in normal form, from memory and waiting for no commit.

        It may have to be read first, so that a server asks on a thread beside its own.
        """

    def spend_for_signature(self, wave: str, code: str, blinded: bytes) -> int | None:
        """Spend a code for a blind signature and return the unit id whose key is to sign.

        None where the code is not fresh, unless it was spent for the same blinded message.
        """

    def code_of_ticket(self, wave: str, unit: int, message: bytes) -> str:
        """Return the code that a verified ticket stands for, always the same; spent once, as ever.

        It follows from the message under the key of the codes, and from nothing else.
        """

    def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
        """Spend each code and store its answers, all in one committed transaction a wave.

        Returns for each submission FRESH where it is now on disk, else what stood in the way.
        """

    def response_counts(self, wave: str) -> dict[int, int]:
        """Return answers by unit id. For publishing and the participation rule only."""

    def participation_shown(self, wave: str) -> dict[str, tuple[date, int]]:
        """Return by department ("*" for all) the day and the answers behind what was last shown."""

    def keep_participation(self, wave: str, shown: dict[str, tuple[date, int]]) -> None:
        """Replace what was last shown for the departments named."""

    def close_wave(self, name: str) -> Wave:
        """Close an open wave: answers move in random order to a new file, the old is destroyed."""

    def receipts(self, name: str) -> tuple[bytes, ...]:
        """Return the hashes of a closed wave's receipts, sorted: one a response that came in."""

    def mark_released(self, name: str, release_id: str) -> Wave:
        """Record that a closed wave was published."""

    def mark_withdrawn(self, name: str) -> Wave:
        """Record that a release was withdrawn."""

    def purge_answers(self, name: str, *, unpublished: bool = False) -> None:
        """Destroy the answers of a released or withdrawn wave for good.

        ``unpublished`` allows it for a closed one too, which can then never be published.
        """

    def has_answers(self, name: str) -> bool:
        """Say whether the answers of a wave are still there, or its form can still take some."""
