"""`seen`: said to the service once for each break that is on the screen."""

from __future__ import annotations

from .answers import MeetingState


class Seen:
    def __init__(self) -> None:
        self._shown: str | None = None
        self._told: str | None = None

    def show(self, meeting: MeetingState) -> None:
        rest = meeting["rest"]
        if rest:
            self._shown = rest.get("rest_id")

    def due(self, meeting: MeetingState) -> str | None:
        """The break to acknowledge now. It counts as told; `failed()` takes that back."""
        rest = meeting["rest"]
        if rest is None or rest.get("rest_id") != self._shown or self._told == self._shown:
            return None
        self._told = self._shown
        return self._shown

    def failed(self, rest_id: str) -> None:
        """The service could not be reached: the next `state` is another chance."""
        if self._told == rest_id:
            self._told = None
