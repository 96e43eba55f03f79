"""Which notices were heard, so that none is told twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from .events import Frame

REMEMBERED = 200


class HeardNotices:
    """A proxy that repeats a request, or a service that restarts, may send a notice again.

    A frame without an id of its own (a break that another program published) has the id of the frame before
    it, as in browsers: so the time belongs to what tells notices apart.
    """

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[str, str, object], None] = OrderedDict()

    def again(self, frame: Frame, data: Mapping[str, Any]) -> bool:
        """Whether this notice was heard before. It counts as heard from now on."""
        key = (frame.id, frame.name, data.get("timestamp"))
        if frame.id and key in self._keys:
            return True
        self._keys[key] = None
        if len(self._keys) > REMEMBERED:
            self._keys.popitem(last=False)
        return False
