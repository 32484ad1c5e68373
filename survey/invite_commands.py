"""The commands that make codes, letters, posters and paper: ``python -m survey invite`` …"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from survey.command_line import existing_workspace, language_option, say
from survey.errors import BearingError
from survey.fieldwork.form_address import address_of_links, reachable_address
from survey.fieldwork.invitations import codes_csv, first_codes, handing_out
from survey.fieldwork.letters.notes import notes_of
from survey.fieldwork.rounds import Kind, Order, Reason
from survey.fieldwork.team_counts import team_counts
from survey.i18n.catalogue import LETTER_PARTS, PAPER_PARTS, POSTER_PARTS
from survey.i18n.paper import Paper
from survey.organisation.letterhead import Letterhead, letterhead_of
from survey.settings import Workspace
from survey.store.opening import open_store, serve_store
from survey.store.protocol import Store, Wave
from survey.web_address import only_here

PaperSize = Annotated[
    Paper | None, typer.Option("--paper", help="a4, a5 or letter; else the organisation's")
]
BaseUrl = Annotated[str | None, typer.Option(help="Address at which employees reach the app")]


class SamePlace(BearingError):
    """``--out`` and ``--letters`` name one file; the second would overwrite the codes."""

    code: ClassVar[str] = "SAME-PLACE"


class FileThere(BearingError):
    """A file that codes should go to holds something already, perhaps codes that are in use."""

    code: ClassVar[str] = "FILE-THERE"


class OrderUnclear(BearingError):
    """The options of ``invite`` do not say which codes are wanted."""

    code: ClassVar[str] = "ORDER-UNCLEAR"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(invite)
    app.command()(posters)
    app.command()(paper)


def invite(  # noqa: PLR0913 - each is an option of the command
    name: str,
    *,
    out: Annotated[Path, typer.Option(help="Where the codes go: a CSV file")],
    letters: Annotated[Path | None, typer.Option(help="Where the letters go: a PDF file")] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--more", help="TEAM=N: codes for N people, after the first; with --reason"),
    ] = None,
    reason: Annotated[Reason | None, typer.Option(help="Why; kept in the ledger")] = None,
    base_url: BaseUrl = None,
    language: Annotated[str, language_option("letters", *LETTER_PARTS)] = "en",
    paper_size: PaperSize = None,
) -> None:
    """Issue single-use codes for every team, once; or new ones for lost codes and new people."""
    place = existing_workspace()
    store = serve_store(place)
    wave = store.wave(name)
    address = (address_of_links if letters is None else reachable_address)(place, base_url)
    order = _order(store, wave, more or [], reason)
    head, notes = _head(place, paper_size), notes_of(place, wave)
    with _writable(out, letters), handing_out(place, store, wave, order) as issued:
        out.write_text(codes_csv(issued, address), "utf-8", newline="")
        out.chmod(0o600)
        if letters is not None:
            from survey.fieldwork.letters import write_letters

            write_letters(issued, name, address, letters, language, head, notes=notes)
    say(f"Issued {len(issued)} codes for wave {name} into {out}. They cannot be shown again.")
    if order.kind is Kind.AGAIN:
        say("Old and new codes of a team together bring no more answers than it has people.")
    if only_here(address):
        say(f"Their links lead to {address}, which only this computer finds: name --base-url.")


def posters(
    name: str,
    out: Annotated[Path, typer.Option(help="Where the posters go: a PDF file")],
    base_url: BaseUrl = None,
    language: Annotated[str, language_option("posters", *POSTER_PARTS)] = "en",
    paper_size: PaperSize = None,
) -> None:
    """Write a poster for each team: to type a code, or with an open link where the wave has it."""
    from survey.fieldwork.posters import write_posters

    place = existing_workspace()
    store = open_store(place)
    address = reachable_address(place, base_url)
    head = _head(place, paper_size)
    pages = write_posters(store, store.wave(name), address, out, language, head)
    say(f"Wrote {pages} posters for wave {name} into {out}.")


def paper(
    name: str,
    out: Annotated[Path, typer.Option(help="Where the forms go: a PDF file")],
    language: Annotated[str, language_option("forms", *PAPER_PARTS)] = "en",
    paper_size: PaperSize = None,
) -> None:
    """Write a form on paper for each team, to be copied; it is typed in on the Paper forms page."""
    from survey.form.paper import write_paper_forms

    place = existing_workspace()
    wave = open_store(place).wave(name)
    forms = write_paper_forms(wave, out, language, _head(place, paper_size))
    say(f"Wrote {forms} forms, one a team, for wave {name} into {out}. Copy them as needed.")


def _head(place: Workspace, paper_size: Paper | None) -> Letterhead:
    """Return the organisation's letterhead, for the paper that was asked for."""
    head = letterhead_of(place)
    return replace(head, paper=paper_size) if paper_size else head


def _order(store: Store, wave: Wave, more: list[str], reason: Reason | None) -> Order:
    """Return what codes to make; raises ``OrderUnclear`` for one of the two options alone."""
    if bool(more) is (reason is None):
        raise OrderUnclear(
            "--more TEAM=N and --reason go together: say for whom codes are made after the first,"
            " and why ({reasons}).",
            reasons=", ".join(Reason),
        )
    if more:
        return Order(team_counts(more, wave.units, "--more"), reason)
    return first_codes(store, wave)


@contextmanager
def _writable(*paths: Path | None) -> Iterator[None]:
    """Codes are shown once: make sure that they have a place before they are made.

    Where none are made after all, the files that were made for them go again.
    """
    asked = [path for path in paths if path is not None]
    if len({path.resolve() for path in asked}) < len(asked):
        raise SamePlace("{file} is named twice: give each file a name of its own.", file=asked[0])
    for path in asked:
        if path.is_file() and path.stat().st_size:
            raise FileThere(
                "{file} is there already, perhaps with codes that are in use, so it is not"
                " overwritten. Name another file. No code was made.",
                file=path,
            )
    new = [path for path in asked if not path.exists()]
    try:
        for path in asked:
            path.open("ab").close()  # refuses a folder, which touching it would not
        yield
    except BaseException:  # Ctrl+C too: a list that stays would hold codes that are void
        for path in new:
            path.unlink(missing_ok=True)
        raise
