"""Global ids and times."""

import os
import time
from datetime import UTC, datetime


def new_uid() -> str:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits, so that ids sort by time."""
    millis = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10))
    value = (millis & (1 << 48) - 1) << 80 | tail
    value = value & ~(0xF << 76) | 0x7 << 76  # version 7
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant 10
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def new_uids(count: int) -> list[str]:
    """Many new ids at once, in rising order."""
    millis = time.time_ns() // 1_000_000
    head = f"{millis >> 16 & 0xFFFFFFFF:08x}-{millis & 0xFFFF:04x}-7"
    noise = os.urandom(10 * count).hex()
    tails = sorted(noise[place : place + 20] for place in range(0, 20 * count, 20))
    return [f"{head}{t[1:4]}-{'89ab'[int(t[4], 16) & 3]}{t[5:8]}-{t[8:]}" for t in tails]


def utc_now() -> str:
    """The time in UTC, ISO 8601 to the millisecond: `2026-11-23T10:15:00.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def later_uid(uid: str) -> str:
    """A new UUIDv7 that sorts after another, however far back this computer's clock is."""
    new = new_uid()
    if new > uid:
        return new
    millis = int(uid.replace("-", "")[:12], 16) + 1
    digits = f"{millis:012x}"
    return f"{digits[:8]}-{digits[8:]}{new[13:]}"


def derived_uid(*parts: str) -> str:
    """A UUIDv8 that every project comes to for the same thing: a hash of what it is made of."""
    import hashlib

    digits = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-{'89ab'[int(digits[16], 16) % 4]}{digits[17:20]}-{digits[20:32]}"
