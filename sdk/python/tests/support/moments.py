"""Time that a test sets."""

from __future__ import annotations

from kyukei.clock import Moment
from kyukei.core import Action, Core
from kyukei.events import Close, Ending, Frame, Open, Update, WatchOptions

HEARTBEAT = 30


class Scene:
    """A core that is driven by hand: what it opens is opened, and what it tells is kept."""

    def __init__(self, *, renewable: bool = False, jitter: float = 0.0, cursor: str | None = None) -> None:
        self.now = Moment(steady=1000.0, awake=1000.0, wall=1_760_000_000.0)
        options = WatchOptions(["abc-defg-hij"], heartbeat=HEARTBEAT, cursor=cursor)
        self.core = Core(options, self.now, renewable=renewable, rng=lambda: jitter)
        self.actions: list[Action] = []
        self.updates: list[Update] = []
        self.tick()

    @property
    def opened(self) -> list[Open]:
        return [action for action in self.actions if isinstance(action, Open)]

    @property
    def is_closed(self) -> bool:
        return isinstance(self.actions[-1], Close)

    @property
    def names(self) -> list[str]:
        return [update.name for update in self.updates]

    def after(self, seconds: float, *, asleep: bool = False) -> None:
        """Time passes, and the core ticks as often as it asks to; not at all while the machine sleeps."""
        if asleep:
            self.now = Moment(self.now.steady + seconds, self.now.awake, self.now.wall + seconds)
            self.tick()
            return
        end = self.now.steady + seconds
        while self.now.steady < end and not self.core.is_over:
            step = min(end - self.now.steady, max(0.001, self.core.wait(self.now)))
            self.now = Moment(self.now.steady + step, self.now.awake + step, self.now.wall + step)
            self.tick()

    def tick(self) -> None:
        self.core.tick(self.now)
        self._take()

    def hear(
        self, name: str, data: str = "{}", *, id: str | None = None, retry_ms: int | None = None
    ) -> None:
        self.core.frame(self.opened[-1].connection, Frame(name, data, id, retry_ms), self.now)
        self._take()

    def connect(self, *, retry_ms: int = 3000) -> None:
        self.hear("connected", id="0-0", retry_ms=retry_ms)
        self.hear("state", '{"phase":"in_progress","rest":null}')

    def end(self, ending: Ending | None = None) -> None:
        self.core.ended(self.opened[-1].connection, ending or Ending("cut"), self.now)
        self._take()

    def wake(self) -> None:
        self.core.wake(self.now)
        self._take()

    def shown(self) -> None:
        self.core.shown()
        self._take()

    def _take(self) -> None:
        actions, updates = self.core.take()
        self.actions += actions
        self.updates += updates
