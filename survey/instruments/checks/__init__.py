"""The rules that an instrument must keep, one module a rule.

A rule is a module in this package with a function ``check(instrument) -> list[Finding]``. To add
one, add its file: the package is listed, nothing is registered by hand.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument

Check = Callable[[Instrument], list[Finding]]

__all__ = ["Check", "Finding", "checks", "findings"]


@cache
def checks() -> dict[str, Check]:
    """Return the rules by the name of their module, in alphabetical order."""
    modules = {name: import_module(f"{__name__}.{name}") for _, name, _ in iter_modules(__path__)}
    return {
        name: module.check for name, module in sorted(modules.items()) if hasattr(module, "check")
    }


def findings(instrument: Instrument) -> list[Finding]:
    """Return everything that breaks a rule; an empty list says that the instrument may be used."""
    return [finding for check in checks().values() for finding in check(instrument)]
