"""What others do appears on the page: changes told to every open page as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from kodning.store.changes import Change
from kodning.web.records import change_record
from kodning.web.settings import Person

_LOOK_SECONDS = 1.0
_BEAT_SECONDS = 15.0
_MOST_WAITING = 500


@dataclass(eq=False)
class Listener:
    """One open page."""

    queue: "asyncio.Queue[list[Change] | None]" = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))


class Live:
    """Looks for new actions, of this server or of another program, and tells the pages."""

    def __init__(
        self,
        newest: Callable[[], int],
        changes_after: Callable[[int], list[Change]],
        seen: Callable[[Sequence[Change], Person], list[Change]],
    ) -> None:
        """Give where changes come from, and how a person may see them; all of them run in a thread."""
        self._newest = newest
        self._changes_after = changes_after
        self._seen = seen
        self._listeners: set[Listener] = set()
        self._news = asyncio.Event()
        self._last = 0

    def notify(self) -> None:
        """Something was written: look at once."""
        self._news.set()

    async def watch(self) -> None:
        """Look for changes for as long as the server runs."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), _LOOK_SECONDS)
            self._news.clear()
            if self._listeners:
                await self._look()

    async def _look(self) -> None:
        changes = await asyncio.to_thread(self._changes_after, self._last)
        if not changes:
            return
        self._last = changes[-1].action
        for listener in tuple(self._listeners):
            if listener.queue.full():
                listener.queue.get_nowait()
                listener.queue.put_nowait(None)  # too slow: the page fetches everything again
            else:
                listener.queue.put_nowait(changes)

    async def events(self, person: Person, since: int, ended: Callable[[], bool]) -> AsyncIterator[bytes]:
        """The stream of one page: what came after the action that it knows of, until its session has ended."""
        if not self._listeners:
            self._last = await asyncio.to_thread(self._newest)
        listener = Listener()
        self._listeners.add(listener)
        try:
            yield b"retry: 1500\nevent: hello\ndata: {}\n\n"
            missed = await asyncio.to_thread(self._changes_after, since) if since else []
            if missed:
                listener.queue.put_nowait(missed)
            known = since
            while not ended():
                try:
                    changes = await asyncio.wait_for(listener.queue.get(), _BEAT_SECONDS)
                except TimeoutError:
                    yield b": beat\n\n"
                    continue
                if changes is None:
                    yield b"event: again\ndata: {}\n\n"
                    continue
                new = [change for change in changes if change.action > known]
                known = max(known, changes[-1].action)
                for one in await asyncio.to_thread(self._seen, new, person) if new else []:
                    data = json.dumps(change_record(one), ensure_ascii=False)
                    yield f"id: {one.action}\nevent: change\ndata: {data}\n\n".encode()
        finally:
            self._listeners.discard(listener)
