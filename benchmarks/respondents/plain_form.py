"""What one would write in an afternoon: the same questions in a Streamlit form, into DuckDB.

Run as ``streamlit run`` with the database's path in ``PLAIN_FORM_FILE``.
"""

import os
import threading

import duckdb
import streamlit as st

from survey.instruments.catalogue import load

CORE = load("core")
COLUMNS = ", ".join(f'"{item.key}" VARCHAR' for item in CORE.items)
PLACES = ", ".join("?" for _ in CORE.items)


@st.cache_resource
def database() -> tuple[duckdb.DuckDBPyConnection, threading.Lock]:
    """Open the one file of answers."""
    connection = duckdb.connect(os.environ["PLAIN_FORM_FILE"])
    connection.execute(f"CREATE TABLE IF NOT EXISTS answer ({COLUMNS})")
    return connection, threading.Lock()


connection, lock = database()
with st.form("answers"):
    chosen = [
        st.radio(item.key, [str(value) for value in CORE.options_of(item.key).values], index=None)
        for item in CORE.items
    ]
    sent = st.form_submit_button("Send")
if sent:
    with lock:
        connection.execute(f"INSERT INTO answer VALUES ({PLACES})", chosen)  # noqa: S608
    st.write("Thank you")
