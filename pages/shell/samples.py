"""Sample files, offered wherever a file of their kind is asked for."""

import streamlit as st

from pages.shell.language import words
from survey.fieldwork.sample_files import sample


def offer(name: str) -> None:
    """Offer a sample file to be filled in."""
    st.download_button(
        words()(f"coordinator.sample.{name.partition('.')[0]}"),
        sample(name),
        file_name=name,
        mime="text/csv",
        on_click="ignore",
        key=f"sample_{name}",
    )
