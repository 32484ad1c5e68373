"""Invitations: how do people get in? Codes and letters, posters, paper and e-mail of a wave."""

import streamlit as st

from pages.shell import address, code_files, mailing, more_codes, workspace
from pages.shell.desk import Desk, desk
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead
from pages.shell.speech import choose
from pages.shell.written import written
from survey.access.possible import Step, possible
from survey.fieldwork.invitations import codes_left
from survey.fieldwork.posters import write_posters
from survey.fieldwork.rounds import Order
from survey.form.paper import paper_languages, write_paper_forms
from survey.i18n.catalogue import LETTER_PARTS, POSTER_PARTS, languages
from survey.organisation.letterhead import letterhead_of
from survey.store.opening import open_store
from survey.store.protocol import Wave
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
here = workspace.current()
store = open_store(here)


def show_letters(wave: Wave, base_url: str, on: Desk) -> None:
    """Make codes for those who have none, once, and keep their files until they are saved."""
    st.header(text("invitations.letters"))
    if on.made:
        code_files.offer(on.made, here, on)
        return
    left = {unit: count for unit, count in codes_left(store, wave).items() if count}
    if not left:
        st.markdown(text("invitations.all_made"))
        return
    st.markdown(text("invitations.letters_lead"))
    teams = {unit.id: f"{unit.team}, {unit.department}" for unit in wave.units if unit.id in left}
    chosen = st.multiselect(
        text("invitations.teams"),
        teams,
        format_func=teams.__getitem__,
        placeholder=text("invitations.every_team"),
        key=f"letter_teams_{wave.name}",
    )
    language = choose(languages(*LETTER_PARTS), text("invitations.language"), "letters")
    if st.button(text("invitations.make_letters"), type="primary", key="make_letters"):
        order = Order({unit: left[unit] for unit in chosen or teams})
        with st.spinner(text("invitations.making")):
            code_files.make(here, store, wave, order, on, base_url=base_url, language=language)
        st.rerun()


def show_posters(wave: Wave, base_url: str) -> None:
    """Offer a poster for each team."""
    st.header(text("invitations.posters"))
    st.markdown(text(f"invitations.posters_{'open' if wave.ways.open_links else 'code'}"))
    language = choose(languages(*POSTER_PARTS), text("invitations.language"), "posters")
    st.download_button(
        text("invitations.save_posters"),
        lambda: written(
            lambda path: write_posters(store, wave, base_url, path, language, letterhead_of(here))
        ),
        file_name=f"posters-{wave.name}-{language}.pdf",
        mime="application/pdf",
        on_click="ignore",
        key="save_posters",
    )


def show_paper(wave: Wave) -> None:
    """Offer a form on paper for each team."""
    st.header(text("invitations.paper"))
    st.markdown(text("invitations.paper_lead"))
    language = choose(paper_languages(wave.instrument), text("invitations.language"), "paper")
    st.download_button(
        text("invitations.save_paper"),
        lambda: written(lambda path: write_paper_forms(wave, path, language, letterhead_of(here))),
        file_name=f"forms-{wave.name}-{language}.pdf",
        mime="application/pdf",
        on_click="ignore",
        key="save_paper",
    )


st.title(text("screens.invitations.title"))
on_desk = desk()
on_desk.news()
opened = {wave.name: wave for wave in store.waves() if possible(Step.ISSUE_CODES, wave.state)}
on_desk.find(here.root, opened)
if not opened:
    lead(text("invitations.none"))
    st.page_link("coordinator/open_wave.py", label=text("screens.waves.open_one"))
    st.stop()
wave = opened[st.selectbox(text("invitations.wave"), list(reversed(opened)), key="invited_wave")]
people = sum(unit.headcount or 0 for unit in wave.units)
without = sum(codes_left(store, wave).values())
key = f"invitations.lead{'' if without else '_all'}"
lead(text(key, people=people, teams=len(wave.units), without=without))
base_url = address.ask(f"address_{wave.name}")
if base_url is None:
    st.stop()
show_letters(wave, base_url, on_desk)
more_codes.show(here, store, wave, base_url, on_desk)
show_posters(wave, base_url)
show_paper(wave)
mailing.show(here, store, wave, base_url, on_desk)
