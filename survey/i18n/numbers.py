"""Numbers as each language writes them, by Babel."""

from functools import lru_cache

from babel.numbers import format_decimal, format_percent


@lru_cache(maxsize=32768)
def decimal(value: float, digits: int, language: str) -> str:
    """Return ``value`` with exactly ``digits`` decimals: 1.32 in English, 1,32 in German."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    number = 0.0 if round(value, digits) == 0 else value  # -0.4 is written 0, not -0
    return str(format_decimal(number, pattern, language))


def percent(share: float, language: str) -> str:
    """Return a share from 0 to 1 as a whole per cent: 38% in English, 38 % in German."""
    return str(format_percent(share, format=None, locale=language))
