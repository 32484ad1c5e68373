"""``python -m survey organisation``: what the organisation says of itself, once for everything."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from survey.command_line import existing_workspace, say
from survey.fieldwork.form_address import reachable_address
from survey.i18n.paper import Paper
from survey.organisation.profile import (
    Profile,
    keep_logo,
    keep_profile,
    read_logo,
    read_profile,
)
from survey.organisation.trial import drawable_logo, require_answer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("organisation")(organisation)


def organisation(  # noqa: PLR0913 - each is an option of the command
    *,
    name: Annotated[str | None, typer.Option(help="As it stands on the form and letters")] = None,
    address: Annotated[
        str | None, typer.Option(help="At which employees reach this server")
    ] = None,
    colour: Annotated[str | None, typer.Option(help="Such as #0b6e75; dark enough to read")] = None,
    asked_in: Annotated[
        str | None, typer.Option("--languages", help="Most usual first, such as de,en")
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="In which waves open and close, such as Europe/Berlin")
    ] = None,
    paper: Annotated[
        Paper | None, typer.Option(help="What is printed: a4 or letter; without it, letters are A5")
    ] = None,
    logo: Annotated[Path | None, typer.Option(help="An SVG or PNG file")] = None,
    attempt: Annotated[
        bool, typer.Option("--try", help="Refuse an address at which the form does not answer")
    ] = False,
) -> None:
    """Keep name, logo, address, languages and the like; without options, say what is kept."""
    place = existing_workspace()
    kept = read_profile(place)
    wanted = replace(
        kept,
        name=kept.name if name is None else name,
        colour=kept.colour if colour is None else colour,
        address=kept.address if address is None else address,
        time_zone=kept.time_zone if time_zone is None else time_zone,
    )
    if paper is not None:
        wanted = replace(wanted, paper=paper)
    if asked_in is not None:
        listed = tuple(one.strip() for one in asked_in.split(",") if one.strip())
        wanted = replace(wanted, languages=listed)
    checked = wanted.checked()
    if checked.address and (address is not None or attempt):
        checked = replace(checked, address=reachable_address(place, checked.address))
    picture = drawable_logo(logo.read_bytes()) if logo is not None else None
    if attempt and checked.address:
        require_answer(checked.address)
        say(f"The form answers at {checked.address}.")
    if checked != kept:
        keep_profile(place, checked)
    if picture is not None:
        keep_logo(place, picture)
    for line in _described(checked, has_logo=read_logo(place) is not None):
        say(line)


def _described(profile: Profile, *, has_logo: bool) -> list[str]:
    return [
        f"Name: {profile.name or 'none; the product stands in its place'}",
        f"Address: {profile.address or 'none; name it before letters, posters or mails'}",
        f"Colour: {profile.colour or 'that of the product'}",
        f"Languages: {', '.join(profile.languages) or 'none chosen'}",
        f"Time zone: {profile.time_zone or 'none; name it before a wave gets dates'}",
        f"Paper: {profile.paper or 'A4, and A5 for letters'}",
        f"Logo: {'there' if has_logo else 'none'}",
    ]
