"""Organisation: who asks, and where? Entered once, shown on the form and on all that is printed."""

from dataclasses import replace

import streamlit as st

from pages.shell import contact_list, workspace
from pages.shell.address import suggested
from pages.shell.address_trial import may_keep, show_silence
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from survey.errors import BearingError
from survey.fieldwork.dates.moments import zones
from survey.fieldwork.form_address import reachable_address
from survey.i18n.catalogue import FORM_PARTS, languages
from survey.i18n.paper import WHOLE_SHEETS, Paper
from survey.i18n.writing import own_name
from survey.organisation.letterhead import Letterhead
from survey.organisation.logo import LARGEST, Logo
from survey.organisation.profile import (
    Profile,
    keep_logo,
    keep_profile,
    read_logo,
    read_profile,
)
from survey.organisation.trial import drawable_logo, require_answer
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
here = workspace.current()
OWN_COLOUR = "#0b6e75"
SAID = "organisation_said"
UNSAVED = "organisation_unsaved"


def kept() -> Profile:
    """Return what is kept; what cannot be read is said, and entered anew."""
    try:
        return read_profile(here)
    except BearingError as refused:
        st.error(worded(refused))
        return Profile()


def try_address(typed: str) -> None:
    """Open the form's first page at an address and say what came."""
    try:
        address = Profile(address=typed).checked().address or ""
        with st.spinner(text("coordinator.trying")):
            require_answer(address)
    except BearingError as refused:
        st.error(worded(refused))
        return
    st.success(text("coordinator.answers", address=address))


def entered(before: Profile) -> Profile:
    """Draw the fields and return what stands in them."""
    usual_zone = before.time_zone or st.context.timezone
    name = st.text_input(text("coordinator.name"), before.name, key="organisation_name")
    address = st.text_input(
        text("coordinator.address"),
        before.address or suggested(),
        placeholder="https://survey.example.org",
        key="organisation_address",
    )
    show_silence(address)
    paragraph(text("coordinator.address_help"))
    if st.button(text("coordinator.try"), key="try_address"):
        try_address(address)
    asked_in = st.multiselect(
        text("coordinator.languages"),
        languages(*FORM_PARTS),
        list(before.languages),
        format_func=own_name,
        placeholder=text("coordinator.languages_all"),
        key="organisation_languages",
    )
    zone = st.selectbox(
        text("dates.zone"),
        zones(),
        zones().index(usual_zone) if usual_zone in zones() else None,
        placeholder=text("dates.zone_none"),
        key="organisation_time_zone",
    )
    own = st.checkbox(
        text("coordinator.own_colour"), before.colour is not None, key="organisation_own_colour"
    )
    colour = (
        st.color_picker(
            text("coordinator.colour"), before.colour or OWN_COLOUR, key="organisation_colour"
        )
        if own
        else None
    )
    paper = st.selectbox(
        text("coordinator.paper"),
        ("", *WHOLE_SHEETS),
        ("", *WHOLE_SHEETS).index(before.paper or ""),
        format_func=lambda one: text(f"coordinator.paper.{one or 'usual'}"),
        key="organisation_paper",
    )
    return replace(
        before,
        name=name,
        address=address,
        colour=colour,
        languages=tuple(asked_in),
        time_zone=zone,
        paper=Paper(paper) if paper else None,
    )


def chosen_logo() -> Logo | None:
    """Ask for a logo; show it, or the one that is kept. None where no new one is to be kept."""
    uploaded = st.file_uploader(
        text("coordinator.logo", kb=LARGEST // 1000),
        type=["svg", "png"],
        max_upload_size=1,
        key="organisation_logo",
    )
    found = read_logo(here)
    new = None
    if uploaded is not None:
        try:
            found = new = drawable_logo(uploaded.getvalue())
        except BearingError as refused:
            st.error(worded(refused))
    if found is not None:
        picture = Letterhead(logo=found).picture
        alt = text("coordinator.logo_alt")
        st.html(f'<p><img src="{picture}" alt="{alt}" style="height:3rem;max-width:12rem"></p>')
    return new


def save(profile: Profile, logo: Logo | None, before: Profile) -> None:
    """Keep what was entered, all of it or nothing."""
    try:
        checked = profile.checked()
        if checked.address and not workspace.is_demonstration():
            address = reachable_address(here, checked.address)
            if address != before.address and not may_keep(address):
                st.session_state[UNSAVED] = True
                st.rerun()
            checked = replace(checked, address=address)
        keep_profile(here, checked)
        if logo is not None:
            keep_logo(here, logo)
    except BearingError as refused:
        st.error(worded(refused))
        return
    st.session_state[SAID] = True
    st.rerun()


st.title(text("screens.organisation.title"))
lead(text("coordinator.organisation_lead"))
if st.session_state.pop(SAID, False):
    st.success(text("coordinator.saved"))
    st.page_link("coordinator/checklist.py", label=text("screens.menu.checklist"))
before = kept()
profile = entered(before)
logo = chosen_logo()
if read_logo(here) is not None and st.button(text("coordinator.no_logo"), key="drop_logo"):
    keep_logo(here, None)
    st.rerun()
if st.button(text("coordinator.save"), type="primary", key="save_organisation"):
    save(profile, logo, before)
if st.session_state.pop(UNSAVED, False):
    st.warning(text("coordinator.unsaved"))
contact_list.show(here)
