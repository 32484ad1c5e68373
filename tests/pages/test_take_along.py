"""Take along: pictures, tables and links, made of the release and written down in the ledger."""

import io
import json

import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import Image
from streamlit.testing.v1 import AppTest

from analytics.charts.drawing import on_paper
from analytics.charts.heat_map import heat_map
from analytics.charts.theme import LIGHT
from pages.shell.files import Taker, kept_file
from pages.shell.take_along import MIMES, file_of
from survey.access.ledger import entries
from survey.i18n.catalogue import texts
from survey.vocabulary import Role
from tests.charts_release import MEASURES, made_up_release
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on

RELEASE = made_up_release()
PICTURE = heat_map(RELEASE.cells, MEASURES[:5], texts("de"), LIGHT, groups=RELEASE.groups)


def taken(ending: str, table: pd.DataFrame = PICTURE.table) -> bytes:
    """Return the file of the heat map."""
    return file_of(ending, "Gruppen", table, lambda: on_paper(PICTURE.chart.to_dict(), 820, "#fff"))


def test_a_picture_is_a_picture_on_paper() -> None:
    drawn = Image.open(io.BytesIO(taken("png")))
    assert drawn.width > 1600, "sharp enough for print"
    assert drawn.convert("RGB").getpixel((1, 1)) == (255, 255, 255)
    svg = taken("svg").decode("utf-8")
    assert svg.startswith("<svg") and "Arbeitsmenge" in svg


def test_tables_hold_the_words_of_the_page() -> None:
    lines = taken("csv").decode("utf-8").splitlines()
    assert len(lines) == len(PICTURE.table) + 1
    sheet = load_workbook(io.BytesIO(taken("xlsx"))).active
    rows = [[field.value or "" for field in row] for row in sheet.iter_rows()]
    assert rows[1:] == PICTURE.table.to_numpy().tolist()


def test_no_name_becomes_a_formula() -> None:
    table = pd.DataFrame([["=1+1", "54"]], columns=["Gruppe", "Arbeitsmenge"])
    assert b"\n'=1+1,54" in taken("csv", table)
    cell = load_workbook(io.BytesIO(taken("xlsx", table))).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_was_taken_stands_in_the_ledger(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace()
    content = kept_file(workspace, "2026", b"picture", Taker(role=Role.HR))
    last = list(entries(workspace))[-1]
    assert content == b"picture"
    assert (last.details["role"], last.details["files"]) == ("hr", 1)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_offers_all_of_it_in_its_language_and_no_other_menu(
    make_workspace: MakeWorkspace, open_page: Open, language: str
) -> None:
    page: AppTest = open_page("hr/links.py", Role.HR, make_workspace(), language=language)
    text = texts(language)
    labels = [one.proto.label for one in page.get("download_button")]
    assert labels == [text(f"results.take.{ending}") for ending in MIMES]
    assert text("results.take.link") in words_on(page)
    specs = [json.loads(one.proto.spec) for one in page.get("vega_lite_chart")]
    assert specs and all(not one["usermeta"]["embedOptions"]["actions"] for one in specs)


def test_a_link_has_every_choice_and_names_the_wave(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, make_workspace())
    page.selectbox(key="teams_sort_factor").set_value("control").run()
    [first, *_] = [one.value for one in page.code]
    assert "sort=control" in first and "wave=2026-spring" in first
