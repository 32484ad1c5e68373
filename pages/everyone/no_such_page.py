"""No such page: an address that leads nowhere says so, instead of showing the first page."""

import streamlit as st

from pages.shell.language import words

text = words()
st.title(text("home.no_such_page"))
st.markdown(text("home.no_such_page.why"))
st.page_link("everyone/home.py", label=text("home.no_such_page.back"))
