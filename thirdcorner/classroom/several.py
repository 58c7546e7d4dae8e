"""Many files, read and graded by every core: each process reads its own part, and parts are joined in one fixed order.

The same on a Dask cluster, where a worker reads its part from the place that the command names: it must see the same files.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from . import cluster
from .grading import Job, Row, grade_one
from .names import Batch
from .sources import Limits, Source
from .submissions import Context, Unread, batch_of, one

PART = 1000
"""How many files a process reads before it hands its rows over."""
WORTH_IT = 3000
"""Below so many files one process is as fast."""
Part = tuple[list[Row], list[Unread]]


@dataclass(frozen=True)
class Work:
    """What every process needs to know."""

    job: Job
    context: Context
    limits: Limits


def graded(
    places: list[Path], work: Work, processes: int | None = None, tell: Callable[[int], None] = lambda _: None, scheduler: str = ""
) -> Part:
    """Return the rows of every file, and what was not read, in the order of places and names; the same however it is shared out.

    Parameters
    ----------
    places
        Folders or zips.
    work
        What every process needs to know.
    processes
        How many of this machine; by default one a core.
    tell
        Called with the number of files of each part that is done.
    scheduler
        The address of a Dask scheduler, whose workers then grade instead of processes of this machine.

    Raises
    ------
    ValueError
        Where a place is neither a folder nor a zip that can be read, or no cluster answers at the address.
    """
    rows: list[Row] = []
    unread: list[Unread] = []
    wanted = processes or max(1, min(8, os.cpu_count() or 1))
    run = uuid4().hex
    with cluster.connected(scheduler) as client:
        for place in places:
            source = Source(place, work.limits)
            batch = batch_of(source)
            parts = [(n, min(n + PART, len(source.names))) for n in range(0, len(source.names), PART)]
            made = (
                cluster.parts(client, far, (run, place.resolve()), (batch, work), parts)
                if client
                else _parts(source, batch, work, parts, 1 if len(source.names) < WORTH_IT else wanted)
            )
            for some, other in made:
                rows += some
                unread += other
                tell(len(some) + len(other))
    return rows, unread


_FAR: dict[tuple[str, Path], Source] = {}


def far(run: str, place: Path, batch: Batch, work: Work, part: tuple[int, int]) -> Part:
    """Read and grade a part on a worker of a cluster, which keeps the place open for the parts that follow in the same run."""
    if (run, place) not in _FAR:
        _FAR.clear()
        _FAR[run, place] = Source(place, work.limits)
    return _part(_FAR[run, place], batch, work, *part)


def _parts(source: Source, batch: Batch, work: Work, parts: list[tuple[int, int]], processes: int) -> Iterator[Part]:
    """Yield each part in order."""
    if processes == 1 or len(parts) < 2:
        for start, stop in parts:
            yield _part(source, batch, work, start, stop)
        return
    names = () if sys.platform == "linux" else (source.place, work, batch)
    method = "fork" if sys.platform == "linux" else "spawn"
    global _shared
    _shared = (source, batch, work)
    try:
        with multiprocessing.get_context(method).Pool(processes, _begin, (os.getpid(), *names)) as pool:
            yield from pool.imap(_run, parts)
    finally:
        _shared = None


_shared: tuple[Source, Batch, Work] | None = None


def _begin(parent: int, place: Path | None = None, work: Work | None = None, batch: Batch | None = None) -> None:
    """Open the source anew in this process: a file that two processes read through one handle is read wrongly."""
    global _shared
    gc.disable()  # what a file holds has no circles; looking for some walks through the whole course again and again
    if _shared is not None and os.getpid() != parent:
        source, batch, work = _shared
        _shared = (source.reopened(), batch, work)
    elif place is not None and work is not None and batch is not None:
        _shared = (Source(place, work.limits), batch, work)


def _run(part: tuple[int, int]) -> Part:
    assert _shared is not None
    return _part(*_shared, *part)


def _part(source: Source, batch: Batch, work: Work, start: int, stop: int) -> Part:
    """Read and grade a part of a source."""
    rows: list[Row] = []
    unread: list[Unread] = []
    for n in range(start, stop):
        found = one(source, batch, n, work.context)
        if isinstance(found, Unread):
            unread.append(found)
        else:
            rows.append(grade_one(work.job, found))
    return rows, unread
