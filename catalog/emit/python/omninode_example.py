"""A program that shows everything OmniNode Bridge has to emit: python omninode_example.py"""
import asyncio
import os

import psutil
from prometheus_client import disable_created_metrics, start_http_server

import omninode_metrics as metrics
from omninode_breaker import BreakerMetrics
from omninode_trace import announce_requests, cache_hits, cache_misses, dead_letters, health, pool, trace_request


async def process_hook_event(fails=False):
    async with trace_request("process_hook", "hook_receiver"):
        await asyncio.sleep(0.01)
        if fails:
            raise ValueError("not a hook")


async def times_out():
    async with trace_request("health_check", "database"):
        await asyncio.sleep(10)


def publish(topic, messages):
    with trace_request("publish", "kafka"):
        metrics.KAFKA_BATCH_MESSAGES.labels(topic).observe(messages)


async def once(breaker, letters, polls):
    await process_hook_event()
    for failing in (process_hook_event(fails=True), asyncio.wait_for(times_out(), 0.01)):
        try:
            await failing
        except (ValueError, asyncio.TimeoutError):
            breaker.call("failure")
    metrics.TIMEOUT_FAILURES_TOTAL.labels("database").inc()
    metrics.RETRY_ATTEMPTS_TOTAL.labels("database").inc()
    publish("events", messages=12)
    # Totals as the components report them: the third poll of 80 hits is 80 hits, not 240.
    cache_hits.poll(8 * polls)
    cache_misses.poll(2 * polls)
    letters.poll(polls)
    metrics.WORKFLOW_CACHE_MEMORY_BYTES.set(48 * 1024**2)
    metrics.MEMORY_USAGE_BYTES.set(psutil.Process().memory_info().rss)
    metrics.SYSTEM_HEALTH_STATUS.set(health(error_ratio=0.001, average_seconds=0.2))


async def main():
    for component, operation in (("hook_receiver", "process_hook"), ("database", "health_check"), ("kafka", "publish")):
        announce_requests(component, operation)
    pool("postgresql", in_use=lambda: 6, limit=20)
    breaker = BreakerMetrics("critical", failure_threshold=5, recovery_timeout=60)
    breaker.opened()
    breaker.half_opened()
    breaker.closed()
    letters, polls = dead_letters("events"), 0
    while True:
        polls += 1
        await once(breaker, letters, polls)
        await asyncio.sleep(1)


if __name__ == "__main__":
    disable_created_metrics()
    start_http_server(int(os.environ.get("PORT", "8000")), addr="127.0.0.1")
    asyncio.run(main())
