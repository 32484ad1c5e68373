"""The promise as a plain page: what happens to an answer, under which rules, and what it cannot do.

The staff screens have it too, with the rules of published waves and the check of receipts; but
they need script, and whoever answers shall need none.
"""

from collections.abc import Callable
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from survey.fieldwork.policy import Policy
from survey.form.protection import Endpoint
from survey.form.reception import Reception
from survey.form.said_dates import kept_in_full, until
from survey.form.screens import screen
from survey.i18n.dates import day
from survey.i18n.writing import isolated
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState

ADDRESS: Final = "/s/promise"
POINTS: Final = ("names", "codes", "groups", "thresholds", "ends", "once", "time", "audit", "texts")
LIMITS: Final = ("combine", "hints", "server", "lists")


class PromiseRoutes:
    """The endpoint of ``/s/promise``."""

    def __init__(self, store: Store, reception: Reception) -> None:
        self._store = store
        self._reception = reception

    def routes(self, guard: Callable[[Endpoint], Endpoint]) -> list[BaseRoute]:
        """Return the route; ``guard`` wraps its endpoint."""
        return [Route(ADDRESS, guard(self.show), methods=["GET"])]

    async def show(self, request: Request) -> Response:
        """Show the promise of the wave that is asked for; of all that are open for any other."""
        notices, language = self._reception.beside(request), self._reception.language(request)
        waves = await run_in_threadpool(self._store.waves)
        opened = [wave for wave in waves if wave.state is WaveState.OPEN]
        asked = [wave for wave in opened if wave.name == request.query_params.get("wave")]
        return screen(
            "plain_promise.html",
            language,
            200,
            notices.around,
            waves=[_terms(wave, language) for wave in asked or reversed(opened)],
            usual=Policy(),
            points=POINTS,
            limits=LIMITS,
            others=notices.other_languages(language),
            asked_wave=asked[0].name if asked else "",
        )


def _terms(wave: Wave, language: str) -> dict[str, Any]:
    return {
        "name": isolated(wave.name, language),
        "policy": wave.policy,
        "ways": wave.ways,
        "opened_on": day(wave.first_day, language),
        "until": until(wave.dates, language),
        "kept": kept_in_full(wave.dates, language),
    }
