"""One metrics page for a program of several processes (gunicorn, uvicorn --workers)."""
import os

from prometheus_client import CollectorRegistry, multiprocess, start_http_server


def metrics_of_all_processes():
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return registry


def child_exit(_server, worker):
    """gunicorn calls it when a worker has ended: its live gauges (running work, connections) go with it."""
    multiprocess.mark_process_dead(worker.pid)


if __name__ == "__main__":
    os.makedirs(os.environ["PROMETHEUS_MULTIPROC_DIR"], exist_ok=True)
    port = int(os.environ.get("PORT", "8000"))
    _, thread = start_http_server(port, addr="127.0.0.1", registry=metrics_of_all_processes())
    thread.join()
