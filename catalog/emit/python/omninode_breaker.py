"""In which state is a circuit breaker, and what has it been through? Call it from any breaker's listener."""
import threading
import time

import omninode_metrics as metrics

STATES = ("closed", "open", "half_open")


class BreakerMetrics:
    def __init__(self, component, failure_threshold, recovery_timeout, clock=time.time):
        self._component, self._clock, self._lock = component, clock, threading.Lock()
        self._state, self._failing_since, self._closed_at = "closed", None, float("-inf")
        for result in ("success", "failure", "rejected"):
            metrics.CIRCUIT_BREAKER_CALLS_TOTAL.labels(component, result)
        metrics.CIRCUIT_BREAKER_TRIPS_TOTAL.labels(component)
        metrics.CIRCUIT_BREAKER_RECOVERY_SECONDS.labels(component)
        metrics.CIRCUIT_BREAKER_HEALTH_SCORE.labels(component).set_function(self.health_score)
        self.configure(failure_threshold, recovery_timeout)
        self._enter("closed")

    def configure(self, failure_threshold, recovery_timeout):
        self._recovery_timeout = recovery_timeout
        metrics.CIRCUIT_BREAKER_FAILURE_THRESHOLD.labels(self._component).set(failure_threshold)
        metrics.CIRCUIT_BREAKER_RECOVERY_TIMEOUT_SECONDS.labels(self._component).set(recovery_timeout)

    def call(self, result):
        """success, failure or rejected"""
        metrics.CIRCUIT_BREAKER_CALLS_TOTAL.labels(self._component, result).inc()

    def opened(self):
        with self._lock:
            if self._state != "open":
                metrics.CIRCUIT_BREAKER_TRIPS_TOTAL.labels(self._component).inc()
                self._failing_since = self._failing_since or self._clock()
            self._enter("open")

    def half_opened(self):
        with self._lock:
            self._enter("half_open")

    def closed(self):
        with self._lock:
            if self._failing_since is not None:
                seconds = self._clock() - self._failing_since
                metrics.CIRCUIT_BREAKER_RECOVERY_SECONDS.labels(self._component).observe(seconds)
                self._failing_since, self._closed_at = None, self._clock()
            self._enter("closed")

    def health_score(self):
        """2 closed; 1 half-open, or closed for less than its recovery time-out; 0 open."""
        settled = self._clock() - self._closed_at >= self._recovery_timeout
        return 0 if self._state == "open" else 2 if self._state == "closed" and settled else 1

    def _enter(self, state):
        self._state = state
        for each in STATES:  # one-hot: exactly one of the three is 1
            metrics.CIRCUIT_BREAKER_STATE.labels(self._component, each).set(each == state)
