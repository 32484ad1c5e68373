"""The pages of the form: templates, one style sheet, one script, and the headers of each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from survey.form import kiosk
from survey.form.headers import EVERYWHERE, form_policy
from survey.i18n.catalogue import form_texts
from survey.i18n.writing import direction, own_name
from survey.organisation.letterhead import HeadOf, nothing_kept

HERE: Final = Path(__file__).parent
STYLE: Final = (HERE / "static" / "form.css").read_text(encoding="utf-8")
SCRIPT: Final = (HERE / "static" / "form.js").read_text(encoding="utf-8")

HEADERS: Final = {
    **EVERYWHERE,
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": form_policy(STYLE, SCRIPT),
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Around:
    """What every page says or does because of where it is shown.

    ``demonstration``: all is made up. ``preview``: nothing is stored. ``kiosk``: one device for
    many people, so that a page which nobody touches is cleared. ``letterhead`` says who asks.
    ``root`` is the path below which this server answers, such as ``/bearing``, or nothing.
    """

    demonstration: bool = False
    preview: bool = False
    kiosk: bool = False
    letterhead: HeadOf = nothing_kept
    root: str = ""


PLAIN: Final = Around()


@cache
def templates() -> Environment:
    """Return the template environment: everything escaped, nothing undefined."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        auto_reload=False,  # a template belongs to the code that was started with it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup(STYLE)  # noqa: S704 - a file of ours, not input
    environment.globals["script"] = Markup(SCRIPT)  # noqa: S704 - a file of ours, not input
    environment.globals["kiosk_seconds"] = kiosk.SECONDS
    environment.globals["kiosk_questions"] = kiosk.QUESTIONS
    environment.globals["kiosk_until"] = kiosk.until
    environment.filters["listed"] = listed
    environment.globals["own_name"] = own_name
    environment.globals["direction"] = direction
    return environment


def listed(names: Sequence[str], language: str) -> str:
    """Return names as a language enumerates them: A, B and C."""
    return str(format_list(names, style="standard", locale=language))


def screen(
    template: str, language: str, status: int, around: Around, **values: Any
) -> HTMLResponse:
    """Return a page of the form.

    Parameters
    ----------
    template
        File name below ``templates/``.
    language
        The page's language; its words come from that catalogue.
    status
        HTTP status.
    around
        Where it is shown.
    values
        What the template needs besides.
    """
    page = templates().get_template(template)
    head = around.letterhead()
    html = page.render(
        t=form_texts(language), language=language, around=around, head=head,
        colours=Markup(head.style), **values,  # noqa: S704 - a colour that was checked
    )  # fmt: skip
    policy = form_policy(STYLE + head.style, SCRIPT)
    return HTMLResponse(html, status, headers={**HEADERS, "Content-Security-Policy": policy})
