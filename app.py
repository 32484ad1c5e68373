"""The whole server: staff screens, the employee's form, one writer of answers, the headers.

Start it with ``streamlit run app.py``. It serves the workspace that ``BEARING_WORKSPACE`` names,
else ``./workspace``; where there is none, a demonstration that is built at the first start.
"""

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import streamlit as st
import typer
from starlette.middleware import Middleware
from streamlit.net_util import get_internal_ip

from pages.shell.warm import warm_behind
from survey.errors import BearingError
from survey.fieldwork.ticket_keys import signing_key
from survey.fieldwork.workspaces import kind
from survey.form.contacts import read_contacts
from survey.form.headers import SecurityHeaders, WithoutCodes
from survey.form.routes import survey_routes
from survey.settings import (
    DEMONSTRATION_WORKSPACE,
    WORKSPACE_VARIABLE,
    Workspace,
    WorkspaceKind,
)
from survey.store.duckdb_store import close_store, open_store
from survey.store.writer import ResponseWriter


def served_workspace() -> Workspace:
    """Return the workspace to serve; builds the demonstration where there is no other."""
    workspace = Workspace.resolve()
    if not workspace.exists:
        typer.echo(f"No workspace at {workspace.root}: this is the demonstration.")
        workspace = Workspace(DEMONSTRATION_WORKSPACE.resolve())
    if not workspace.exists:
        # Only the first start of a demonstration needs what makes up an organisation.
        from sample_data.demonstration import build

        build(workspace, lambda line: typer.echo(f"  {line}"))
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root)
    return workspace


def say_where() -> None:
    """Print the addresses; Streamlit's own greeting comes too early and asks the internet."""
    if Path(sys.argv[0]).resolve() != Path(__file__).resolve():
        return  # Started by another server, which has its own port and its own greeting.
    port, prefix = st.get_option("server.port"), st.get_option("server.baseUrlPath").strip("/")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    typer.echo("Bearing is ready. Stop it with Ctrl+C.")
    for place, host in (("this computer", "localhost"), ("your network", get_internal_ip())):
        typer.echo(f"  On {place}:".ljust(22) + f"{scheme}://{host}:{port}/{prefix}")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Say where the server is and open its releases; at its end, write what waits and close."""
    say_where()
    warm_behind()
    try:
        yield
    finally:
        writer.close()
        close_store(workspace)


for log in ("uvicorn.access", "uvicorn.error"):
    logging.getLogger(log).addFilter(WithoutCodes())

try:
    workspace = served_workspace()
    contacts = read_contacts(workspace.contacts)
    store = open_store(workspace)
except BearingError as refusal:
    raise SystemExit(refusal.message) from refusal

writer = ResponseWriter(store)
demonstration = kind(workspace) is WorkspaceKind.DEMONSTRATION

app = st.App(
    "pages/navigation.py",
    routes=survey_routes(
        store,
        writer,
        demonstration,
        contacts=contacts,
        ticket_key=partial(signing_key, workspace),
    ),
    middleware=[Middleware(SecurityHeaders)],
    lifespan=lifespan,
)
