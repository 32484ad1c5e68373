"""One's own account: who one is here, another password, and the end of all one's sessions."""

import streamlit as st

from pages.shell import guard, password_form
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead
from survey.access.password_routes import OWN
from survey.access.staff import SHORTEST_PASSWORD
from survey.configuration import read_settings
from survey.vocabulary import Role

require(Role.COORDINATOR, Role.HR, Role.OCCUPATIONAL_HEALTH, Role.WORKS_COUNCIL)

text = words()
st.title(text("screens.account.title"))
name = guard.current_name()
shown_role = text(f"screens.role.{guard.current_role()}")
if name is None:
    lead(text("staff.account.demonstration", role=shown_role))
else:
    password_form.outcome()
    lead(text("staff.account.lead", name=name, role=shown_role))
    if guard.current_role() is Role.COORDINATOR:
        st.page_link("coordinator/checklist.py", label=text("screens.menu.checklist"))
    if not read_settings().oidc_only:
        st.header(text("staff.account.change"))
        st.markdown(text("staff.account.change_lead", shortest=SHORTEST_PASSWORD))
        password_form.draw(OWN, present=True)
    st.header(text("staff.account.out"))
    st.markdown(text("staff.account.out_lead"))
    if st.button(text("screens.sign_out_everywhere"), key="account_sign_out_everywhere"):
        guard.sign_out(everywhere=True)
        st.rerun()
