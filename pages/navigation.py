"""The main script: runs on every page, draws the menu by role, then the page that was asked for.

It lies in ``pages/`` on purpose: Streamlit serves a ``pages`` folder beside the main script by
file name, past any menu, and there is no ``pages/pages`` (docs/adr/0008).
"""

from urllib.parse import urlsplit

import streamlit as st

from pages.shell import frame, guard, language
from pages.shell.screens import BY_PATH, HOME, SCREENS, SIGN_IN, Screen
from survey.i18n.catalogue import Texts
from survey.vocabulary import Role


def page_of(screen: Screen, role: Role | None, text: Texts) -> st.Page:
    """Return the screen as a page; where the role may not see it, the sign-in in its place.

    So an address that was passed on leads to the sign-in, and after it to what it named.
    """
    if screen.open_to(role):
        return st.Page(
            screen.file,
            title=text(screen.title_key),
            url_path=screen.path,
            default=screen is HOME,
            visibility="visible" if screen.listed_for(role) else "hidden",
        )
    title = text(SIGN_IN.title_key)
    return st.Page(SIGN_IN.file, title=title, url_path=screen.path, visibility="hidden")


def nowhere(text: Texts) -> list[st.Page]:
    """Return a page for an address that is none of the screens'; nothing where it is one.

    Streamlit itself would show the first page, under a note in English.
    """
    asked = urlsplit(st.context.url or "").path.strip("/").rpartition("/")[2]
    if not asked or asked in BY_PATH:
        return []
    title = text("home.no_such_page")
    file = "everyone/no_such_page.py"
    return [st.Page(file, title=title, url_path=asked, visibility="hidden")]


def menu(role: Role | None, text: Texts) -> list[st.Page]:
    """Return the pages of a session. One list, since Streamlit's headings break it up for readers.

    A screen reader is told a list of pages; with headings between them it is told none.
    """
    return [page_of(screen, role, text) for screen in SCREENS]


role = guard.current_role()
language.begin(() if role else HOME.parts)  # the menu of a visitor is part of what everyone reads
frame.begin()
# Folded, the rest stands behind two English words that no catalogue reaches.
text = language.words()
page = st.navigation([*menu(role, text), *nowhere(text)], expanded=True)
frame.around(BY_PATH.get(page.url_path, HOME))
page.run()
