"""ADO's tasks and agents, from their begin to their end."""
import asyncio
from contextlib import contextmanager

import ado_metrics as metrics
from timed import Timed, announce

agents = Timed(
    metrics.AGENT_DURATION_SECONDS,
    metrics.AGENT_LAST_DURATION_SECONDS,
    metrics.AGENT_LAST_RUN_TIMESTAMP_SECONDS,
    metrics.AGENT_IN_PROGRESS_START_TIMESTAMP_SECONDS,
)


def announce_agent(agent_type):
    """Call it once per agent at the start."""
    agents.announce(agent_type=agent_type)
    announce(metrics.AGENT_TIMEOUTS_TOTAL, agent_type=[agent_type])
    announce(metrics.ACTIVE_AGENTS, agent_type=[agent_type])


def announce_operation(operation):
    announce(metrics.OPERATIONS_TOTAL, operation=[operation])
    announce(metrics.OPERATION_TIMEOUTS_TOTAL, operation=[operation])
    announce(metrics.RETRIES_TOTAL, operation=[operation], result=["success", "failure"])


@contextmanager
def agent_run(agent_type):
    """with agent_run("planner"): ... Around the whole execution, with or without await in it."""
    try:
        with operation("agent"), metrics.ACTIVE_AGENTS.labels(agent_type).track_inprogress():
            with agents.run(agent_type=agent_type):
                yield
    except (TimeoutError, asyncio.TimeoutError):
        metrics.AGENT_TIMEOUTS_TOTAL.labels(agent_type).inc()
        raise


@contextmanager
def operation(name):
    """with operation("database"): ... For API, agents, database and LLM alike; a TimeoutError is counted as one."""
    metrics.OPERATIONS_TOTAL.labels(name).inc()
    try:
        yield
    except (TimeoutError, asyncio.TimeoutError):
        metrics.OPERATION_TIMEOUTS_TOTAL.labels(name).inc()
        raise


@contextmanager
def task(wsjf_score):
    """with task(wsjf_score=13): ... Counts how it ended."""
    metrics.WSJF_SCORE.observe(wsjf_score)
    status = "failed"
    try:
        yield
        status = "completed"
    finally:
        metrics.TASKS_TOTAL.labels(status).inc()


async def retried(name, work, attempts=3, wait=1.0):
    """Tries again with growing pauses. Counted once per operation that needed it, by how it ended."""
    for attempt in range(1, attempts + 1):
        try:
            result = await work()
        except Exception:
            if attempt == attempts:
                metrics.RETRIES_TOTAL.labels(name, "failure").inc()
                raise
            await asyncio.sleep(wait * 2 ** (attempt - 1))
        else:
            if attempt > 1:
                metrics.RETRIES_TOTAL.labels(name, "success").inc()
            return result
