"""Where a one-time link leads: its member sets a password, and nobody else ever knows it."""

import streamlit as st

from pages.shell import password_form, workspace
from pages.shell.language import words
from pages.shell.lead import lead
from survey.access.password_links import QUESTION, name_of
from survey.access.password_routes import BY_LINK, Outcome
from survey.access.staff import SHORTEST_PASSWORD

text = words()
st.title(text("screens.new_password.title"))
bits = st.query_params.get(QUESTION, "")
name = name_of(workspace.current(), bits)
if name is None:
    st.error(text(f"staff.password.outcome.{Outcome.VOID}"))
    st.page_link("everyone/sign_in.py", label=text("screens.guard.to_sign_in"))
else:
    password_form.outcome()
    lead(text("staff.new_password.lead", name=name))
    st.markdown(text("staff.new_password.rule", shortest=SHORTEST_PASSWORD))
    password_form.draw(BY_LINK, hidden=[(QUESTION, bits)])
