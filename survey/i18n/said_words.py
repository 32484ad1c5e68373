"""Every sentence that a failure can say, found where the program says it.

A sentence is written out as the first text of a failure, or of ``Said``; what a place in it holds
is named. So a catalogue can be held against the program, and none is left out.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Final

from survey.i18n.failures import wordings

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("survey", "analytics", "sample_data")
BASE: Final = "BearingError"
SPEAKERS: Final = frozenset({BASE, "Said", "failure"})
"""What says words besides the classes of failures: a reader's ``failure`` is one of these."""
OF_ITSELF: Final = ("super().__init__", "cls")
"""How a class of failures says words of its own."""


@dataclass(frozen=True)
class Sentence:
    """English words, and where they are said; None for words that are put together there."""

    words: str | None
    place: str
    speaker: str


def sentences(root: Path = ROOT) -> tuple[Sentence, ...]:
    """Return every sentence that the packages below a folder say."""
    trees = {
        path: ast.parse(path.read_text("utf-8"))
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
    }
    classes = _failures(trees.values())
    return tuple(
        sentence
        for path, tree in trees.items()
        for sentence in _said_in(tree, str(path.relative_to(root)), SPEAKERS | classes, classes)
    )


def missing_words(language: str, root: Path = ROOT) -> tuple[str, ...]:
    """Return what cannot be said in a language as the program says it, a line a sentence."""
    known = wordings(language)
    return tuple(
        f"{one.place}: words are put together; name what stands in their places."
        if one.words is None
        else f"{one.place}: {one.words!r} is missing."
        for one in sentences(root)
        if one.words not in known
    )


def placeholders(words: str) -> frozenset[str]:
    """Return the names of the places in words."""
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name)


def _failures(trees: Iterable[ast.Module]) -> frozenset[str]:
    bases: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {each.id for each in node.bases if isinstance(each, ast.Name)}
    found = {BASE}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def _said_in(
    tree: ast.Module, place: str, speakers: frozenset[str], classes: frozenset[str]
) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.IfExp)):
            named = {each.id for each in ast.walk(node.func) if isinstance(each, ast.Name)}
            for speaker in sorted(named & speakers):
                yield from _words(node, speaker, place)
        elif isinstance(node, ast.ClassDef) and node.name in classes:
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in OF_ITSELF:
                    yield from _words(call, node.name, place)


def _words(call: ast.Call, speaker: str, place: str) -> Iterator[Sentence]:
    for given in call.args:
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield Sentence(given.value, f"{place}:{given.lineno}", speaker)
            return
        if isinstance(given, (ast.JoinedStr, ast.BinOp, ast.IfExp)):
            yield Sentence(None, f"{place}:{given.lineno}", speaker)
