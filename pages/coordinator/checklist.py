"""What to do: the coordinator's job from the organisation to the actions, and what is next."""

from collections.abc import Collection

import streamlit as st

from pages.shell import samples, wave_dates, workspace
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from survey.errors import BearingError
from survey.fieldwork.checklist import Step, StepState, situation, steps
from survey.fieldwork.dates.dates import NO_DATES, Dates
from survey.fieldwork.sample_files import NAMES
from survey.store.opening import open_store
from survey.vocabulary import Role, WaveState

require(Role.COORDINATOR)

text = words()
PAGES = {
    "organisation": "coordinator/organisation.py",
    "staff_list": "coordinator/staff_list.py",
    "plan": "coordinator/planner.py",
    "questionnaire": "coordinator/questionnaire.py",
    "open": "coordinator/open_wave.py",
    "invite": "coordinator/invitations.py",
    "remind": "coordinator/invitations.py",
    "close": "coordinator/waves.py",
    "publish": "coordinator/waves.py",
    "destroy": "coordinator/waves.py",
}
"""Results are read by HR and occupational health, whose pages a coordinator does not have."""
READERS = "coordinator/staff.py"
"""Where those are let in who may read them."""


def _link(page: str) -> None:
    title = text(f"screens.menu.{page.partition('/')[2].removesuffix('.py')}")
    st.page_link(page, label=text("coordinator.go", page=title))


def _by_date(step: Step, dates: Dates) -> None:
    """Say when a step happens by itself."""
    of_step = {
        "close": Dates(zone=dates.zone, closes=dates.closes),
        "destroy": Dates(zone=dates.zone, keep_until=dates.keep_until),
    }
    for sentence in wave_dates.said(of_step.get(step.key, NO_DATES), text):
        paragraph(sentence)


def show(number: int, step: Step, dates: Dates) -> None:
    """Draw a step: its name, which leads to its page, where it stands, and what to do."""
    title = text(f"coordinator.step.{step.key}")
    said = text(f"coordinator.state.{step.state}")
    st.subheader(f"{number}. {title} – {said}", anchor=False)
    about = text(f"coordinator.about.{step.key}")
    if step.note:
        about = f"{text(f'coordinator.note.{step.note}', **step.values)} {about}"
    paragraph(about)
    if step.state is StepState.BY_ITSELF:
        _by_date(step, dates)
    if step.trouble:
        st.error(worded(step.trouble))
    if step.key in PAGES and step.state is not StepState.LATER:
        _link(PAGES[step.key])
    if step.note == "no_readers":
        _link(READERS)


def standing(states: Collection[StepState]) -> str:
    """Return how the job stands where nothing is next."""
    if StepState.WRONG in states:
        return "wrong"
    return "waits" if StepState.LATER in states else "done"


def show_samples() -> None:
    """Offer the sample files."""
    st.header(text("coordinator.samples"))
    st.markdown(text("coordinator.samples_lead"))
    for name in NAMES:
        samples.offer(name)


st.title(text("screens.checklist.title"))
here = workspace.current()
try:
    now = situation(here, open_store(here))
except BearingError as refused:
    st.error(worded(refused))
    st.stop()
found = steps(now)
following = next((step for step in found if step.state is StepState.NEXT), None)
if following:
    lead(text("coordinator.lead", step=text(f"coordinator.step.{following.key}")))
else:
    lead(text(f"coordinator.lead_{standing({step.state for step in found})}"))
if now.wave:
    paragraph(text("coordinator.of_wave", wave=now.wave.name))
if now.wave and now.wave.state is WaveState.RELEASED:
    paragraph(text("coordinator.again"))
st.header(text("coordinator.steps"))
for number, step in enumerate(found, start=1):
    show(number, step, now.wave.dates if now.wave else NO_DATES)
show_samples()
