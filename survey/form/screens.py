"""The pages of the form: templates, one style sheet, and the headers that each page carries."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from survey.form.headers import EVERYWHERE, form_policy
from survey.form.languages import direction, own_name
from survey.i18n.catalogue import texts

HERE: Final = Path(__file__).parent
STYLE: Final = (HERE / "static" / "form.css").read_text(encoding="utf-8")

HEADERS: Final = {
    **EVERYWHERE,
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": form_policy(STYLE),
    "Cache-Control": "no-store",
}


@cache
def templates() -> Environment:
    """Return the template environment: everything escaped, nothing undefined."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup(STYLE)  # noqa: S704 - a file of ours, not input
    environment.globals["own_name"] = own_name
    environment.globals["direction"] = direction
    return environment


def screen(
    template: str, language: str, status: int, demonstration: bool, **values: Any
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
    demonstration
        Whether the page says that all is made up.
    values
        What the template needs besides.
    """
    page = templates().get_template(template)
    html = page.render(t=texts(language), language=language, demonstration=demonstration, **values)
    return HTMLResponse(html, status, headers=HEADERS)
