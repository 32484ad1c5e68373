"""What to do: the coordinator's job from the organisation to the actions, and what is next."""

import streamlit as st

from pages.shell import samples, workspace
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from survey.errors import BearingError
from survey.fieldwork.checklist import Step, StepState, situation, steps
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
}
"""Results are read by HR and occupational health, whose pages a coordinator does not have."""


def _page_title(step: str) -> str:
    path = PAGES[step].partition("/")[2].removesuffix(".py")
    return text(f"screens.menu.{path}")


def show(number: int, step: Step) -> None:
    """Draw a step: its name, which leads to its page, where it stands, and what to do."""
    title = text(f"coordinator.step.{step.key}")
    said = text(f"coordinator.state.{step.state}")
    st.subheader(f"{number}. {title} – {said}", anchor=False)
    about = text(f"coordinator.about.{step.key}")
    if step.note:
        about = f"{text(f'coordinator.note.{step.note}', **step.values)} {about}"
    paragraph(about)
    if step.trouble:
        st.error(worded(step.trouble))
    if step.key in PAGES and step.state is not StepState.LATER:
        st.page_link(PAGES[step.key], label=text("coordinator.go", page=_page_title(step.key)))


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
    wrong = any(step.state is StepState.WRONG for step in found)
    lead(text("coordinator.lead_wrong" if wrong else "coordinator.lead_done"))
if now.wave:
    paragraph(text("coordinator.of_wave", wave=now.wave.name))
if now.wave and now.wave.state is WaveState.RELEASED:
    paragraph(text("coordinator.again"))
st.header(text("coordinator.steps"))
for number, step in enumerate(found, start=1):
    show(number, step)
show_samples()
