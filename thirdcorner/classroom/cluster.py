"""Parts of a place graded by a Dask cluster, and given back in their order, a few at a time; `distributed` is an optional extra."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

_T = TypeVar("_T")
AHEAD = 4
"""How many parts a worker has before it, so that no result waits long in memory."""
PATIENCE = "10s"
"""How long a scheduler may take to answer."""


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Give a client of the scheduler at an address, or none where there is no address.

    Raises
    ------
    ValueError
        In words, where `distributed` is missing, nothing answers, or the cluster has no worker.
    """
    if not address:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise ValueError("--scheduler needs Dask: pip install 'thirdcorner[cluster]'") from None
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ValueError(f"{address}: no Dask scheduler answers there ({str(error)[:80] or type(error).__name__})") from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise ValueError(f"{address}: the cluster has no worker; start one with `dask worker {address}`")
        yield client


def parts(client: Any, grade: Callable[..., _T], where: tuple[object, ...], known: tuple[object, ...], slices: list[tuple[int, int]]) -> Iterator[_T]:
    """Yield what a cluster makes of each part of a place, in order.

    Parameters
    ----------
    client
        Of the scheduler.
    grade
        What a worker calls, with `where`, `known` and a slice.
    where, known
        What says which place it is, and what every worker is given once.
    slices
        The parts.
    """
    told = client.scatter(list(known), broadcast=True, hash=False)
    room = AHEAD * max(1, len(client.scheduler_info()["workers"]))
    waiting: deque[Any] = deque()
    for one in slices:
        waiting.append(client.submit(grade, *where, *told, one, pure=False))
        if len(waiting) >= room:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
