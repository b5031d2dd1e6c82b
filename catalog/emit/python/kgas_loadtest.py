"""The results of KGAS's load and stress test, when they have ended."""
import kgas_run_metrics as metrics
from textfile import Textfile


def save_load_test(seconds):
    """seconds: (source, target, entities) -> duration of the conversion"""
    for (source, target, entities), duration in seconds.items():
        metrics.LOADTEST_CONVERSION_DURATION_SECONDS.labels(source, target, str(entities)).set(duration)


def save_stress_test(operation, succeeded, failed, p50, p95):
    metrics.STRESSTEST_OPERATIONS.labels(operation, "success").set(succeeded)
    metrics.STRESSTEST_OPERATIONS.labels(operation, "error").set(failed)
    metrics.STRESSTEST_DURATION_SECONDS.labels(operation, "p50").set(p50)
    metrics.STRESSTEST_DURATION_SECONDS.labels(operation, "p95").set(p95)


if __name__ == "__main__":
    save_load_test({("graph", "table", 500): 8.4, ("graph", "table", 5000): 55.0})
    save_stress_test("graph_query", succeeded=2480, failed=20, p50=0.11, p95=0.34)
    Textfile(metrics.REGISTRY, "kgas").save()
