"""The trail: what staff have done here, entry by entry, whether it is whole, and as a file."""

from functools import partial

import streamlit as st

from pages.shell import guard, table, workspace
from pages.shell.dates import day
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from pages.shell.trail_words import action_words, details_words
from survey.access.ledger import Entry, LedgerBroken, verify_entries
from survey.access.permissions import Doing
from survey.access.sign_in_trail import not_entered
from survey.access.trail import Kind, TrailFile, of_kind, taken_along
from survey.vocabulary import Role

require(Role.COORDINATOR, Role.WORKS_COUNCIL)

text = words()
here = workspace.current()
ON_A_PAGE = 12
NO_BREAK = "\N{NO-BREAK SPACE}"


def found() -> tuple[Entry, ...]:
    """Return the entries; where one is not what was written, say which and end the page."""
    try:
        return verify_entries(here)
    except LedgerBroken as broken:
        st.error(text("trail.broken", reason=worded(broken)))
        st.stop()


def row(entry: Entry) -> list[str]:
    """Return an entry's row of the table."""
    return [
        text("trail.entry", number=entry.number, action=action_words(entry.action, text)),
        day(entry.day, text.language).replace(" ", NO_BREAK),
        entry.wave,
        details_words(entry, text),
    ]


def shown(entries: tuple[Entry, ...]) -> None:
    """Draw the entries of a kind, a page at a time, the newest on top."""
    left, right = st.columns(2)
    with left:
        kind = st.selectbox(
            text("trail.show"),
            [*Kind],
            format_func=lambda one: text(f"trail.kind.{one}"),
            key="trail_kind",
        )
    newest = of_kind(entries, Kind(kind))[::-1]
    if not newest:
        st.markdown(text("trail.none_of_kind"))
        return
    pages = [newest[at : at + ON_A_PAGE] for at in range(0, len(newest), ON_A_PAGE)]
    with right:
        at = st.selectbox(
            text("trail.page"),
            range(len(pages)),
            format_func=lambda page: text(
                "trail.from_to", newest=pages[page][0].number, oldest=pages[page][-1].number
            ),
            key=f"trail_page_{kind}",
        )
    columns = [text(f"trail.column.{name}") for name in ("entry", "day", "wave", "details")]
    table.show(text("trail.caption"), columns, [row(entry) for entry in pages[at]], quiet=True)


def take(form: TrailFile, session: guard.Remembered) -> bytes:
    """Return the file for whoever may still have it when the button is pressed."""
    return taken_along(here, form, session.role_now(Doing.READ_TRAIL))


def offered() -> None:
    """Draw what can be taken along."""
    st.header(text("trail.take"))
    st.markdown(text("trail.take_lead"))
    session = guard.remembered()
    for form, key in ((TrailFile.TABLE, "save_table"), (TrailFile.LINES, "save_file")):
        st.download_button(
            text(f"trail.{key}"),
            partial(take, form, session),
            file_name=f"bearing-trail.{form.value}",
            mime="text/csv" if form is TrailFile.TABLE else "application/jsonl",
            on_click="ignore",
            key=f"trail_{key}",
        )


st.title(text("screens.trail.title"))
entries = found()
lead(text.plural("trail.whole", len(entries)) if entries else text("trail.empty"))
st.markdown(text("trail.what"))
if pending := not_entered(here):
    paragraph(text.plural("trail.pending", pending))
if entries:
    shown(entries)
    st.header(text("trail.head"))
    st.markdown(text("trail.head_lead"))
    st.code(entries[-1].sha256, language=None, wrap_lines=True)
    offered()
st.markdown(text("trail.promise"))
st.page_link("everyone/privacy.py", label=text("screens.home.to_privacy"))
