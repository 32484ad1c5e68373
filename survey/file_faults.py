"""What is wrong with a file that people write, TOML and its entries, in words of our own.

The libraries that find it say it in English only, and in the words of programmers.
"""

import re
import tomllib
from typing import Final

from pydantic_core import ErrorDetails

from survey.errors import Said

PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)$")
KINDS: Final = {
    "missing": Said("it is missing"),
    "extra_forbidden": Said("there is no such entry"),
    "string_type": Said("a text is needed"),
    "int_type": Said("a whole number is needed"),
    "int_from_float": Said("a whole number is needed"),
    "float_type": Said("a number is needed"),
    "bool_type": Said("true or false is needed"),
    "tuple_type": Said("a list is needed"),
    "dict_type": Said("a table of entries is needed"),
    "model_type": Said("a table of entries is needed"),
    "literal_error": Said("it may be {expected}"),
    "enum": Said("it may be {expected}"),
    "greater_than_equal": Said("it has to be {ge} or more"),
    "less_than_equal": Said("it has to be {le} or less"),
    "greater_than": Said("it has to be more than {gt}"),
    "string_too_short": Said("it has to hold {min_length} or more"),
    "too_short": Said("it has to hold {min_length} or more"),
    "string_too_long": Said("it has to hold {max_length} or less"),
    "too_long": Said("it has to hold {max_length} or less"),
    "string_pattern_mismatch": Said("it has to be written as {pattern}"),
}
OTHER: Final = Said("it cannot stand there like this")


def toml_fault(broken: tomllib.TOMLDecodeError | UnicodeDecodeError) -> Said:
    """Return where a file stops to be TOML."""
    if isinstance(broken, UnicodeDecodeError):
        return Said("byte {byte} is no UTF-8", byte=broken.start)
    if found := PLACE.search(str(broken)):
        return Said("line {line}, column {column}", line=found[1], column=found[2])
    return Said("at its end")


def entry_fault(error: ErrorDetails) -> Said:
    """Return what is wrong with one entry; a rule of our own may say it (``ValueError(Said)``)."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        (said,) = context["error"].args
        return said if isinstance(said, Said) else OTHER
    kind = KINDS.get(error["type"], OTHER)
    return Said(kind.words, **context)
