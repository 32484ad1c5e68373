"""The questions of an instrument in one language, ready to be laid out on a page."""

from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Final

from survey.form.answers import UNSAID, field_name
from survey.instruments.model import Instrument, Item

ROW_STEPS: Final = (4, 5)
ROW_TEXT: Final = 24
FLOW_TEXT: Final = 12
FLOW_MEDIAN: Final = 3


class Layout(StrEnum):
    """How the choices stand beside each other where there is room; a phone stacks them all."""

    STACK = "stack"
    ROW = "row"
    FLOW = "flow"


@dataclass(frozen=True)
class Choice:
    """One answer on offer: what is sent, what is read, and the id of its button."""

    value: str
    text: str
    id: str


@dataclass(frozen=True)
class Question:
    """One question with its choices; "prefer not to say" stands apart from them."""

    key: str
    number: int
    name: str
    text: str
    hint: str | None
    layout: Layout
    choices: tuple[Choice, ...]
    unsaid: Choice

    @property
    def target(self) -> str:
        """The id of the first button, to which a link in the list of errors leads."""
        return self.choices[0].id


@dataclass(frozen=True)
class Part:
    """One section of the instrument with its questions."""

    key: str
    title: str
    intro: str | None
    questions: tuple[Question, ...]


def parts(instrument: Instrument, language: str, prefer_not_to_say: str) -> tuple[Part, ...]:
    """Return the sections that have questions, numbered through from 1, in file order."""
    numbers = {item.key: at for at, item in enumerate(instrument.items, start=1)}
    found = []
    for section in instrument.sections:
        questions = tuple(
            _question(instrument, item, numbers[item.key], language, prefer_not_to_say)
            for item in instrument.items
            if item.section == section.key
        )
        intro = section.intro[language] if section.intro else None
        if questions:
            found.append(Part(section.key, section.title[language], intro, questions))
    return tuple(found)


def layout_of(texts: tuple[str, ...]) -> Layout:
    """Return the layout for choices of these wordings: side by side where they are short."""
    longest = max(map(len, texts))
    if median(map(len, texts)) <= FLOW_MEDIAN or (len(texts) < 4 and longest <= FLOW_TEXT):
        return Layout.FLOW
    if len(texts) in ROW_STEPS and longest <= ROW_TEXT:
        return Layout.ROW
    return Layout.STACK


def _question(
    instrument: Instrument, item: Item, number: int, language: str, prefer_not_to_say: str
) -> Question:
    name = field_name(item.key)
    steps = instrument.options_of(item.key).steps
    return Question(
        key=item.key,
        number=number,
        name=name,
        text=item.text[language],
        hint=item.hint[language] if item.hint else None,
        layout=layout_of(tuple(step.text[language] for step in steps)),
        choices=tuple(
            Choice(str(step.value), step.text[language], f"{name}-{step.value}") for step in steps
        ),
        unsaid=Choice(UNSAID, prefer_not_to_say, f"{name}-{UNSAID}"),
    )
