"""How long does work take, how long did it take last, and since when is some running?"""
import functools
import inspect
import itertools
import threading
import time
from contextlib import contextmanager


def announce(metric, **values):
    """Makes series exist at 0: a counter that is born with its first event hides that event."""
    for combination in itertools.product(*values.values()):
        metric.labels(**dict(zip(values, combination)))


class Timed:
    """A histogram of durations and, for rare or long work, what shows the last and the running one."""

    def __init__(self, durations, last=None, last_run=None, running_since=None, status=True):
        self._durations, self._status = durations, status
        self._last, self._last_run, self._running_since = last, last_run, running_since
        self._lock, self._starts = threading.Lock(), {}

    def announce(self, **labels):
        for status in ("success", "error") if self._status else (None,):
            self._durations.labels(**labels, **({"status": status} if status else {}))
        if self._running_since:
            self._running_since.labels(**labels).set(0)

    @contextmanager
    def run(self, **labels):
        """Times a block of code, with or without await in it. An exception counts as an error and goes on."""
        key, start, clock = tuple(sorted(labels.items())), time.time(), time.perf_counter()
        self._change(key, labels, lambda starts: starts.append(start))
        status = "error"  # also when it is cancelled or interrupted: neither is an Exception
        try:
            yield
            status = "success"
        finally:
            seconds = time.perf_counter() - clock
            self._durations.labels(**labels, **({"status": status} if self._status else {})).observe(seconds)
            if self._last:
                self._last.labels(**labels).set(seconds)
            if self._last_run:
                self._last_run.labels(**labels).set_to_current_time()
            self._change(key, labels, lambda starts: starts.remove(start))

    def _change(self, key, labels, change):
        with self._lock:
            starts = self._starts.setdefault(key, [])
            change(starts)
            if self._running_since:
                self._running_since.labels(**labels).set(min(starts, default=0))


def around(context):
    """A decorator from a function that gives a context manager for a call: async functions stay async."""

    def decorate(function):
        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError(f"{function.__name__} is a generator: its call ends before its work; decorate what reads it")
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def wrapper(*args, **kwargs):
                with context(args, kwargs):
                    return await function(*args, **kwargs)

        else:

            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                with context(args, kwargs):
                    return function(*args, **kwargs)

        return wrapper

    return decorate
