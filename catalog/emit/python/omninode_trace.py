"""OmniNode Bridge's requests, from their begin to their end."""
import logging
import threading
import time
import uuid

import omninode_metrics as metrics

logger = logging.getLogger("omninode")


def announce_requests(component, operation):
    """Call it once per operation at the start: an error ratio needs both sides from the first request on."""
    for status in ("success", "error"):
        metrics.REQUESTS_TOTAL.labels(component, operation, status)
        metrics.REQUEST_DURATION_SECONDS.labels(component, operation, status)


class trace_request:
    """async with trace_request("process_hook", "hook_receiver") as request_id: ... and the same with plain with."""

    def __init__(self, operation, component):
        self._operation, self._component = operation, component

    def __enter__(self):
        self._request_id, self._clock = str(uuid.uuid4()), time.perf_counter()
        logger.info("Request %s started: %s.%s", self._request_id, self._component, self._operation)
        return self._request_id

    def __exit__(self, error_type, error, _traceback):
        seconds = time.perf_counter() - self._clock
        # Cancelled work (a time-out, a client that hung up) is no Exception in Python, but an error here.
        labels = (self._component, self._operation, "error" if error_type else "success")
        metrics.REQUEST_DURATION_SECONDS.labels(*labels).observe(seconds)
        metrics.REQUESTS_TOTAL.labels(*labels).inc()
        if error_type:
            metrics.ERRORS_TOTAL.labels(self._component, error_type.__name__).inc()
        logger.info("Request %s completed in %.2f ms", self._request_id, seconds * 1000)

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, *error):
        return self.__exit__(*error)


class RunningTotal:
    """Feeds a counter from a total that is polled: adds what came since, never the total itself."""

    def __init__(self, counter):
        self._counter, self._seen, self._lock = counter, 0, threading.Lock()

    def poll(self, total):
        with self._lock:
            # Less than before: the source began again at 0.
            self._counter.inc(total - self._seen if total >= self._seen else total)
            self._seen = total


def dead_letters(topic):
    return RunningTotal(metrics.DEAD_LETTER_MESSAGES_TOTAL.labels(topic))


#: A miss has the status "failure", which no error ratio counts.
cache_hits = RunningTotal(metrics.REQUESTS_TOTAL.labels("workflow_cache", "hit", "success"))
cache_misses = RunningTotal(metrics.REQUESTS_TOTAL.labels("workflow_cache", "miss", "failure"))


def pool(service, in_use, limit):
    """Read at every scrape. In use (size less idle), and the limit under the same label, or no ratio matches."""
    metrics.ACTIVE_CONNECTIONS.labels(service).set_function(in_use)
    metrics.MAX_CONNECTIONS.labels(service).set(limit)


def health(error_ratio, average_seconds):
    """0 critical, 1 degraded, 2 healthy: the rule of the application's own PerformanceMonitor, over five minutes."""
    if error_ratio > 0.05 or average_seconds > 5:
        return 0
    return 1 if error_ratio > 0.025 or average_seconds > 2.5 else 2
