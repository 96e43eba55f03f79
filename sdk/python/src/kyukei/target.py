"""Which meeting, and as which member."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True)
class Target:
    meeting_id: str
    #: Identifies the member. Streams with the same id count once, and acknowledgements belong to it.
    client_id: str = field(default_factory=lambda: secrets.token_hex(8))

    def path(self, *rest: str) -> str:
        return "/".join(("/api/meetings", quote(self.meeting_id, safe=""), *rest))
