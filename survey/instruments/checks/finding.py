"""A finding: one place where an instrument breaks a rule, in words for whoever wrote the file."""

from dataclasses import dataclass

from survey.errors import Said


@dataclass(frozen=True)
class Finding:
    """What is wrong and where.

    Attributes
    ----------
    code
        Stable name of the rule, such as ``LANGUAGE-MISSING``; listed in docs/instrument.md.
    where
        The place in the file, such as ``items.control_order.text``.
    message
        What is wrong there and what to do.
    """

    code: str
    where: str
    message: Said

    def __str__(self) -> str:
        """Return the finding as one line."""
        return str(self.said)

    @property
    def said(self) -> Said:
        """The finding as words."""
        return Said("[{code}] {where}: {what}", code=self.code, where=self.where, what=self.message)
