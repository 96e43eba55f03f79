"""Updates of a watch, one after the other, with a time limit: a test that waits in vain fails, and ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, Protocol, TypeVar

LIMIT_SECONDS = 30.0


class Told(Protocol):
    """An update, of one meeting or of several."""

    @property
    def name(self) -> str: ...


U = TypeVar("U", bound=Told)


class Heard(Generic[U]):
    """Hears a watch in a thread of its own, as a program with a window would."""

    def __init__(self, watch: Iterable[U]) -> None:
        self.watch = watch
        self.all: list[U] = []
        #: What the loop raised.
        self.error: Exception | None = None
        self._queue: SimpleQueue[U] = SimpleQueue()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def until(self, name: str, matches: Callable[[U], bool] = lambda _: True) -> U:
        """The next update of this name; those before it are passed over."""
        try:
            while True:
                update = self._queue.get(timeout=LIMIT_SECONDS)
                if update.name == name and matches(update):
                    return update
        except Empty:
            heard = [update.name for update in self.all]
            raise AssertionError(f"no {name} in {LIMIT_SECONDS} s, but {heard}") from None

    def ended(self) -> None:
        self._thread.join(LIMIT_SECONDS)
        assert not self._thread.is_alive(), "the loop goes on"

    def _run(self) -> None:
        try:
            for update in self.watch:
                self.all.append(update)
                self._queue.put(update)
        except Exception as error:
            self.error = error


async def until(updates: AsyncIterator[U], name: str) -> U:
    async def found() -> U:
        async for update in updates:
            if update.name == name:
                return update
        raise AssertionError(f"the loop ended without {name}")

    return await asyncio.wait_for(found(), LIMIT_SECONDS)
