"""A program that shows everything ADO's service has to emit: python ado_example.py"""
import asyncio
import functools
import os
from types import SimpleNamespace

from prometheus_client import disable_created_metrics, start_http_server

import ado_metrics as metrics
from ado_agents import agent_run, announce_agent, announce_operation, operation, retried, task
from ado_clients import CacheLookups, RequestDurations, llm_call, lock_wait, query, sqlalchemy_pool


@functools.lru_cache(maxsize=1000)
def priority(task_id):
    return task_id % 5


async def application(scope, receive, send):
    """Any ASGI application; a framework puts the route into the scope."""
    scope["route"] = SimpleNamespace(path="/tasks/{id}")
    with operation("database"), query("SELECT", "tasks"), lock_wait("tasks"):
        await asyncio.sleep(0.005)
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def request():
    async def ignore(_message=None):
        return None

    await RequestDurations(application)({"type": "http", "method": "GET", "path": "/tasks/7"}, ignore, ignore)


async def plan(seconds=0.02):
    with llm_call("openai", "gpt-4o") as use:
        await asyncio.sleep(seconds)
        use.input_tokens, use.output_tokens, use.retries = 900, 200, 1


async def stuck():
    with agent_run("planner"):
        await asyncio.wait_for(plan(10), timeout=0.05)


async def once(cache):
    await request()
    with task(wsjf_score=13), agent_run("planner"):
        await retried("llm", plan)
    try:
        with task(wsjf_score=2):
            await stuck()
    except asyncio.TimeoutError:
        pass
    priority(1)
    cache.poll()


async def main():
    announce_agent("planner")
    announce_operation("agent")
    metrics.QUEUE_SIZE.set(12)
    metrics.ACTIVE_USERS.set(30)
    metrics.USER_SATISFACTION_SCORE.set(0.92)
    metrics.TARGET_INFO.labels("1.4.0").set(1)
    # Whatever has checkedout() and checkedin(): here in place of create_engine(...).
    sqlalchemy_pool(SimpleNamespace(pool=SimpleNamespace(checkedout=lambda: 3, checkedin=lambda: 7)))
    announce_operation("llm")
    cache = CacheLookups("priority", priority)
    announce_agent("reviewer")
    with agent_run("reviewer"):  # shows as running while the program lasts
        while True:
            await once(cache)
            await asyncio.sleep(1)


if __name__ == "__main__":
    disable_created_metrics()
    start_http_server(int(os.environ.get("PORT", "8000")), addr="127.0.0.1")
    asyncio.run(main())
