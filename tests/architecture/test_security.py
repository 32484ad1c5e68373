"""Each property in security.md and architecture.md names modules and tests that there are."""

import re
from pathlib import Path

import pytest

from tests.running import ROOT

PAGES = ("security.md", "architecture.md")
PATH = re.compile(r"`([\w./*-]+)`")
WORDS_ALONE = {"lint-imports"}
"""What holds a property and is no file."""


def rows(page: str) -> list[list[str]]:
    """The rows of a page's tables of properties: what, by which module, by which test."""
    found = []
    inside = False
    for line in (ROOT / "docs" / page).read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3:
            inside = inside or cells[1] == "carried by"
            if inside and cells[1] != "carried by" and set(cells[1]) != {"-"}:
                found.append(cells)
        else:
            inside = False
    return found


def files(cell: str) -> list[Path]:
    """The files and folders that a cell names; one without a folder lies beside the one before."""
    named: list[Path] = []
    for name in PATH.findall(cell):
        if name in WORDS_ALONE:
            continue
        alone = "/" not in name and named and not (ROOT / name).exists()
        named.append(named[-1].parent / name if alone else ROOT / name)
    return named


ROWS = [(page, row) for page in PAGES for row in rows(page)]


def test_there_are_properties() -> None:
    assert len([page for page, _row in ROWS if page == "security.md"]) > 60
    assert len([page for page, _row in ROWS if page == "architecture.md"]) > 20


def there(path: Path) -> list[Path]:
    """The files that a path names, which may be a folder or have a star in it."""
    found = list(ROOT.glob(str(path.relative_to(ROOT))))
    return [one for each in found for one in ([each] if each.is_file() else each.rglob("*.*"))]


def shortened(value: object) -> str:
    return value[0][:40] if isinstance(value, list) else str(value)


@pytest.mark.parametrize(("page", "row"), ROWS, ids=shortened)
def test_each_property_names_what_carries_it_and_what_would_break(
    page: str, row: list[str]
) -> None:
    for cell in row[1:]:
        named = files(cell)
        assert named or cell.strip("`") in WORDS_ALONE, f"{page}: {row[0]}: names nothing"
        assert not [path for path in named if not there(path)], f"{page}: {row[0]}: not there"
    for path in files(row[2]):
        tests = [one for one in there(path) if one.suffix == ".py"]
        holding = [one for one in tests if "def test_" in one.read_text("utf-8")]
        assert holding, f"{page}: {path} holds no test"
