"""KGAS's calls to language models and databases, timed."""
import time
from contextlib import contextmanager
from types import SimpleNamespace

import kgas_metrics as metrics
from timed import Timed, announce

queries = Timed(metrics.DB_QUERY_DURATION_SECONDS)

DATABASES = ("neo4j", "sqlite")
for db_system in DATABASES:
    for query_class in ("simple", "complex"):
        queries.announce(db_system=db_system, query_class=query_class)
announce(metrics.DB_SLOW_QUERIES_TOTAL, db_system=DATABASES)
announce(metrics.DB_TRANSACTIONS_TOTAL, db_system=DATABASES, outcome=("committed", "rolled_back"))
announce(metrics.DB_LOCK_WAIT_SECONDS, db_system=DATABASES)


@contextmanager
def query(db_system, query_class):
    """with query("neo4j", "simple"): ... Read the whole answer inside: a driver's result is lazy."""
    clock = time.perf_counter()
    try:
        with queries.run(db_system=db_system, query_class=query_class):
            yield
    finally:
        if time.perf_counter() - clock > metrics.SLOW_QUERY_SECONDS:
            metrics.DB_SLOW_QUERIES_TOTAL.labels(db_system).inc()


@contextmanager
def transaction(db_system):
    outcome = metrics.DB_TRANSACTIONS_TOTAL
    try:
        yield
    except BaseException:
        outcome.labels(db_system, "rolled_back").inc()
        raise
    outcome.labels(db_system, "committed").inc()


def lock_wait(db_system):
    """with lock_wait("sqlite"): connection.execute("BEGIN IMMEDIATE") waits for the lock and for nothing else."""
    return metrics.DB_LOCK_WAIT_SECONDS.labels(db_system).time()


def pool(db_system, in_use, idle, limit):
    """Read at every scrape from the pool itself. In use, not its size: that counts idle ones too."""
    metrics.DB_POOL_CONNECTIONS.labels(db_system, "used").set_function(in_use)
    metrics.DB_POOL_CONNECTIONS.labels(db_system, "idle").set_function(idle)
    metrics.DB_POOL_MAX_CONNECTIONS.labels(db_system).set(limit)


@contextmanager
def llm_call(provider, model, paid_by, operation="chat"):
    """with llm_call("openai", "gpt-4o", paid_by="entity_extraction") as use: use.input_tokens = ..."""
    metrics.LLM_FALLBACKS_TOTAL.labels(provider)
    use = SimpleNamespace(input_tokens=0, output_tokens=0, cost_usd=0.0)
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
        if not error_type:
            metrics.GEN_AI_CLIENT_TOKEN_USAGE.labels(*target, "input").observe(use.input_tokens)
            metrics.GEN_AI_CLIENT_TOKEN_USAGE.labels(*target, "output").observe(use.output_tokens)
        metrics.LLM_COST_USD_TOTAL.labels(provider, model, paid_by).inc(use.cost_usd)
