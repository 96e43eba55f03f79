"""Kyukei: meeting breaks that reach everybody. Call them, and hear them, from Python."""

from importlib.metadata import version

from .answers import MeetingState, Members, OverviewState, Rest, Schedule, Snapshot
from .async_client import AsyncClient, AsyncMeeting
from .async_watch import AsyncWatch
from .client import Client, Meeting
from .errors import KyukeiError, Problem, ProblemError, Unreachable
from .events import Update
from .overview import AsyncOverview, Overview, OverviewUpdate
from .watch import Watch

__version__ = version("kyukei")

__all__ = [
    "AsyncClient",
    "AsyncMeeting",
    "AsyncOverview",
    "AsyncWatch",
    "Client",
    "KyukeiError",
    "Meeting",
    "MeetingState",
    "Members",
    "Overview",
    "OverviewState",
    "OverviewUpdate",
    "Problem",
    "ProblemError",
    "Rest",
    "Schedule",
    "Snapshot",
    "Unreachable",
    "Update",
    "Watch",
]
