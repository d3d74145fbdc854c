"""Global ids are UUIDv7; times are UTC."""

import time
import uuid
from datetime import UTC, datetime

import pytest

from kodning.store import ids


def test_an_id_is_a_uuid_of_version_seven_and_the_rfc_variant() -> None:
    for _ in range(1_000):
        found = uuid.UUID(ids.new_uid())
        assert (found.version, found.variant) == (7, uuid.RFC_4122)


def test_an_id_is_written_in_lower_case_with_hyphens() -> None:
    written = ids.new_uid()
    assert written == str(uuid.UUID(written))


def test_an_id_begins_with_the_time_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    stamp = uuid.UUID(ids.new_uid()).int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000


def test_ids_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for millis in (0, 1, 1_795_000_000_000, 1_795_000_000_001, (1 << 48) - 1):
        monkeypatch.setattr(time, "time_ns", lambda millis=millis: millis * 1_000_000)
        made.append(ids.new_uid())
    assert made == sorted(made)


def test_ids_are_unique() -> None:
    assert len({ids.new_uid() for _ in range(20_000)}) == 20_000


def test_a_time_is_utc_to_the_millisecond() -> None:
    before = datetime.now(UTC)
    written = ids.utc_now()
    assert len(written) == len("2026-11-23T10:15:00.123Z")
    assert written.endswith("Z")
    assert abs((datetime.fromisoformat(written) - before).total_seconds()) < 60
