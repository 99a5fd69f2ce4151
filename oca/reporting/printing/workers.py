"""Work in processes of their own, each piece with a time limit: one that hangs or dies is said, the rest goes on.

A worker makes things and writes nothing, so that one that is ended leaves nothing behind. Threads would not do: nothing
stops a thread that hangs.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import Any, Generic, TypeVar

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")

TASKS_PER_WORKER = 40
"""A process is replaced after so many pieces of work, because WeasyPrint keeps memory."""

TO_BEGIN = 120.0
"""Seconds that a process may take until it begins its first piece: it imports, and is given what all share."""

_BEGUN = "begun"


@dataclass(frozen=True)
class FailedTask:
    """A piece of work of which nothing came, and why."""

    message: str


DIED = FailedTask("The process that printed it came to a sudden end.")


def too_long(limit: float) -> FailedTask:
    """Return what is said of a piece of work that was ended."""
    return FailedTask(f"It was not ready after {limit:g} s, and was given up. --time-limit gives it longer.")


@dataclass
class _Worker(Generic[Task]):
    """A process, the piece of work that it has, and until when."""

    process: SpawnProcess
    connection: Connection
    task: Task | None = None
    until: float = 0.0
    given: int = 0

    def give(self, task: Task, known: bytes) -> None:
        """Hand over a piece of work, the first time with what every piece needs."""
        self.task, self.until = task, time.monotonic() + TO_BEGIN
        with suppress(OSError):  # one that is dead is found by its closed end
            if self.given == 0:
                self.connection.send_bytes(known)
            self.connection.send(task)
        self.given += 1

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def in_workers(
    make: Callable[[Shared, Task], Result],
    shared: Shared,
    tasks: Sequence[Task],
    *,
    workers: int,
    limit: float,
) -> Generator[tuple[Task, Result | FailedTask], None, None]:
    """Yield each piece of work with what came of it, in the order in which they are ready.

    Args:
        make: makes one piece; a function of a module, because it is named to the processes; it raises nothing.
        shared: given to each process once.
        tasks: the pieces.
        workers: how many processes.
        limit: seconds that one piece may take.
    """
    waiting, known = deque(tasks), pickle.dumps((make, shared))
    crew: list[_Worker[Task]] = []
    try:
        for _ in range(min(workers, len(waiting))):
            _start(crew)
        for worker in crew:
            worker.give(waiting.popleft(), known)
        while busy := [worker for worker in crew if worker.task is not None]:
            for worker in _ready(busy):
                outcome = _heard(worker, limit)
                if outcome is None:
                    continue
                task = worker.task
                assert task is not None  # noqa: S101 - only those that have one are asked
                worker.task = None
                if isinstance(outcome, FailedTask) or worker.given >= TASKS_PER_WORKER:
                    worker.end()
                    crew.remove(worker)
                    if waiting:
                        worker = _start(crew)
                if waiting:
                    worker.give(waiting.popleft(), known)
                yield task, outcome
    finally:
        for worker in crew:
            worker.end()


def _ready(busy: Sequence[_Worker[Task]]) -> list[_Worker[Task]]:
    """Wait until a worker says something or has no time left, and return those."""
    left = max(0.0, min(worker.until for worker in busy) - time.monotonic())
    spoke = wait([worker.connection for worker in busy], left)
    now = time.monotonic()
    return [worker for worker in busy if worker.connection in spoke or worker.until <= now]


def _heard(worker: _Worker[Any], limit: float) -> Any:
    """Return what a worker made; why it is lost; or None when it has only begun."""
    if not worker.connection.poll():
        return too_long(limit)
    try:
        said = worker.connection.recv()
    except (EOFError, OSError):
        return DIED
    if said == _BEGUN:
        worker.until = time.monotonic() + limit
        return None
    return said


def _start(crew: list[_Worker[Any]]) -> _Worker[Any]:
    """Start a worker and add it to the crew."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    with _interrupts_later():
        process.start()
        theirs.close()
        crew.append(_Worker(process, ours))
    return crew[-1]


def _serve(connection: Connection) -> None:
    """Work until the other end is closed. Ctrl-C is for the process that started this one, which then ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        make, shared = pickle.loads(connection.recv_bytes())  # noqa: S301 - from the process that started this one
        while True:
            task = connection.recv()
            connection.send(_BEGUN)
            connection.send(make(shared, task))


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back: a process that starts now is deaf to it from its first moment, and this one hears it after.

    The mask is for the new process. It does not do for this one, where another thread may hear the signal and Python
    then acts on it here, between the start of the new process and what is handed to it.
    """
    if not hasattr(signal, "pthread_sigmask") or not _in_main_thread():
        yield
        return
    resource_tracker.ensure_running()  # it would let interrupts through again when it starts with the first process
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler)
    if heard:
        signal.raise_signal(signal.SIGINT)


class TimeOver(BaseException):
    """The time of a piece of work that is done in this process is over; no `except Exception` on the way stops it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeOver after so many seconds; on Windows, and outside the main thread, there is no such clock.

    Raises:
        TimeOver: the work was not ready. What hangs inside a system library is stopped only when it comes back.
    """
    if not hasattr(signal, "setitimer") or not _in_main_thread():
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        raise TimeOver

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
