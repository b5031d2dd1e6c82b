"""ADO's API, database, caches and calls to language models."""
import time
from contextlib import contextmanager
from types import SimpleNamespace

import ado_metrics as metrics
from timed import announce


#: Any other is whatever a client wrote: they share one label, as in OpenTelemetry.
METHODS = frozenset(("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"))


class RequestDurations:
    """ASGI middleware (FastAPI, Starlette: app.add_middleware(RequestDurations))."""

    def __init__(self, app):
        self._app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        status, clock = "500", time.perf_counter()  # what a client gets when the application raises

        async def noted(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            # The template ("/tasks/{id}"), never the path: each path would be a series of its own.
            route = getattr(scope.get("route"), "path", "")
            method = scope["method"] if scope["method"] in METHODS else "_OTHER"
            labels = (method, route, status)
            metrics.HTTP_SERVER_REQUEST_DURATION_SECONDS.labels(*labels).observe(time.perf_counter() - clock)


def query(operation, table):
    """with query("SELECT", "tasks"): ... Fetch inside."""
    return metrics.DB_QUERY_DURATION_SECONDS.labels(operation, table).time()


def lock_wait(table):
    """with lock_wait("tasks"): connection.execute("SELECT ... FOR UPDATE") and nothing else"""
    return metrics.DB_LOCK_WAIT_SECONDS.labels(table).time()


def sqlalchemy_pool(engine, name="primary"):
    """OpenTelemetry's instrumentation of SQLAlchemy gives the same gauge; use one of the two."""
    metrics.DB_CLIENT_CONNECTIONS_USAGE.labels(name, "used").set_function(engine.pool.checkedout)
    metrics.DB_CLIENT_CONNECTIONS_USAGE.labels(name, "idle").set_function(engine.pool.checkedin)
    announce(metrics.DB_CLIENT_CONNECTION_TIMEOUTS_TOTAL, pool_name=[name])


class CacheLookups:
    """Hits and misses of functools.lru_cache, by difference: cache_info() holds totals."""

    def __init__(self, cache, function):
        self._function, self._seen = function, (0, 0)
        self._counters = [metrics.CACHE_REQUESTS_TOTAL.labels(cache, result) for result in ("hit", "miss")]

    def poll(self):
        info = self._function.cache_info()
        for counter, now, before in zip(self._counters, (info.hits, info.misses), self._seen):
            counter.inc(now - before if now >= before else now)  # less than before: cache_clear()
        self._seen = (info.hits, info.misses)


@contextmanager
def llm_call(provider, model, operation="chat"):
    """with llm_call("openai", "gpt-4o") as use: use.input_tokens = ..."""
    announce(metrics.LLM_RETRIES_TOTAL, model=[model])
    use = SimpleNamespace(input_tokens=0, output_tokens=0, retries=0)
    target, error_type, clock = (operation, provider, model), "", time.perf_counter()
    try:
        yield use
    except BaseException as error:
        error_type = type(error).__name__
        raise
    finally:
        # An empty label is no label: error_type is there on failed calls only.
        seconds = time.perf_counter() - clock
        metrics.GEN_AI_CLIENT_OPERATION_DURATION_SECONDS.labels(*target, error_type).observe(seconds)
        metrics.LLM_RETRIES_TOTAL.labels(model).inc(use.retries)
        if not error_type:
            metrics.GEN_AI_CLIENT_TOKEN_USAGE.labels(*target, "input").observe(use.input_tokens)
            metrics.GEN_AI_CLIENT_TOKEN_USAGE.labels(*target, "output").observe(use.output_tokens)
