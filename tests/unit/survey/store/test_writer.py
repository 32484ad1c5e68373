"""The writer: one thread, one commit for all who wait, and no promise before the commit."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from survey.store.protocol import CodeStanding, Submission
from survey.store.writer import ResponseWriter, WriterBusy, WriterClosed


class RecordingStore:
    """A store that remembers its batches and may be held back or made to fail."""

    def __init__(self) -> None:
        self.batches: list[list[Submission]] = []
        self.spent: set[str] = set()
        self.failure: Exception | None = None
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.entered = threading.Event()

    def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
        self.entered.set()
        assert self.may_go_on.wait(10)
        self.batches.append(list(batch))
        if self.failure is not None:
            raise self.failure
        standings = [
            CodeStanding.SPENT if one.code in self.spent else CodeStanding.FRESH for one in batch
        ]
        self.spent |= {one.code for one in batch}
        return standings


@pytest.fixture
def store() -> RecordingStore:
    return RecordingStore()


@contextmanager
def a_writer(
    store: RecordingStore, batch: int = 200, waiting: int = 2000
) -> Iterator[ResponseWriter]:
    writer = ResponseWriter(store, batch=batch, waiting=waiting)
    try:
        yield writer
    finally:
        store.may_go_on.set()
        writer.close()


def a_form(code: str, answer: int = 1) -> Submission:
    return Submission(wave="spring", code=code, answers=(answer, None))


def hold(store: RecordingStore, writer: ResponseWriter) -> None:
    """Keep the thread busy with one form, so that what follows has to wait."""
    store.may_go_on.clear()
    writer.submit(a_form("HELD"))
    assert store.entered.wait(5)


def test_a_form_is_answered_after_its_commit(store: RecordingStore) -> None:
    with a_writer(store) as writer:
        store.may_go_on.clear()
        future = writer.submit(a_form("A"))
        assert store.entered.wait(5)
        assert not future.done()
        store.may_go_on.set()
        assert future.result(5) is CodeStanding.FRESH


def test_all_who_wait_share_one_commit(store: RecordingStore) -> None:
    with a_writer(store) as writer:
        hold(store, writer)
        futures = [writer.submit(a_form(f"C{n}")) for n in range(50)]
        store.may_go_on.set()
        assert {future.result(5) for future in futures} == {CodeStanding.FRESH}
    assert [len(batch) for batch in store.batches] == [1, 50]


def test_a_batch_has_an_upper_limit(store: RecordingStore) -> None:
    with a_writer(store, batch=20) as writer:
        hold(store, writer)
        for n in range(50):
            writer.submit(a_form(f"C{n}"))
        store.may_go_on.set()
    assert [len(batch) for batch in store.batches] == [1, 20, 20, 10]


def test_of_two_forms_with_one_code_in_a_batch_the_first_wins(store: RecordingStore) -> None:
    with a_writer(store) as writer:
        hold(store, writer)
        first, second = writer.submit(a_form("T", 1)), writer.submit(a_form("T", 5))
        store.may_go_on.set()
        assert first.result(5) is CodeStanding.FRESH
        assert second.result(5) is CodeStanding.SPENT
    assert [one.answers for one in store.batches[1]] == [(1, None)]


def test_a_code_spent_in_an_earlier_batch_stays_spent(store: RecordingStore) -> None:
    with a_writer(store) as writer:
        assert writer.submit(a_form("T")).result(5) is CodeStanding.FRESH
        assert writer.submit(a_form("T")).result(5) is CodeStanding.SPENT


def test_a_failed_commit_is_told_to_all_of_its_batch_and_the_thread_lives_on(
    store: RecordingStore,
) -> None:
    with a_writer(store) as writer:
        hold(store, writer)
        store.failure = OSError("no space left on device")
        futures = [writer.submit(a_form(f"C{n}")) for n in range(3)]
        store.may_go_on.set()
        for future in futures:
            with pytest.raises(OSError, match="no space"):
                future.result(5)
        store.failure = None
        assert writer.submit(a_form("LATER")).result(5) is CodeStanding.FRESH


def test_a_store_that_answers_for_too_few_forms_counts_as_failed(store: RecordingStore) -> None:
    class Forgetful(RecordingStore):
        def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
            return []

    with a_writer(Forgetful()) as writer, pytest.raises(ValueError, match="shorter"):
        writer.submit(a_form("A")).result(5)


def test_a_form_whose_sender_gave_up_in_the_queue_is_never_written(store: RecordingStore) -> None:
    with a_writer(store) as writer:
        hold(store, writer)
        given_up = writer.submit(a_form("GONE"))
        assert given_up.cancel()
        kept = writer.submit(a_form("KEPT"))
        store.may_go_on.set()
        assert kept.result(5) is CodeStanding.FRESH
    assert "GONE" not in store.spent


def test_a_form_on_its_way_to_disk_can_no_longer_be_taken_back(store: RecordingStore) -> None:
    with a_writer(store) as writer:
        store.may_go_on.clear()
        future = writer.submit(a_form("A"))
        assert store.entered.wait(5)
        assert not future.cancel()


def test_too_long_a_queue_is_refused_at_once(store: RecordingStore) -> None:
    with a_writer(store, waiting=3) as writer:
        hold(store, writer)
        for n in range(3):
            writer.submit(a_form(f"C{n}"))
        with pytest.raises(WriterBusy):
            writer.submit(a_form("ONE-TOO-MANY"))


def test_closing_writes_what_waits_and_takes_nothing_more(store: RecordingStore) -> None:
    writer = ResponseWriter(store)
    hold(store, writer)
    futures = [writer.submit(a_form(f"C{n}")) for n in range(5)]
    store.may_go_on.set()
    writer.close()
    assert all(future.result(0) is CodeStanding.FRESH for future in futures)
    with pytest.raises(WriterClosed):
        writer.submit(a_form("LATE"))
    writer.close()
