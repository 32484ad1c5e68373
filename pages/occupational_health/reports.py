"""Reports: take the results of a wave along, as a PDF to read or as tables to work with."""

from typing import Final

import streamlit as st

from analytics.release.content import Release
from analytics.release.model import TOTAL
from analytics.release.sight import seen
from pages.shell import release_choice, workspace
from pages.shell.files import Taker, exports_zip, report_file
from pages.shell.guard import remembered, require
from pages.shell.language import words
from pages.shell.lead import lead
from pages.shell.sheets import offer_sheets
from survey.access.permissions import Doing
from survey.i18n.catalogue import languages
from survey.i18n.writing import own_name
from survey.vocabulary import Purpose, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pptx": f"{OFFICE}.presentationml.presentation",
}

text = words()
st.title(text("screens.reports.title"))
release = release_choice.chosen()
wave = release.manifest.wave
lead(text("screens.reports.lead", wave=wave))
here = workspace.current()

st.header(text("screens.reports.pdf"))
st.markdown(text("screens.reports.pdf_lead"))
everything = "all_you_see" if release.scope.limited else "everyone"
departments = sorted({cell.department for cell in release.cells} - {TOTAL})
left, right = st.columns(2)
with left:
    department = st.selectbox(
        text("screens.reports.about"),
        [None, *departments],
        format_func=lambda one: one or text(f"screens.reports.{everything}"),
        key=f"report_department_{wave}",
    )
with right:
    language = st.selectbox(
        text("screens.reports.language"),
        languages(),
        index=languages().index(text.language),
        format_func=own_name,
        key=f"report_language_{text.language}",
    )
purpose = Purpose(
    st.selectbox(
        text("screens.reports.purpose"),
        [*Purpose],
        format_func=lambda one: text(f"trail.purpose.{one}"),
        help=text("screens.reports.purpose_why"),
        key="report_purpose",
    )
)
session = remembered()


def taker() -> Taker:
    """Return who takes results along, by the role that the session has when a button is pressed."""
    return Taker(purpose, session.role_now(Doing.TAKE_RESULTS))


def release_now() -> Release:
    """Return the release as the session sees it when a button is pressed."""
    return seen(release, session.scope_now())


def offer(ending: str, media_type: str) -> None:
    """Draw the button that saves the report in a kind of file."""
    st.download_button(
        text(f"screens.reports.save_{ending}"),
        lambda: report_file(here, release_now(), language, department, taker(), f".{ending}"),
        file_name=f"bearing-{wave}-{language}.{ending}",
        mime=media_type,
        on_click="ignore",
        type="primary" if ending == "pdf" else "secondary",
        key=f"save_{ending}",
    )


with st.container(horizontal=True):
    for kind, media_type in MEDIA_TYPES.items():
        offer(kind, media_type)

offer_sheets(release, release_now, taker)

st.header(text("screens.reports.tables"))
tables = "tables_limited" if release.scope.limited else "tables_lead"
st.markdown(text(f"screens.reports.{tables}"))
st.download_button(
    text("screens.reports.save_tables"),
    lambda: exports_zip(here, release_now(), taker(), language),
    file_name=f"bearing-{wave}.zip",
    mime="application/zip",
    on_click="ignore",
    key="save_tables",
)
