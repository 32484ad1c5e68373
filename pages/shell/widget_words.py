"""The language of the page itself, and the words that Streamlit's widgets bring in English.

A script of this server's own says both to the browser; the page's policy allows no other. Who runs
no script sees no staff page at all, since Streamlit draws it by one.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from survey.i18n.catalogue import DEFAULT_LANGUAGE, known_languages, texts
from survey.i18n.writing import direction

FOLDER: Final = "widgets"
SCRIPT: Final = Path(__file__).with_suffix(".js")
PART: Final = "widgets."


def say(language: str) -> None:
    """Let the page and its widgets speak a language."""
    st.html(f'<script src="{FOLDER}/{language}.js"></script>', unsafe_allow_javascript=True)


def widget_routes() -> list[BaseRoute]:
    """Return the route of the script, one address a language."""
    return [Route(f"/{FOLDER}/{{language}}.js", _script, methods=["GET"])]


async def _script(request: Request) -> Response:
    asked = request.path_params["language"]
    language = asked if asked in known_languages() else DEFAULT_LANGUAGE
    return Response(
        script(language), media_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@cache
def script(language: str) -> str:
    """Return the script that says a language and, where staff have it, the widgets' words in it."""
    told = {
        "language": language,
        "direction": direction(language),
        "words": [[english, own] for english, own in words(language).items() if english != own],
    }
    return SCRIPT.read_text("utf-8").replace("TOLD", json.dumps(told, ensure_ascii=False), 1)


def words(language: str) -> dict[str, str]:
    """Return the widgets' words by the English ones that Streamlit has."""
    english, own = texts(DEFAULT_LANGUAGE), texts(language)
    keys = [key for key in english.singular if key.startswith(PART)]
    return {english.singular[key]: own.singular[key] for key in keys}
