"""Whoever watches the server hears whether it answers, and whether it can keep an answer."""

import shutil
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.keeping.health import health_routes
from survey.settings import Workspace
from survey.store.opening import close_store, open_store
from survey.store.writer import ResponseWriter


@pytest.fixture
def writer(workspace: Workspace) -> Iterator[ResponseWriter]:
    writer = ResponseWriter(open_store(workspace))
    yield writer
    writer.close()


def watched(workspace: Workspace, writer: ResponseWriter, room: int = 1) -> TestClient:
    return TestClient(
        Starlette(routes=health_routes(workspace, open_store(workspace), writer, room))
    )


def test_a_server_that_can_keep_an_answer_is_ready(
    workspace: Workspace, writer: ResponseWriter
) -> None:
    client = watched(workspace, writer)
    assert client.get("/healthz").json() == {"healthy": True}
    asked = client.get("/readyz")
    assert (asked.status_code, asked.json()) == (200, {"ready": True, "failing": []})
    assert asked.headers["cache-control"] == "no-store"


def test_each_thing_that_fails_is_named(workspace: Workspace, writer: ResponseWriter) -> None:
    enough = shutil.disk_usage(workspace.root).total + 1
    client = watched(workspace, writer, room=enough)
    assert client.get("/readyz").json()["failing"] == ["disk space"]
    writer.close()
    close_store(workspace)
    asked = client.get("/readyz")
    assert asked.status_code == 503
    assert asked.json()["failing"] == ["store", "writer", "disk space"]
    shutil.rmtree(workspace.root)
    gone = ["store", "writer", "disk space", "disk writable"]
    assert client.get("/readyz").json()["failing"] == gone
    assert client.get("/healthz").status_code == 200
