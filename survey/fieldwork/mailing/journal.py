"""Which lines of a list were sent a code, so that sending goes on after any stop."""

from collections.abc import Mapping, Sequence

from survey.fieldwork.mailing.address_list import Addressee
from survey.fieldwork.rounds import Reason
from survey.store.protocol import Store


class Journal:
    """Notes in the store which lines of a list were sent a code, so that no stop loses the place.

    ``codes`` has the reserved code of each address; ``accepted`` the lines whose message was.
    """

    def __init__(
        self, store: Store, wave: str, addressees: Sequence[Addressee], reason: Reason | None
    ) -> None:
        self._store, self._wave = store, wave
        lines = [f"{one.line},{one.unit},{one.email}" for one in addressees]
        self._listed = "\n".join([str(reason), *lines]).encode()
        self.codes: Mapping[Addressee, str] = {}
        self.accepted: set[int] = set()
        self._under_way: dict[int, Addressee] = {}

    def left(self, addressees: Sequence[Addressee]) -> tuple[list[Addressee], list[Addressee]]:
        """Return those who were sent nothing yet, and those whose message was under way."""
        begun = self._store.mailed_lines(self._wave, self._listed)
        new = [one for one in addressees if one.line not in begun]
        return new, [one for one in addressees if begun.get(one.line) is False]

    def begin(self, one: Addressee) -> None:
        """Let a code open the form, since its message is about to go."""
        self._under_way[one.line] = one
        self._store.begin_mail(self._wave, self._listed, one.line, self.codes[one])

    def end(self, one: Addressee, *, accepted: bool) -> None:
        """Note what became of a message."""
        self._store.end_mail(self._wave, self._listed, one.line, accepted=accepted)
        del self._under_way[one.line]
        if accepted:
            self.accepted.add(one.line)

    def give_up(self) -> None:
        """Forget the lines that were begun, where sending ends before their messages are taken.

        A process that is killed cannot; then they stay under way, and get another code.
        """
        for one in list(self._under_way.values()):
            self.end(one, accepted=False)

    def finish(self) -> None:
        """Forget a list that was sent whole: sent once more, it is a new one."""
        self._store.finish_mail(self._wave, self._listed)
