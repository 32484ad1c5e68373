"""What stands around every page: its width and lines, the demonstration's banner, the sidebar."""

from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from analytics.charts.theme import DARK, LIGHT
from analytics.release.sight import absent
from pages.shell import choice, guard, language, release_choice, widget_words, workspace
from pages.shell.heat_table import heat_colours
from pages.shell.screens import Screen
from survey.i18n.writing import direction

STYLE: Final = Path(__file__).parent / "style.css"
RIGHT_TO_LEFT: Final = Path(__file__).parent / "right_to_left.css"
PHONE: Final = "Mobi"
"""What every browser of a phone says of itself, and no other."""
MENU_TURN: Final = "menu_turn"
ICON: Final = Path(__file__).parent / "icon.svg"
WORDMARKS: Final = Path(__file__).parent


def begin() -> None:
    """Set the browser's title and width; the first call of a run."""
    st.set_page_config(
        page_title=language.words()("common.product"),
        page_icon=str(ICON),  # a named icon would be asked of another host
        layout="wide",
    )
    st.logo(
        str(WORDMARKS / f"wordmark_{st.context.theme.type or 'light'}.svg"), icon_image=str(ICON)
    )
    st.html(STYLE)
    st.html(f"<style>{theme_colours(st.context.theme.type or 'light')}{heat_colours()}</style>")


def theme_colours(theme: str) -> str:
    """Return the colours of the reader's theme as variables for the style sheet."""
    paper = st.get_option(f"theme.{theme}.backgroundColor") or "Canvas"
    ink = st.get_option(f"theme.{theme}.textColor") or "CanvasText"
    accent = (DARK if theme == "dark" else LIGHT).accent
    on_primary = paper if theme == "dark" else "#ffffff"
    return (
        f":root {{ --bearing-paper: {paper}; --bearing-ink: {ink};"
        f" --bearing-on-primary: {on_primary}; --bearing-accent: {accent}; }}"
    )


def around(screen: Screen) -> None:
    """Draw the sidebar and, in a demonstration, the banner above the page.

    A page in every language of the form has the switch in plain sight: a phone hides the sidebar.
    """
    language.begin(screen.parts)
    if st.session_state.get(choice.PAGE) != screen.path:
        _close_menu_on_a_phone()
    choice.on_page(screen.path)
    widget_words.say(language.current())
    if direction(language.current()) == "rtl":
        st.html(RIGHT_TO_LEFT)
    with st.sidebar:
        if screen.by_wave and screen.open_to(guard.current_role()):
            release_choice.offer()
        if not screen.parts:
            language.switch()
        _signed_in()
    if screen.parts:
        language.switch()
    if workspace.is_demonstration():
        text = language.words()
        note = escape(text("common.demonstration"))
        st.html(f'<p class="bearing-banner" role="note" lang="{text.language}">{note}</p>')
    if screen.by_wave and screen.open_to(guard.current_role()) and release_choice.so_soon():
        st.info(language.words()("screens.so_soon"))
    if screen.results and screen.open_to(guard.current_role()):
        _scope()


def _scope() -> None:
    """Say of whom a limited reader sees the results, above each page of them."""
    scope = guard.current_scope()
    if not scope.limited:
        return
    text = language.words()
    said = text("screens.scope", departments=", ".join(scope.departments))
    missing = absent(release_choice.chosen(), scope) if release_choice.whole() else ()
    if missing:
        said += " " + text("screens.scope.absent", departments=", ".join(missing))
    st.html(f'<p class="bearing-banner" role="note" lang="{text.language}">{escape(said)}</p>')


def _close_menu_on_a_phone() -> None:
    """Close the menu that lies over a phone's page, once it has led to another page.

    The browser follows a state of the side bar only where it differs from the last one. On a
    phone both of these mean closed, so they take turns.
    """
    if PHONE not in st.context.headers.get("User-Agent", ""):
        return
    turn = st.session_state[MENU_TURN] = not st.session_state.get(MENU_TURN, False)
    st.set_page_config(initial_sidebar_state="collapsed" if turn else "auto")


def _signed_in() -> None:
    role = guard.current_role()
    if role is None:
        return
    text = language.words()
    st.markdown(text("screens.signed_in_as", role=text(f"screens.role.{role}")))
    if st.button(text("screens.sign_out"), key="sign_out"):
        guard.sign_out()
        st.rerun()
    if guard.current_name() is not None and st.button(
        text("screens.sign_out_everywhere"), key="sign_out_everywhere"
    ):
        guard.sign_out(everywhere=True)
        st.rerun()
