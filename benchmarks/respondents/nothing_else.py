"""The one staff page of the server whose store is left out."""

import streamlit as st

st.write("The form's routes, with the store left out.")
