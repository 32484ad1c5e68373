"""A questionnaire of two items, small enough to read whole in a test."""

from survey.instruments.model import Instrument


def small_instrument() -> Instrument:
    """Return an instrument with one scale (workload, 1 to 5) and one outcome (back pain)."""

    def both(text: str) -> dict[str, str]:
        return {"en": text, "de": f"{text} (de)"}

    return Instrument.model_validate(
        {
            "key": "small",
            "version": "1.0.0",
            "title": both("Small"),
            "licence": "Apache-2.0",
            "source": "Made for the tests",
            "validated": False,
            "notice": both("Not a validated instrument"),
            "minutes": 1,
            "languages": ["en", "de"],
            "sections": [{"key": "all", "title": both("All")}],
            "option_sets": [
                {
                    "key": "often",
                    "steps": [{"value": v, "text": both(f"O{v}")} for v in range(1, 6)],
                },
                {"key": "yes_no", "steps": [{"value": v, "text": both(f"Y{v}")} for v in (0, 1)]},
            ],
            "items": [
                {"key": "rush", "section": "all", "options": "often", "text": both("Rushed?")},
                {"key": "pain", "section": "all", "options": "yes_no", "text": both("Pain?")},
            ],
            "scales": [
                {
                    "key": "workload",
                    "name": both("Workload"),
                    "role": "factor",
                    "sensitivity": "conditions",
                    "good_end": "low",
                    "items": [{"item": "rush"}],
                    "low_end": both("little"),
                    "high_end": both("much"),
                }
            ],
            "outcomes": [
                {
                    "key": "back_pain",
                    "name": both("Back pain"),
                    "all_of": [{"item": "pain", "values": [1]}],
                }
            ],
            "model": {"factors": ["workload"], "outcomes": ["back_pain"]},
        }
    )
