"""The release over HTTP: off without a token, the cells of the files, as far as a token reaches."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analytics.api.allowance import Allowance
from analytics.api.openapi import ROOT, document
from analytics.api.routes import api_routes
from analytics.api.tables import Table
from analytics.release.content import Release
from analytics.release.reader import open_release
from analytics.release.sight import seen
from analytics.release.writer import write_release
from analytics.reports.exports.text_tables import write_cells, write_estimates
from survey.access.ledger import Action, entries
from survey.access.scope import EVERYTHING, Scope
from survey.access.tokens import hand_out, strike_off
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.charts_release import WAVE, made_up_release

OFFICE = Scope.of(["Office"])


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    write_release(made.releases / WAVE, made_up_release())
    return made


@pytest.fixture
def release(workspace: Workspace) -> Release:
    return open_release(workspace.releases / WAVE)


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=api_routes(workspace))) as made:
        yield made


def bearer(workspace: Workspace, scope: Scope = EVERYTHING, name: str = "one") -> dict[str, str]:
    return {"Authorization": f"Bearer {hand_out(workspace, name, Role.HR, scope)}"}


def address(release: Release, table: str, form: str = "json") -> str:
    return f"{ROOT}/releases/{release.manifest.id}/{table}?format={form}"


def test_without_any_token_there_is_nothing(client: TestClient, release: Release) -> None:
    for asked in (f"{ROOT}/openapi.json", f"{ROOT}/releases", address(release, "cells")):
        assert client.get(asked).status_code == 404
        assert client.get(asked, headers={"Authorization": "Bearer x"}).status_code == 404


def test_a_wrong_or_missing_token_reads_nothing(
    client: TestClient, workspace: Workspace, release: Release
) -> None:
    good = bearer(workspace)["Authorization"]
    for wrong in ("", "Bearer", "Bearer x", good[:-1], good.replace("Bearer", "Basic"), good + "x"):
        answer = client.get(address(release, "cells"), headers={"Authorization": wrong})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert set(answer.json()) == {"error", "message"}
    strike_off(workspace, "one")
    bearer(workspace, name="another")
    again = client.get(address(release, "cells"), headers={"Authorization": good})
    assert again.status_code == 401


def test_whoever_guesses_is_stopped(client: TestClient, workspace: Workspace) -> None:
    good = bearer(workspace)
    for _ in range(30):
        client.get(f"{ROOT}/releases", headers={"Authorization": "Bearer x"})
    answer = client.get(f"{ROOT}/releases", headers=good)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "600")


def test_releases_are_listed_by_id_and_wave(
    client: TestClient, workspace: Workspace, release: Release
) -> None:
    [one] = client.get(f"{ROOT}/releases", headers=bearer(workspace)).json()["releases"]
    assert (one["id"], one["wave"]) == (release.manifest.id, WAVE)
    assert one["responses"] == release.manifest.responses


@pytest.mark.parametrize("table", list(Table))
@pytest.mark.parametrize("scope", [EVERYTHING, OFFICE], ids=["all", "office"])
def test_every_form_has_the_very_rows_that_screens_show(
    client: TestClient, workspace: Workspace, release: Release, table: Table, scope: Scope
) -> None:
    headers, view = bearer(workspace, scope), seen(release, scope)
    wanted = [one.model_dump(mode="json") for one in getattr(view, table.value)]
    assert wanted
    answered = client.get(address(release, table), headers=headers)
    assert answered.json()[table.value] == wanted
    arrow = client.get(address(release, table, "arrow"), headers=headers)
    assert pa.ipc.open_stream(arrow.content).read_all().to_pylist() == wanted
    lines = client.get(address(release, table, "csv"), headers=headers)
    assert len(list(csv.DictReader(io.StringIO(lines.text)))) == len(wanted)
    if scope is OFFICE and table is not Table.ESTIMATES:
        assert "Assembly" not in answered.text + lines.text
        assert b"Assembly" not in arrow.content


def test_the_csv_is_that_of_the_exports_byte_for_byte(
    client: TestClient, workspace: Workspace, release: Release, tmp_path: Path
) -> None:
    headers = bearer(workspace)
    for table, write in ((Table.CELLS, write_cells), (Table.ESTIMATES, write_estimates)):
        write(tmp_path / "exported.csv", release)
        answered = client.get(address(release, table, "csv"), headers=headers).content
        assert answered == (tmp_path / "exported.csv").read_bytes()


def test_the_form_follows_the_head_where_the_address_names_none(
    client: TestClient, workspace: Workspace, release: Release
) -> None:
    asked, headers = address(release, "groups").partition("?")[0], bearer(workspace)
    for accept, kind in {
        "text/csv": "text/csv; charset=utf-8",
        "application/vnd.apache.arrow.stream": "application/vnd.apache.arrow.stream",
        "*/*": "application/json",
    }.items():
        answer = client.get(asked, headers={**headers, "Accept": accept})
        assert answer.headers["content-type"] == kind
        assert answer.headers["cache-control"] == "private, no-cache"


def test_what_was_read_before_is_not_sent_again_and_a_scope_has_its_own_mark(
    client: TestClient, workspace: Workspace, release: Release
) -> None:
    everything, office = bearer(workspace), bearer(workspace, OFFICE, "two")
    tag = client.get(address(release, "cells"), headers=everything).headers["etag"]
    again = client.get(address(release, "cells"), headers={**everything, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    for other in (
        client.get(address(release, "cells"), headers={**office, "If-None-Match": tag}),
        client.get(address(release, "groups"), headers={**everything, "If-None-Match": tag}),
        client.get(address(release, "cells", "csv"), headers={**everything, "If-None-Match": tag}),
    ):
        assert other.status_code == 200
        assert other.headers["etag"] != tag


def test_another_release_table_or_form_is_refused_in_words(
    client: TestClient, workspace: Workspace, release: Release
) -> None:
    headers = bearer(workspace)
    for asked, status in {
        f"{ROOT}/releases/{'0' * 64}/cells": 404,
        f"{ROOT}/releases/{WAVE}/cells": 404,
        address(release, "receipts"): 404,
        address(release, "cells", "xml"): 400,
        address(release, "cells", ""): 400,
    }.items():
        answer = client.get(asked, headers=headers)
        assert answer.status_code == status
        assert answer.json()["message"]


def test_a_token_that_asks_too_often_waits(workspace: Workspace, release: Release) -> None:
    seconds = [60.0]
    routes = api_routes(workspace, Allowance(2, lambda: seconds[0]))
    client, first = TestClient(Starlette(routes=routes)), bearer(workspace)
    second = bearer(workspace, name="two")
    statuses = [client.get(f"{ROOT}/releases", headers=first) for _ in range(3)]
    assert [one.status_code for one in statuses] == [200, 200, 429]
    assert 1 <= int(statuses[-1].headers["retry-after"]) <= 60
    assert client.get(f"{ROOT}/releases", headers=second).status_code == 200
    seconds[0] += 60
    assert client.get(f"{ROOT}/releases", headers=first).status_code == 200


def test_reading_is_in_the_ledger_once_a_day_by_role_and_release(
    client: TestClient, workspace: Workspace, release: Release
) -> None:
    headers = bearer(workspace, OFFICE)
    for table in (*Table, *Table):
        assert client.get(address(release, table), headers=headers).status_code == 200
    read = [one for one in entries(workspace) if one.action is Action.RELEASE_READ]
    assert [one.details for one in read] == [
        {"role": "hr", "sha256": release.manifest.id, "departments": 1}
    ]
    assert read[0].wave == WAVE


def test_nothing_can_be_written(client: TestClient, workspace: Workspace, release: Release) -> None:
    headers = bearer(workspace)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for asked in (f"{ROOT}/releases", address(release, "cells")):
            assert client.request(method, asked, headers=headers).status_code == 405


def test_the_document_describes_every_column() -> None:
    described = document()["components"]["schemas"]
    assert described["Cells"]["required"][0] == "wave"
    assert described["Cells"]["properties"]["n"] == {"type": ["integer", "null"]}
    assert described["Estimates"]["properties"]["p"] == {"type": ["number", "null"]}
