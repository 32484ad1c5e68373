"""The attacker of questions together: what one measure of a row tells of another.

A scale and a yes/no made of the same answers, two yes/no of which one implies the other, and the
steps of an item beside what is made of it: whoever holds both figures of a row knows more than
each says. There is no search in it: the joint answers that one person can give are a handful of
whole numbers, and so are the inequalities that sums of them keep. docs/audit.md says when a row is
called safe.
"""

from analytics.disclosure.audit.between.attack import Between
from analytics.disclosure.audit.between.inspection import Told, findings_between, told_between

__all__ = ["Between", "Told", "findings_between", "told_between"]
