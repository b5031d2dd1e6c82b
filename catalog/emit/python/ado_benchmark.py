"""The results of pytest-benchmark: pytest --benchmark-json=benchmark.json; python ado_benchmark.py benchmark.json"""
import json
import sys
import time
from contextlib import contextmanager

import ado_run_metrics as metrics
from textfile import Textfile

results = Textfile(metrics.REGISTRY, "ado")


def save_results(path):
    with open(path, encoding="utf-8") as file:
        for result in json.load(file)["benchmarks"]:
            name = result["name"].removeprefix("test_")
            for stat in ("min", "max", "mean", "stddev", "median"):
                metrics.BENCHMARK_DURATION_SECONDS.labels(name, stat).set(result["stats"][stat])
            metrics.BENCHMARK_LAST_DURATION_SECONDS.labels(name).set(result["stats"]["mean"])
            metrics.BENCHMARK_LAST_RUN_TIMESTAMP_SECONDS.labels(name).set_to_current_time()
    results.save()


@contextmanager
def benchmark(name):
    """A benchmark of one's own, visible while it runs: with benchmark("planner_agent"): planner_agent.execute(task)"""
    metrics.BENCHMARK_IN_PROGRESS_START_TIMESTAMP_SECONDS.labels(name).set_to_current_time()
    results.save()
    clock = time.perf_counter()
    try:
        yield
        seconds = time.perf_counter() - clock
        for stat in ("min", "max", "mean", "median"):  # of one run they are the same
            metrics.BENCHMARK_DURATION_SECONDS.labels(name, stat).set(seconds)
        metrics.BENCHMARK_LAST_DURATION_SECONDS.labels(name).set(seconds)
        metrics.BENCHMARK_LAST_RUN_TIMESTAMP_SECONDS.labels(name).set_to_current_time()
    finally:
        metrics.BENCHMARK_IN_PROGRESS_START_TIMESTAMP_SECONDS.labels(name).set(0)
        results.save()


if __name__ == "__main__":
    for path in sys.argv[1:]:
        save_results(path)
    with benchmark("planner_agent"):
        time.sleep(0.1)  # planner_agent.execute(task)
