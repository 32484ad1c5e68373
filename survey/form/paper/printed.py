"""The form as a PDF to print and copy: the promise at its head, a box beside each answer.

The number beside a box is what a coordinator types. A form names a team and has no code and no
number of its own, so that no two copies can be told apart.
"""

from pathlib import Path
from typing import Any, ClassVar, Final

from survey.errors import BearingError, Said
from survey.form.questions import parts
from survey.i18n.catalogue import PAPER_PARTS, Texts, languages, texts
from survey.i18n.paper import Paper, fitting
from survey.i18n.typesetting import typeset
from survey.i18n.writing import isolated
from survey.instruments.model import Instrument
from survey.organisation.letterhead import PLAIN, Letterhead
from survey.store.protocol import Unit, Wave

TEMPLATE: Final = Path(__file__).with_name("paper_form.typ")
PROMISES: Final = ("voluntary", "no_name", "copies", "typed", "groups")


class PaperLanguageMissing(BearingError):
    """The questionnaire, or what stands around it, is not worded in that language."""

    code: ClassVar[str] = "PAPER-LANGUAGE"


def write_paper_forms(
    wave: Wave,
    path: Path,
    language: str,
    letterhead: Letterhead = PLAIN,
) -> int:
    """Write a PDF with one form a team, to be copied as often as needed, and return how many.

    Parameters
    ----------
    wave
        What is asked, of which teams, and under which policy.
    path
        The PDF (PDF/UA-1 and PDF/A-2a).
    language
        One that both the instrument and the paper form have.
    letterhead
        Who asks, as it stands at the head, and on what paper; A4 where it says none.

    Raises
    ------
    PaperLanguageMissing
        One of them has no such wording; nothing is written.
    PaperUnfit
        Half a sheet.
    """
    instrument = wave.instrument
    offered = paper_languages(instrument)
    if language not in offered:
        raise PaperLanguageMissing(
            "The form of wave {wave!r} cannot be printed in {language!r}. It can in: {offered}.",
            wave=wave.name,
            language=language,
            offered=tuple(offered) or Said("none"),
        )
    say = texts(language, *PAPER_PARTS)
    teams = sorted(wave.units, key=lambda unit: (unit.department, unit.team))
    content = {
        "language": language,
        **letterhead.content(say("common.product")),
        "paper": fitting(letterhead.paper or Paper.A4).sheet,
        "title": say("paper.document", wave=wave.name),
        "wave": say("paper.wave", wave=isolated(wave.name, language)),
        "heading": instrument.title[language],
        "lead": say("paper.lead", minutes=instrument.minutes),
        "how": say("paper.how"),
        "promise_title": say("paper.promise"),
        "promises": [say(f"paper.promise.{key}") for key in PROMISES],
        "policy": say(
            "paper.policy",
            conditions=wave.policy.conditions,
            health=wave.policy.health,
            hash=wave.policy.sha256[:12],
        ),
        "notice": "" if instrument.validated else instrument.notice[language],
        "back": say("paper.back"),
        "teams": [_team(unit, say) for unit in teams],
        "parts": _parts(instrument, language, say),
    }
    typeset(TEMPLATE, content, letterhead.pictures(), path)
    return len(teams)


def paper_languages(instrument: Instrument) -> tuple[str, ...]:
    """Return the languages in which a form can be printed: those that it and the paper have."""
    return tuple(one for one in instrument.languages if one in languages(*PAPER_PARTS))


def _team(unit: Unit, say: Texts) -> str:
    team, department = (isolated(name, say.language) for name in (unit.team, unit.department))
    return say("paper.team", team=team, department=department)


def _parts(instrument: Instrument, language: str, say: Texts) -> list[dict[str, Any]]:
    return [
        {
            "title": part.title,
            "intro": part.intro or "",
            "questions": [
                {
                    "number": str(question.number),
                    "text": question.text,
                    "hint": question.hint or "",
                    "layout": str(question.layout),
                    "choices": [
                        {"value": one.value, "text": "" if one.text == one.value else one.text}
                        for one in question.choices
                    ],
                }
                for question in part.questions
            ],
        }
        for part in parts(instrument, language, say("form.prefer_not_to_say"))
    ]
