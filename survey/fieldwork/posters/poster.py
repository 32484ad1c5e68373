"""One poster a team: the promise in plain words and a square to scan.

The square leads to the page where a code is typed. Only in a wave that was opened with open links
does it lead straight to the form, and then the poster says what that cannot prevent.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from survey.fieldwork.codes import display
from survey.fieldwork.qr_code import qr_code
from survey.i18n.catalogue import POSTER_PARTS, Texts, texts
from survey.i18n.paper import Paper, fitting
from survey.i18n.typesetting import typeset
from survey.i18n.writing import isolated
from survey.organisation.letterhead import PLAIN, Letterhead
from survey.store.protocol import Store, Unit, Wave

TEMPLATE: Final = Path(__file__).with_name("poster.typ")
PROMISES: Final = ("voluntary", "no_name", "groups")
START: Final = "/s"


def team_address(token: str, base_url: str) -> str:
    """Return the address of a team's open link."""
    return f"{base_url.rstrip('/')}{START}/team/{display(token)}"


def write_posters(
    store: Store,
    wave: Wave,
    base_url: str,
    path: Path,
    language: str,
    letterhead: Letterhead = PLAIN,
) -> int:
    """Write a PDF with one page a team and return how many pages it has.

    Parameters
    ----------
    store
        Has the teams' open links, where the wave allows them.
    wave
        An open wave.
    base_url
        The address at which employees reach the app, such as ``https://survey.example.org``.
    path
        The PDF (PDF/UA-1 and PDF/A-2a). It holds no code, so it needs no guarding.
    language
        A language that has a catalogue; any other gives English.
    letterhead
        Who asks, as it stands at the head, and on what paper; A4 where it says none.

    Raises
    ------
    WaveStateWrong
        The wave is not open; nothing is written.
    PaperUnfit
        Half a sheet.
    """
    say = texts(language, *POSTER_PARTS)
    store.codes_by_unit(wave.name)  # refuses a wave that is not open
    links = store.team_links(wave.name) if wave.ways.open_links else {}
    pages = [
        _poster(unit, links, base_url, say)
        for unit in sorted(wave.units, key=lambda unit: (unit.department, unit.team))
    ]
    way = "open" if links else "code"
    content = {
        "language": say.language,
        **letterhead.content(say("common.product")),
        "paper": fitting(letterhead.paper or Paper.A4).sheet,
        "title": say("posters.document", wave=wave.name),
        "wave": say("posters.wave", wave=isolated(wave.name, say.language)),
        "heading": say("posters.heading"),
        "lead": say(f"posters.{way}.lead"),
        "note": say(f"posters.{way}.note"),
        "promise_title": say("posters.promise"),
        "promises": [say(f"common.promise.{key}") for key in PROMISES],
        "posters": pages,
    }
    squares: dict[str, str | bytes] = {page["qr"]: qr_code(page["link"]) for page in pages}
    typeset(TEMPLATE, content, squares | letterhead.pictures(), path)
    return len(pages)


def _poster(unit: Unit, links: Mapping[int, str], base_url: str, say: Texts) -> dict[str, Any]:
    token = links.get(unit.id)
    address = team_address(token, base_url) if token else f"{base_url.rstrip('/')}{START}"
    return {
        "team": say(
            "posters.team",
            team=isolated(unit.team, say.language),
            department=isolated(unit.department, say.language),
        ),
        "link": address,
        "qr": f"{token or 'start'}.svg",
        "alt": say("posters.alt", link=address),
    }
