"""What measure_performance does with async functions, exceptions, cancelled work, generators and payloads."""
import asyncio

from prometheus_client import generate_latest

import kgas_metrics as metrics
from kgas_measure import measure_performance


@measure_performance("sync")
def sync(text):
    """Doc of sync."""
    return len(text)


@measure_performance("cancelled")
async def cancelled():
    await asyncio.sleep(10)


@measure_performance("async")
async def doubled(number):
    await asyncio.sleep(0.03)
    return 2 * number


@measure_performance("failing")
def failing():
    raise KeyError("gone")


class NotComputed:
    """As an array of dask is that does not know its length yet."""

    nbytes = float("nan")


class NotLoaded:
    @property
    def nbytes(self):
        raise OSError("the file is closed")


@measure_performance("any payload")
def any_payload(*values):
    return len(values)


async def overlapping():
    return await asyncio.gather(doubled(1), doubled(2))


assert sync("four") == 4 and sync.__name__ == "sync" and sync.__doc__ == "Doc of sync."
assert asyncio.run(overlapping()) == [2, 4]
# The name of a file in another encoding, as os.listdir() gives it.
assert any_payload(b"12", memoryview(b"3456"), "caf\udce9", NotComputed(), NotLoaded(), None) == 6
try:
    asyncio.run(asyncio.wait_for(cancelled(), 0.02))
except asyncio.TimeoutError:
    pass
try:
    failing()
except KeyError:
    pass
try:
    measure_performance("generator")(lambda: (yield))
except TypeError as error:
    assert "generator" in str(error)
else:
    raise AssertionError("a generator was timed")
print(generate_latest().decode())
