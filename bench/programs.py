"""The programs that are measured, and the server that measures them, as processes of their own."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GRACE = 12.0
"""Seconds to end in when told to: the bot gives itself ten."""
LAST_LINES = 12
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):  # noqa: N818 - said as what it is
    """A program that did not do as it should, with the end of its log."""

    def __init__(self, of: "Program", what: str) -> None:
        lines = "\n".join(of.said.splitlines()[-LAST_LINES:])
        super().__init__(f"{of.log.stem} {what}; its log ends:\n{lines or '(empty)'}")
        self.of = of


class Program:
    """A running program, what it wrote, and what it took."""

    def __init__(self, process: Process, log: Path) -> None:
        self.process, self.log = process, log

    @property
    def said(self) -> str:
        """Read what the program wrote to its log."""
        return self.log.read_text("utf-8", "replace")

    @property
    def cpu_seconds(self) -> float | None:
        """Read the processor time of all its threads, where the system tells."""
        if (path := self._proc / "stat").exists():
            fields = path.read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / TICKS
        return None

    @property
    def resident_mib(self) -> float | None:
        """Read the memory it keeps, where the system tells."""
        if (path := self._proc / "statm").exists():
            return int(path.read_text().split()[1]) * PAGE / 2**20
        return None

    @property
    def _proc(self) -> Path:
        return Path("/proc") / str(self.process.pid)

    async def event(self, name: str, within: float) -> dict[str, Any]:
        """Wait for the event that the program tells next on standard output."""
        assert self.process.stdout is not None
        try:
            line = await asyncio.wait_for(self.process.stdout.readline(), within)
        except TimeoutError:
            raise self.failure(f"did not tell that it is {name} within {within:g} s") from None
        if not line:
            await self.process.wait()
            raise self.failure(f"ended before it was {name}")
        event: dict[str, Any] = json.loads(line)
        if event["event"] != name:
            raise self.failure(f"told {event['event']} instead of {name}")
        return event

    def failure(self, what: str) -> Failure:
        """Name what went wrong."""
        return Failure(self, what)

    async def end(self, grace: float = GRACE) -> None:
        """Tell the program to stop, and end it when it does not."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), grace)
        finally:
            if self.process.returncode is None:
                self.process.kill()


@asynccontextmanager
async def started(module: str, *words: str, log: Path, **variables: str) -> AsyncIterator[Program]:
    """Run a module of ours in the log's folder, where no .env of the developer's is; it never outlives this."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("NESTEGG_", "TELEGRAM_"))}
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *words),
            cwd=log.parent,
            env={**others, "PYTHONPATH": str(ROOT), **variables},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE if module == "bench.server" else out,
            stderr=out,
            start_new_session=True,  # Ctrl-C is for us: we end the others in order
        )
    program = Program(process, log)
    try:
        yield program
    finally:
        with suppress(TimeoutError):
            await asyncio.shield(program.end())
