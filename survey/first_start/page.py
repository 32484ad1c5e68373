"""The page of the first start: what is being made, how far it is, and that it happens once."""

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from survey.first_start.first_start import Phase, Standing
from survey.form.headers import EVERYWHERE, form_policy
from survey.form.languages import chosen, form_languages
from survey.form.screens import STYLE as FORM_STYLE
from survey.i18n.catalogue import form_texts
from survey.i18n.numbers import percent
from survey.i18n.writing import direction

HERE: Final = Path(__file__).parent
STYLE: Final = FORM_STYLE + (HERE / "first_start.css").read_text("utf-8")
HEADERS: Final = {
    **EVERYWHERE,
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": form_policy(STYLE, ""),
    "Cache-Control": "no-store",
}


@cache
def _template() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup(STYLE)  # noqa: S704 - a file of ours, not input
    return environment


def page_of(
    standing: Standing, seconds: int, *, again: int, wish: str | None, accept_language: str
) -> tuple[str, dict[str, str]]:
    """Return the page in the reader's language, and its headers.

    Parameters
    ----------
    standing
        Where the first start stands.
    seconds
        About how many are left.
    again
        Seconds after which the page looks again; not where the building failed.
    wish, accept_language
        The language in the address, if any, and those that the browser asks for.
    """
    language = chosen(wish, accept_language, form_languages())
    html = (
        _template()
        .get_template("first_start.html")
        .render(
            t=form_texts(language),
            language=language,
            direction=direction(language),
            failed=standing.phase is Phase.FAILED,
            standing=standing,
            percent=percent(standing.done, language),
            seconds=seconds,
            again=again,
        )
    )
    return html, HEADERS
