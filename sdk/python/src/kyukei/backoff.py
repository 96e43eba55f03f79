"""How long to wait before the next connection."""

from __future__ import annotations

from collections.abc import Callable

DEFAULT_SECONDS = 2.0
LONGEST_SECONDS = 15.0
MOST_SECONDS = 3600.0
"""A service or a proxy that asks for more is asked again after this: no outage is announced for a year."""

_JITTER = 0.2
_MOST_DOUBLINGS = 10


class Backoff:
    """What the server asked for (`retry:`, `goodbye`, `Retry-After`) is the minimum.

    Without success the wait doubles, up to a heartbeat or 15 s, whichever is less. Jitter keeps the clients
    of one outage from coming back all at once.
    """

    def __init__(self, heartbeat: float, rng: Callable[[], float]) -> None:
        self._heartbeat = heartbeat
        self._rng = rng
        self._asked = DEFAULT_SECONDS
        self._failures = 0

    def ask(self, seconds: float) -> None:
        """The server says how long a client is to wait. Without a pause it would be asked again and again."""
        self._asked = min(seconds, MOST_SECONDS) or self._asked

    def succeeded(self) -> None:
        self._failures = 0

    def next(self, at_least: float = 0.0) -> float:
        longest = max(self._asked, min(LONGEST_SECONDS, self._heartbeat))
        doubled = min(self._asked * 2.0**self._failures, longest)
        self._failures = min(self._failures + 1, _MOST_DOUBLINGS)
        return max(doubled, at_least) * (1 + _JITTER * self._rng())

    def soon(self) -> float:
        """After a connection that was good until it fell silent: the client has waited long enough."""
        return self._heartbeat / 10 * self._rng()
