"""The real program as a process of its own, against a Telegram of ours, to be started, told to stop, and killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0


class Process:
    """`python -m bot run`, again and again, on one database."""

    def __init__(self, folder: Path, api_url: str, token: str, database_url: str, **variables: str) -> None:
        self.folder = folder
        self.variables = {
            "TELEGRAM_API_URL": api_url,
            "TELEGRAM_BOT_TOKEN": token,
            "DATABASE_URL": database_url,
            "NESTEGG_PACE": "off",
            "NESTEGG_LOG": "json",
            "PYTHONPATH": str(ROOT),
            **variables,
        }
        self.starts = 0
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; what it logs goes to a file of this start's own."""
        self.starts += 1
        others = {name: value for name, value in os.environ.items() if not name.startswith("NESTEGG_")}
        with self._log.open("wb") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder,  # no .env of the developer's is there
                env={**others, **self.variables},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def tell(self, number: signal.Signals) -> None:
        """Send a signal, if the program still runs."""
        if self._running and self.running:
            self._running.send_signal(number)

    def kill(self) -> None:
        """End the program at once, wherever it is."""
        self.tell(signal.SIGKILL)
        if self._running:
            self._running.wait()

    @property
    def running(self) -> bool:
        """Tell whether the program runs."""
        return self._running is not None and self._running.poll() is None

    def ended(self, within: float = PATIENCE) -> tuple[int, float]:
        """Wait for the end, and return the exit status and the seconds it took; blocks, so call it from a thread."""
        assert self._running is not None
        begun = time.monotonic()
        return self._running.wait(within), time.monotonic() - begun

    @property
    def said(self) -> str:
        """Read all that the present start wrote."""
        return self._log.read_text() if self._log.exists() else ""

    @property
    def events(self) -> list[dict[str, Any]]:
        """Read the present start's log lines; one that is none fails the test."""
        return [json.loads(line) for line in self.said.splitlines()]

    @property
    def troubles(self) -> list[dict[str, Any]]:
        """Read what the present start logged as more than a matter of course."""
        return [event for event in self.events if event["level"] != "info"]

    @property
    def _log(self) -> Path:
        return self.folder / f"start-{self.starts}.log"
