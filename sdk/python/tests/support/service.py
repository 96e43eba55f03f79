"""The real service, embedded: a process of its own, on any free port, seeing only the settings given."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

MAIN = Path(__file__).parents[4] / "dist" / "main.js"

#: Long: a machine that is busy with other tests starts slowly, and that is not what is tested.
START_SECONDS = 90.0


class Service:
    def __init__(self, port: int = 0, **settings: str) -> None:
        if not MAIN.exists():
            raise RuntimeError(f"{MAIN} is missing: npm run build")
        self._folder = TemporaryDirectory(prefix="kyukei-")
        env = {
            "PATH": os.environ["PATH"],
            "NO_COLOR": "1",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            **settings,
        }
        self._log = Path(self._folder.name) / "log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                ["node", str(MAIN)], cwd=self._folder.name, env=env, stdout=log, stderr=subprocess.STDOUT
            )
        self.url = self._listening()

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self._folder.cleanup()

    def _listening(self) -> str:
        output, deadline = "", time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            output = self._log.read_text()
            found = re.search(r"listening on (\S+),", output)
            if found:
                return found.group(1)
            if self.process.poll() is not None:
                raise RuntimeError(f"the service exited:\n{output}")
            time.sleep(0.02)
        self.process.kill()
        raise RuntimeError(f"the service does not listen:\n{output}")
