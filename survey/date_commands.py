"""The dates of waves on the command line: options of ``wave open``, and ``wave prolong``."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from survey.command_line import existing_workspace, say
from survey.fieldwork.dates.carrying_out import Outcome
from survey.fieldwork.dates.dates import Dates, DatesInvalid
from survey.fieldwork.dates.moments import checked_zone, read_moment
from survey.fieldwork.waves import prolong_wave
from survey.organisation.profile import read_profile
from survey.settings import Workspace
from survey.store.opening import serve_store

Opens = Annotated[str | None, typer.Option(help='From when on: "2026-12-01 08:00", or a day')]
Closes = Annotated[str | None, typer.Option(help='Until when: "2026-12-18 18:00", or a day')]
PublishAtClose = Annotated[
    bool, typer.Option("--publish-at-close", help="Publish by itself once it is closed")
]
KeepUntil = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Last day of single answers; then they are destroyed"),
]
TimeZone = Annotated[
    str | None, typer.Option(help="Such as Europe/Berlin; else that of the organisation")
]


def add_to(wave_app: typer.Typer) -> None:
    """Add the commands of this module to those of waves."""
    wave_app.command("prolong")(prolong)


def typed_dates(
    place: Workspace,
    opens: str | None,
    closes: str | None,
    keep_until: date | None,
    zone: str | None,
    *,
    publishes: bool,
) -> Dates:
    """Return the dates of options; raises ``DatesInvalid`` where the time zone is not known."""
    known = zone or read_profile(place).time_zone
    if known is None and (opens or closes or keep_until):
        raise DatesInvalid(
            "In which time zone? Name it once: python -m survey organisation --time-zone"
            " Europe/Berlin; or here with --time-zone."
        )
    read_in = checked_zone(known or "UTC")
    return Dates(
        zone=read_in,
        opens=read_moment(opens, read_in, closing=False) if opens else None,
        closes=read_moment(closes, read_in, closing=True) if closes else None,
        publishes=publishes,
        keep_until=keep_until,
    )


def prolong(
    name: str,
    closes: Annotated[str, typer.Option(help='The new end: "2026-12-22 18:00", or a day')],
) -> None:
    """Let an open wave end later, as long as its end has not passed; the form says so."""
    place = existing_workspace()
    store = serve_store(place)
    zone = store.wave(name).dates.zone
    wave = prolong_wave(place, store, name, read_moment(closes, zone, closing=True))
    say(f"Prolonged wave {name}.")
    for line in said_dates(wave.dates):
        say(line)


def said_dates(dates: Dates) -> Iterator[str]:
    """Yield a line for each date of a wave."""
    if dates.opens:
        yield f"It takes answers from {_local(dates.opens, dates.zone)}."
    if dates.closes:
        then = ", and is published then" if dates.publishes else ""
        yield f"It closes by itself on {_local(dates.closes, dates.zone)}{then}."
    if dates.keep_until:
        yield f"Its single answers are destroyed by themselves after {dates.keep_until}."


def said_outcome(outcome: Outcome) -> str:
    """Return what became of a step that was due."""
    what = f"{outcome.step.value} {outcome.wave}"
    return f"Not done: {what}. {outcome.message}" if outcome.failure else f"Done: {what}."


def _local(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
