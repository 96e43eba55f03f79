"""JSON as everything here reads it."""

from __future__ import annotations

import json
from typing import Any, cast


def json_object(text: str | bytes) -> dict[str, Any] | None:
    """None for anything but a JSON object."""
    try:
        value: object = json.loads(text)
    except ValueError:
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
