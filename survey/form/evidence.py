"""What the thank-you page may say of research, sentence by sentence, each with its paper."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from survey.i18n.catalogue import form_texts
from survey.i18n.numbers import decimal

FILE: Final = Path(__file__).parent / "evidence.toml"


@dataclass(frozen=True)
class Source:
    """A paper as it is cited, with its address where it has one."""

    cite: str
    doi: str | None = None


@dataclass(frozen=True)
class Sentence:
    """What is said, and the number under which its source is listed (None where it has none)."""

    text: str
    source: int | None


@dataclass(frozen=True)
class Evidence:
    """Sentences on research and on what helps, and their sources in the order of their numbers."""

    research: tuple[Sentence, ...]
    help: tuple[Sentence, ...]
    sources: tuple[Source, ...]


@cache
def evidence(language: str) -> Evidence:
    """Return the sentences in a language, their figures written as it writes them."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    entries = [*content["help"], *content["research"]]  # as they are read on the page
    cited = list(dict.fromkeys(entry["source"] for entry in entries if "source" in entry))
    return Evidence(
        research=tuple(_sentence(one, "research", language, cited) for one in content["research"]),
        help=tuple(_sentence(one, "help", language, cited) for one in content["help"]),
        sources=tuple(Source(**content["source"][key]) for key in cited),
    )


def _sentence(entry: dict[str, Any], part: str, language: str, cited: list[str]) -> Sentence:
    numbers = {
        name: decimal(value, 0, language) for name, value in entry.get("numbers", {}).items()
    }
    source = cited.index(entry["source"]) + 1 if "source" in entry else None
    return Sentence(form_texts(language)(f"feedback.{part}.{entry['text']}", **numbers), source)
