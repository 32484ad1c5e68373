"""Home: what this is, the way into the survey, and the way in for staff."""

from html import escape

import streamlit as st

from pages.shell import guard, workspace
from pages.shell.language import words
from pages.shell.lead import lead
from pages.shell.screens import FIRST_SCREEN

text = words()
st.title(text("screens.home.title"))
lead(text("screens.home.lead"))

st.header(text("screens.home.answer"))
if workspace.is_demonstration():
    st.markdown(text("screens.home.answer_demonstration"))
    label = escape(text("screens.home.try"))
    address = f"s/demo?lang={text.language}"
    st.html(f'<p><a class="bearing-button" href="{address}" target="_self">{label}</a></p>')
st.markdown(text("screens.home.answer_code"))
st.html(
    # A form of its own, not a widget: the code goes to the survey's pages and never to Streamlit.
    '<form class="bearing-form" action="s/start" method="post" target="_self">'
    f'<input type="hidden" name="language" value="{text.language}">'
    f'<div><label for="code">{escape(text("screens.home.code"))}</label>'
    '<input id="code" name="code" autocomplete="off" autocapitalize="characters"'
    ' spellcheck="false" required></div>'
    f'<button type="submit">{escape(text("screens.home.start"))}</button></form>'
)

st.header(text("screens.home.staff"))
role = guard.current_role()
if role is None:
    st.markdown(text("screens.home.staff_lead"))
    st.page_link("everyone/sign_in.py", label=text("screens.guard.to_sign_in"))
else:
    st.markdown(text("screens.signed_in_as", role=text(f"screens.role.{role}")))
    st.page_link(FIRST_SCREEN[role], label=text("screens.home.to_work"))

st.header(text("screens.home.promise"))
st.markdown(text("screens.home.promise_lead"))
st.page_link("everyone/privacy.py", label=text("screens.home.to_privacy"))
