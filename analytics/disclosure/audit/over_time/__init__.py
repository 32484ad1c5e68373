"""The attacker of releases over time: what two waves say together of those who came or went.

Answers persist: whoever took part in both waves is taken to have answered alike. He knows how many
answered in each row of each wave, and who joined, left or moved, as a colleague may. What is left
unknown are the answers. docs/audit.md says when he calls a row safe.
"""

from analytics.disclosure.audit.over_time.attack import Seen, attack_over_time
from analytics.disclosure.audit.over_time.by_list import findings_by_list
from analytics.disclosure.audit.over_time.inspection import (
    findings_over_time,
    require_safe_over_time,
)

__all__ = [
    "Seen",
    "attack_over_time",
    "findings_by_list",
    "findings_over_time",
    "require_safe_over_time",
]
