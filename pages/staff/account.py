"""One's own account: who one is here, another password, and the end of all one's sessions."""

import streamlit as st

from pages.shell import guard, password_form
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead
from pages.shell.screens import FIRST_SCREEN, SCREENS
from survey.access.password_routes import OWN
from survey.access.staff import SHORTEST_PASSWORD
from survey.configuration import read_settings
from survey.vocabulary import Role

require(Role.COORDINATOR, Role.HR, Role.OCCUPATIONAL_HEALTH, Role.WORKS_COUNCIL)

text = words()
st.title(text("screens.account.title"))
name, role = guard.current_name(), guard.current_role()
shown_role = text(f"screens.role.{role}")
if name is None:
    lead(text("staff.account.demonstration", role=shown_role))
else:
    password_form.outcome()
    lead(text("staff.account.lead", name=name, role=shown_role))
    if role is not None:
        first = next(one for one in SCREENS if one.file == FIRST_SCREEN[role])
        st.page_link(first.file, label=text(first.title_key))
    if not read_settings().oidc_only:
        st.header(text("staff.account.change"))
        st.markdown(text("staff.account.change_lead", shortest=SHORTEST_PASSWORD))
        password_form.draw(OWN, present=True)
    st.header(text("staff.account.out"))
    st.markdown(text("staff.account.out_lead"))
    if st.button(text("screens.sign_out_everywhere"), key="account_sign_out_everywhere"):
        guard.sign_out(everywhere=True)
        st.rerun()
