"""Staff list: departments, teams and how many work there, as the program understands the file."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.shell import samples, workspace
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from pages.shell.teams_preview import preview
from survey.errors import BearingError
from survey.fieldwork.named_list import headings_in
from survey.fieldwork.staff_list import keep_staff_list, kept_staff_list
from survey.fieldwork.units import (
    COLUMNS,
    StaffList,
    UnitsInvalid,
    UnitTwins,
    read_staff_list,
)
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
here = workspace.current()
CONFIRMED = "staff_list_confirmed"
FILES = "staff_list_files"
"""How many lists were confirmed: the next field for a file is another, and empty."""


def choose_columns(uploaded: UploadedFile) -> dict[str, str]:
    """Ask which heading stands for which column, where the file calls them otherwise."""
    headings = headings_in(uploaded.getvalue(), uploaded.name, UnitsInvalid)
    chosen = {}
    with st.expander(text("coordinator.columns")):
        st.markdown(text("coordinator.columns_lead"))
        for column in COLUMNS:
            picked = st.selectbox(
                text(f"coordinator.column.{column}"),
                ["", *headings],
                format_func=lambda one: one or text("coordinator.column_found"),
                key=f"column_{column}_{uploaded.file_id}",
            )
            if picked:
                chosen[column] = picked
    return chosen


def understood(uploaded: UploadedFile) -> StaffList | None:
    """Return the list as it is understood; None after saying what is wrong or asking."""
    raw, name = uploaded.getvalue(), uploaded.name
    try:
        chosen = choose_columns(uploaded)
        try:
            return read_staff_list(raw, name, chosen)
        except UnitTwins as twins:
            st.warning(worded(twins))
            if not st.checkbox(text("coordinator.twins"), key=f"twins_{uploaded.file_id}"):
                return None
            return read_staff_list(raw, name, chosen, join_twins=True)
    except BearingError as refused:
        st.error(worded(refused))
        return None


def show_kept() -> None:
    """Draw the list that is kept for the next wave."""
    st.header(text("coordinator.kept"))
    try:
        units = kept_staff_list(here)
    except BearingError as refused:
        st.error(worded(refused))
        return
    if not units:
        st.markdown(text("coordinator.kept_none"))
        st.markdown(text("coordinator.samples_lead"))
        for name in ("staff-list.csv", "personalliste.csv"):
            samples.offer(name)
        return
    preview(units)
    st.page_link("coordinator/planner.py", label=text("screens.menu.planner"))
    st.page_link("coordinator/open_wave.py", label=text("screens.menu.open_wave"))


st.title(text("screens.staff_list.title"))
lead(text("coordinator.staff_lead"))
if st.session_state.pop(CONFIRMED, False):
    st.success(text("coordinator.confirmed"))
uploaded = st.file_uploader(
    text("coordinator.file"),
    type=["csv", "tsv", "txt", "xlsx"],
    key=f"staff_list_file_{st.session_state.get(FILES, 0)}",
)
if uploaded is None:
    show_kept()
    st.stop()
listed = understood(uploaded)
if listed is None:
    st.stop()
st.header(text("coordinator.understood"))
preview(listed.units)
for note in listed.notes:
    paragraph(worded(note))
if st.button(text("coordinator.confirm"), type="primary", key="confirm_staff_list"):
    keep_staff_list(here, listed.units)
    st.session_state[CONFIRMED] = True
    st.session_state[FILES] = st.session_state.get(FILES, 0) + 1
    st.rerun()
