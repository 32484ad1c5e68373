"""The page that counts moves in the browser of whoever opens it: no list of people leaves that.

It is plain HTML with one known script and one known style sheet, under a policy that allows no
request at all. So it needs no sign-in: it holds nothing, and nothing comes back from it.
"""

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from survey.fieldwork.turnover.people import COLUMNS
from survey.form.headers import EVERYWHERE, digest
from survey.i18n.catalogue import DEFAULT_LANGUAGE, languages, texts

ADDRESS: Final = "account/moves"
TOLD: Final = ("workbook", "columns", "empty", "twice", "nobody", "choose", "counted")
"""What the script says, by the names of the texts under ``moves.page``."""

PAGE: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}</style></head>
<body><main><h1>{title}</h1><p>{lead}</p><p class="note">{form}</p>
<label for="before">{before}</label><input type="file" id="before" accept=".csv,.tsv,.txt">
<label for="now">{now}</label><input type="file" id="now" accept=".csv,.tsv,.txt">
<label for="key">{key}</label><input type="text" id="key" autocomplete="off">
<button type="button" id="count">{count}</button>
<p id="answer" role="status" aria-live="polite"></p>
<a class="button" id="save" download="moves.csv" hidden>{save}</a>
<noscript><p>{noscript}</p></noscript>
<script type="application/json" id="told">{told}</script><script>{script}</script>
</main></body></html>
"""


def turnover_routes() -> list[BaseRoute]:
    """Return the route of the page."""
    return [Route(f"/{ADDRESS}", _page, methods=["GET"])]


async def _page(request: Request) -> Response:
    asked = request.query_params.get("lang", DEFAULT_LANGUAGE)
    language = asked if asked in languages() else DEFAULT_LANGUAGE
    return HTMLResponse(page(language), headers=headers())


@cache
def page(language: str) -> str:
    """Return the page in a language of the staff screens."""
    text = texts(language)
    headings = tomllib.loads(files("survey.fieldwork").joinpath("headings.toml").read_text("utf-8"))
    told = {
        "headings": {column: headings[column] for column in COLUMNS},
        "texts": {name: text.singular[f"moves.page.{name}"] for name in TOLD},
    }
    words = ("title", "lead", "form", "before", "now", "key", "count", "save", "noscript")
    return PAGE.format(
        language=language,
        style=_static("moves.css"),
        script=_static("moves.js"),
        told=json.dumps(told).replace("<", "\\u003c"),
        **{name: escape(text(f"moves.page.{name}")) for name in words},
    )


@cache
def headers() -> dict[str, str]:
    """Return the headers of the page: its own script and style, and no request to anybody."""
    policy = (
        f"default-src 'none'; script-src '{digest(_static('moves.js'))}';"
        f" style-src '{digest(_static('moves.css'))}'; form-action 'none'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    return {**EVERYWHERE, "Content-Security-Policy": policy, "Cache-Control": "no-store"}


@cache
def _static(name: str) -> str:
    return files("survey.fieldwork.turnover").joinpath("static", name).read_text("utf-8")
