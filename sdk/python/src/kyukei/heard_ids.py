"""Which notices were heard, so that none is told twice."""

from __future__ import annotations

from collections import OrderedDict

REMEMBERED = 200


class HeardIds:
    """A proxy that repeats a request, or a service that restarts, may send a notice again."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def add(self, id: str) -> bool:
        """False if it was there already."""
        is_new = id not in self._ids
        self._ids[id] = None
        if len(self._ids) > REMEMBERED:
            self._ids.popitem(last=False)
        return is_new
