"""A program that shows everything KGAS has to emit: python kgas_example.py, then http://127.0.0.1:8000/metrics"""
import asyncio
import os
import time

from prometheus_client import disable_created_metrics, start_http_server

import kgas_metrics as metrics
from kgas_clients import llm_call, lock_wait, pool, query, transaction
from kgas_measure import conversion, measure_performance, tool_cleanup, tool_init, tool_run


@measure_performance("graph_query")
def graph_query(text):
    with query("neo4j", "simple"), transaction("neo4j"):
        time.sleep(0.01)


@measure_performance("entity_extraction")
async def entity_extraction(text):
    metrics.LLM_CACHE_REQUESTS_TOTAL.labels("miss").inc()
    with llm_call("openai", "gpt-4o", paid_by="entity_extraction") as use:
        await asyncio.sleep(0.02)
        use.input_tokens, use.output_tokens, use.cost_usd = 900, 200, 0.01


@measure_performance("import")
def fails():
    with query("sqlite", "complex"), transaction("sqlite"):
        raise ValueError("no such file")


def once():
    graph_query("MATCH (n) RETURN n")
    asyncio.run(entity_extraction("some text"))
    try:
        fails()
    except ValueError:
        pass
    with conversion("graph", "table", entities=4200):
        time.sleep(0.05)
    with tool_init.run(tool="pdf_reader"):
        pass
    with tool_run("pdf_reader", "simple"):
        time.sleep(0.01)
    with tool_cleanup.run(tool="pdf_reader"):
        pass
    with lock_wait("sqlite"):
        pass


if __name__ == "__main__":
    disable_created_metrics()  # the series ..._created double what is stored, and nothing here reads them
    pool("neo4j", in_use=lambda: 4, idle=lambda: 6, limit=50)
    start_http_server(int(os.environ.get("PORT", "8000")), addr="127.0.0.1")
    once()
    with conversion("vector", "graph", entities=120):  # shows as running while the program lasts
        while True:
            once()
            time.sleep(1)
