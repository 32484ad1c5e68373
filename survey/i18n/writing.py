"""What a language calls itself, and in which direction it is written, by Babel."""

from babel import Locale


def own_name(language: str) -> str:
    """Return what a language calls itself: English, Deutsch."""
    name = str(Locale.parse(language).get_display_name(language))
    return name[:1].upper() + name[1:]


def direction(language: str) -> str:
    """Return ``ltr`` or ``rtl``, the way in which a language is written."""
    return str(Locale.parse(language).text_direction)


def isolated(name: str, language: str) -> str:
    """Return a name that keeps its own order among words that run from right to left."""
    return f"\u2068{name}\u2069" if direction(language) == "rtl" else name
