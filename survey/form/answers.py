"""What a sent form may hold, as a model built from the instrument."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from survey.errors import BearingError, Said
from survey.instruments.model import Instrument

UNSAID: Final = "unsaid"
"""What a form sends for "prefer not to say"; stored as no answer."""

PREFIX: Final = "q_"
"""Before an item's key in a field's name, so that no item can pose as another field."""


class AnswersRefused(BearingError):
    """A form that cannot be stored as it is, with what is wrong and what may be kept.

    Attributes
    ----------
    kept
        Field name to value of every answer that is fine, to show the form again with.
    open
        Keys of the items without a choice, in the order of the form.
    unreadable
        Keys of the items with a choice that the item does not offer, or with two.
    foreign
        Whether there were fields that the form does not have.
    """

    code: ClassVar[str] = "ANSWERS-REFUSED"

    def __init__(
        self,
        kept: Mapping[str, str],
        open_items: tuple[str, ...],
        unreadable: tuple[str, ...],
        foreign: bool,
    ) -> None:
        super().__init__(
            "The form was not stored: {open} questions without a choice, {unreadable} that could"
            " not be read{more}.",
            open=len(open_items),
            unreadable=len(unreadable),
            more=Said(", and fields that the form does not have") if foreign else "",
        )
        self.kept = dict(kept)
        self.open = open_items
        self.unreadable = unreadable
        self.foreign = foreign


class SentForm(BaseModel):
    """The base of every answer model: no other fields, no conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def field_name(item_key: str) -> str:
    """Return the name under which a form sends the answer to an item."""
    return PREFIX + item_key


def answer_model(instrument: Instrument) -> type[SentForm]:
    """Return the model of a sent form: one optional field an item, holding one of its options.

    A value is the option's number as text, as forms send it, or ``UNSAID``.
    """
    fields: dict[str, Any] = {}
    for item in instrument.items:
        offered = (*map(str, instrument.options_of(item.key).values), UNSAID)
        fields[field_name(item.key)] = (Literal[offered] | None, None)
    return create_model("Answers", __base__=SentForm, **fields)


@dataclass(frozen=True)
class AnswerSheet:
    """Reads sent forms of one instrument."""

    instrument: Instrument

    @cached_property
    def model(self) -> type[SentForm]:
        """The model that each form is held against."""
        return answer_model(self.instrument)

    def read(self, fields: Sequence[tuple[str, str]]) -> tuple[int | None, ...]:
        """Return one entry an item in the instrument's order; None is "prefer not to say".

        Parameters
        ----------
        fields
            Name and value of each answer as they were sent, repeats included.

        Raises
        ------
        AnswersRefused
            A question is open or unreadable, or a field is not of this form.
        """
        repeated = {name for name, times in Counter(n for n, _ in fields).items() if times > 1}
        sent, wrong = self._accepted({n: v for n, v in fields if n not in repeated})
        wrong |= repeated
        unreadable = tuple(i.key for i in self.instrument.items if field_name(i.key) in wrong)
        open_items = tuple(
            item.key
            for item in self.instrument.items
            if field_name(item.key) not in sent and field_name(item.key) not in wrong
        )
        foreign = len(wrong) > len(unreadable)
        if open_items or unreadable or foreign:
            raise AnswersRefused(sent, open_items, unreadable, foreign)
        values = (sent[field_name(item.key)] for item in self.instrument.items)
        return tuple(None if value == UNSAID else int(value) for value in values)

    def kept(self, fields: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Return the answers that are fine, whatever else was sent (to show the form again)."""
        try:
            self.read(fields)
        except AnswersRefused as refusal:
            return refusal.kept
        return dict(fields)

    def _accepted(self, fields: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
        """Divide fields by the model's verdict: those that are fine, and the names of the rest."""
        try:
            self.model.model_validate(dict(fields))
        except ValidationError as refusal:
            wrong = {str(error["loc"][0]) for error in refusal.errors(include_url=False)}
        else:
            wrong = set()
        return {name: value for name, value in fields.items() if name not in wrong}, wrong
