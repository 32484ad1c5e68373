"""datapackage.json and README.txt: a program reads the CSV by them alone, a person is told."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pytest

from analytics.release.model import Cell, Estimate
from analytics.reports.exports import WRITERS, export_release
from survey.i18n.catalogue import languages
from tests.pages.releases import full_release

TYPES: Final = {"string": str, "integer": int, "number": float}
MODELS: Final[dict[str, type[Cell | Estimate]]] = {"cells": Cell, "estimates": Estimate}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("package")
    export_release(full_release(), place)
    return place


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return read


def rows(folder: Path, resource: dict[str, Any]) -> list[dict[str, Any]]:
    """Read a CSV file by what its description says, and nothing else."""
    schema = resource["schema"]
    types = {field["name"]: TYPES[field["type"]] for field in schema["fields"]}
    with (folder / resource["path"]).open(encoding=resource["encoding"], newline="") as file:
        read = list(csv.DictReader(file))
    return [
        {name: None if text in schema["missingValues"] else types[name](text)
         for name, text in row.items()}
        for row in read
    ]  # fmt: skip


def test_each_csv_file_is_described_with_its_bytes(folder: Path, package: dict[str, Any]) -> None:
    described = {one["path"]: (one["bytes"], one["hash"]) for one in package["resources"]}
    files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    assert described == {
        name: (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        for name, content in files.items()
    }


@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_csv_read_by_its_description_is_the_release(
    name: str, folder: Path, package: dict[str, Any]
) -> None:
    resource = next(one for one in package["resources"] if one["name"] == name)
    found = rows(folder, resource)
    model = MODELS[name]
    empty = {"reason": ""} if name == "cells" else {}
    read = [model.model_validate(row | (empty if not row.get("reason") else {})) for row in found]
    assert read == list(getattr(full_release(), name))
    keys = [tuple(row[key] for key in resource["schema"]["primaryKey"]) for row in found]
    assert len(set(keys)) == len(keys) > 0


def test_columns_of_few_words_name_all_of_them(folder: Path, package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        found = rows(folder, resource)
        for field in resource["schema"]["fields"]:
            if words := field.get("constraints", {}).get("enum"):
                assert {row[field["name"]] for row in found} - {None} <= set(words)


def test_the_read_me_speaks_of_every_file_in_each_language(folder: Path) -> None:
    said = (folder / "README.txt").read_text("utf-8")
    for name in set(WRITERS) - {"README.txt"}:
        assert said.count(f"\n{name} ") == len(languages()), name
    assert full_release().manifest.id in said
    assert "never what comes of what" in said and "nie, was woraus folgt" in said
