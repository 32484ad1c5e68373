"""How hard a questionnaire is to read: one published formula a language, named with the result.

The formulas count words, sentences and syllables. They say nothing of whether a text makes sense,
and on texts as short as questions they are rough: read them to compare two wordings of the same
question in the same language. Arabic has none: no published formula works on everyday script,
which leaves out the short vowels; so only the lengths of its sentences are given.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from survey.instruments.duration import reading_texts
from survey.instruments.model import Instrument

WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE_END: Final = re.compile(r"[.!?؟:]+(?:\s|$)")
VOWELS: Final = {
    "en": re.compile(r"[aeiouy]+"),
    "de": re.compile(r"aa|ee|oo|au|äu|ei|ai|eu|ie|[aeiouyäöü]"),
    "nl": re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ij|ei|au|ou|ui|eu|oe|ie|[aeiouyëïé]"),
    "fr": re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+"),
    "es": re.compile(r"[iuü]?[aeoáéó][iuy]?|[íú]|[iuü]+|y\b"),
    "pl": re.compile(r"i?[aąeęoóu]|i|y"),
    "tr": re.compile(r"[aeıioöuüâîû]"),
}
SILENT_ENDS: Final = {
    "en": re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeioudty])ed$"),
    "fr": re.compile(r"(?<=[^aeiouyàâéèêëîïôùûü])es?$"),
}


@dataclass(frozen=True)
class Counts:
    """What the formulas are made of. ``long`` are words of more than six letters."""

    words: int
    sentences: int
    syllables: int
    of_one: int
    of_three: int
    of_four: int
    long: int

    @property
    def words_a_sentence(self) -> float:
        """Mean length of a sentence."""
        return self.words / self.sentences

    @property
    def syllables_a_word(self) -> float:
        """Mean length of a word."""
        return self.syllables / self.words

    def share(self, words: int) -> float:
        """Return a number of words as per cent of all."""
        return 100 * words / self.words


@dataclass(frozen=True)
class ReadingLevel:
    """A text's reading level.

    Attributes
    ----------
    formula
        Name and source; None where the language has no formula.
    value
        The formula's result; its own scale, so never compare two languages.
    school_years
        Years of school that it asks for, in whole years: as the formula says, or, for a reading
        ease from 0 to 100, roughly, by Flesch's table of 1949. Add 6 for a reader's age.
    words_a_sentence
        Mean length of a sentence, in words.
    """

    formula: str | None
    value: float | None
    school_years: int | None
    words_a_sentence: float


@dataclass(frozen=True)
class Formula:
    """A formula, and how many years of school its result stands for."""

    name: str
    value: Callable[[Counts], float]
    years: Callable[[float], int]


def _years_of_ease(value: float) -> int:
    """Return the school years of a reading ease from 0 to 100, by Flesch's table (1949)."""
    table = ((90, 5), (80, 6), (70, 7), (60, 9), (50, 12), (30, 14))
    return next((years for least, years in table if value >= least), 16)


def _grade(value: float) -> int:
    return max(1, int(value))


FORMULAS: Final = {
    "en": Formula(
        "Flesch-Kincaid grade level (Kincaid 1975)",
        lambda c: 0.39 * c.words_a_sentence + 11.8 * c.syllables_a_word - 15.59,
        _grade,
    ),
    "de": Formula(
        "Neue Wiener Sachtextformel 1 (Bamberger and Vanecek 1984)",
        lambda c: (
            0.1935 * c.share(c.of_three)
            + 0.1672 * c.words_a_sentence
            + 0.1297 * c.share(c.long)
            - 0.0327 * c.share(c.of_one)
            - 0.875
        ),
        _grade,
    ),
    "nl": Formula(
        "Leesindex A (Douma 1960)",
        lambda c: 206.84 - 0.93 * c.words_a_sentence - 77 * c.syllables_a_word,
        _years_of_ease,
    ),
    "fr": Formula(
        "Flesch adapted to French (Kandel and Moles 1958)",
        lambda c: 209 - 1.15 * c.words_a_sentence - 68 * c.syllables_a_word,
        _years_of_ease,
    ),
    "es": Formula(
        "Lecturabilidad (Fernández Huerta 1959)",
        lambda c: 206.84 - 1.02 * c.words_a_sentence - 60 * c.syllables_a_word,
        _years_of_ease,
    ),
    "pl": Formula(
        "Linear index of difficulty (Pisarek 1969)",
        lambda c: c.words_a_sentence / 3 + c.share(c.of_four) / 3 + 1,
        _grade,
    ),
    "tr": Formula(
        "Okunabilirlik (Ateşman 1997)",
        lambda c: 198.825 - 40.175 * c.syllables_a_word - 2.610 * c.words_a_sentence,
        _years_of_ease,
    ),
}


def reading_level(instrument: Instrument, language: str) -> ReadingLevel:
    """Return the reading level of all headings, questions and hints of an instrument."""
    return level_of(reading_texts(instrument, language), language)


def level_of(texts: tuple[str, ...], language: str) -> ReadingLevel:
    """Return the reading level of texts in a language; each text ends a sentence.

    Texts without a word have the level of nothing: no formula and no length.
    """
    counts = count(texts, language)
    formula = FORMULAS.get(language)
    if counts.words == 0:
        return ReadingLevel(None, None, None, 0.0)
    if formula is None:
        return ReadingLevel(None, None, None, counts.words_a_sentence)
    value = formula.value(counts)
    return ReadingLevel(formula.name, value, formula.years(value), counts.words_a_sentence)


def count(texts: tuple[str, ...], language: str) -> Counts:
    """Return the counts that the formulas take."""
    words = [word for text in texts for word in WORD.findall(text)]
    syllables = [syllables_of(word, language) for word in words]
    return Counts(
        words=len(words),
        sentences=sum(map(_sentences, texts)),
        syllables=sum(syllables),
        of_one=sum(n == 1 for n in syllables),
        of_three=sum(n >= 3 for n in syllables),
        of_four=sum(n >= 4 for n in syllables),
        long=sum(len(word) > 6 for word in words),
    )


def syllables_of(word: str, language: str) -> int:
    """Return the syllables of a word, counted by its groups of vowels; at least 1."""
    lower = word.lower().replace("i̇", "i") if language != "tr" else _lower_turkish(word)
    if language in SILENT_ENDS and len(lower) > 3:
        lower = SILENT_ENDS[language].sub("", lower)
    vowels = VOWELS.get(language)
    return max(1, len(vowels.findall(lower))) if vowels else 1


def _lower_turkish(word: str) -> str:
    return word.replace("I", "ı").replace("İ", "i").lower()


def _sentences(text: str) -> int:
    pieces = [piece for piece in SENTENCE_END.split(text) if WORD.search(piece)]
    return len(pieces)
