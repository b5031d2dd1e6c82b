"""KGAS's operations, conversions and tools, timed."""
import threading
from contextlib import contextmanager

import psutil

import kgas_metrics as metrics
from timed import Timed, announce, around

_process = psutil.Process()

operations = Timed(
    metrics.OPERATION_DURATION_SECONDS,
    metrics.OPERATION_LAST_DURATION_SECONDS,
    metrics.OPERATION_LAST_RUN_TIMESTAMP_SECONDS,
    metrics.OPERATION_IN_PROGRESS_START_TIMESTAMP_SECONDS,
)
conversions = Timed(
    metrics.CONVERSION_DURATION_SECONDS,
    metrics.CONVERSION_LAST_DURATION_SECONDS,
    metrics.CONVERSION_LAST_RUN_TIMESTAMP_SECONDS,
    metrics.CONVERSION_IN_PROGRESS_START_TIMESTAMP_SECONDS,
)
tool_init = Timed(metrics.TOOL_INIT_DURATION_SECONDS, status=False)
tool_execution = Timed(metrics.TOOL_EXECUTION_DURATION_SECONDS)
tool_cleanup = Timed(metrics.TOOL_CLEANUP_DURATION_SECONDS, status=False)

for source, target in (("graph", "table"), ("table", "vector"), ("vector", "graph")):
    metrics.CONVERSIONS_IN_FLIGHT.labels(source, target)
    for size in ("small", "medium", "large"):
        conversions.announce(source=source, target=target, dataset_size=size)


def measure_performance(operation_type):
    """Decorator of an operation, sync or async."""
    operations.announce(operation_type=operation_type)
    announce(metrics.OPERATION_ARGS_SIZE_BYTES, operation_type=[operation_type])

    @contextmanager
    def call(args, kwargs):
        metrics.OPERATION_ARGS_SIZE_BYTES.labels(operation_type).observe(payload_bytes(args, kwargs))
        with operations.run(operation_type=operation_type), _alone(delta):
            yield

    def delta(value):
        metrics.OPERATION_LAST_MEMORY_DELTA_BYTES.labels(operation_type).set(value)

    return around(call)


def payload_bytes(args, kwargs):
    """Bytes of text, buffers and arrays. sys.getsizeof(args) would be the size of the tuple, not of what is in it."""
    return sum(_bytes_of(value) for value in (*args, *kwargs.values()))


def _bytes_of(value):
    """0 of what cannot tell its size, such as an array that is not computed yet: measuring must not break the work."""
    try:
        if isinstance(value, str):
            return len(value.encode("utf-8", "surrogatepass"))  # names of files need not be UTF-8
        if isinstance(value, (bytes, bytearray)):
            return len(value)
        return int(getattr(value, "nbytes", 0))
    except Exception:
        return 0


_lock, _begun, _running = threading.Lock(), 0, 0


@contextmanager
def _alone(report):
    """Resident memory is the whole process's: the difference belongs to an operation only if no other ran meanwhile."""
    global _begun, _running
    with _lock:
        _begun, _running = _begun + 1, _running + 1
        begun, alone, before = _begun, _running == 1, _process.memory_info().rss
    try:
        yield
    finally:
        with _lock:
            _running -= 1
            if alone and begun == _begun:
                report(_process.memory_info().rss - before)


def dataset_size(entities):
    """D2's sizes overlap; they are read half-open, and below 100 entities the document expects nothing."""
    return "tiny" if entities < 100 else "small" if entities < 1_000 else "medium" if entities < 10_000 else "large"


@contextmanager
def conversion(source, target, entities):
    """with conversion("graph", "table", entities=4200): ..."""
    labels = {"source": source, "target": target, "dataset_size": dataset_size(entities)}
    with metrics.CONVERSIONS_IN_FLIGHT.labels(source, target).track_inprogress():
        with _peak(metrics.CONVERSION_PEAK_MEMORY_BYTES, labels), conversions.run(**labels):
            yield


@contextmanager
def tool_run(tool, complexity):
    """with tool_run("pdf_reader", "simple"): ..."""
    tool_execution.announce(tool=tool, complexity=complexity)
    with metrics.TOOLS_ACTIVE.track_inprogress(), _peak(metrics.TOOL_MEMORY_BYTES, {"tool": tool}):
        with tool_execution.run(tool=tool, complexity=complexity):
            yield


@contextmanager
def _peak(gauge, labels, every=0.1):
    """The largest resident memory of the process while the block ran."""
    ended, peak = threading.Event(), _process.memory_info().rss

    def watch():
        nonlocal peak
        while not ended.wait(every):
            peak = max(peak, _process.memory_info().rss)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        gauge.labels(**labels).set(max(peak, _process.memory_info().rss))
