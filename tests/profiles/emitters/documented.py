"""Exactly the metrics that D4 (ten) and D3 (four) print, with the client's default buckets."""
import sys

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


def omninode(r):
    duration = Histogram("omninode_request_duration_seconds", "Request duration", ["component", "operation", "status"], registry=r)
    requests = Counter("omninode_requests_total", "Total requests", ["component", "operation", "status"], registry=r)
    errors = Counter("omninode_errors_total", "Total errors", ["component", "error_type"], registry=r)
    trips = Counter("omninode_circuit_breaker_trips_total", "Circuit breaker trips", ["component"], registry=r)
    timeouts = Counter("omninode_timeout_failures_total", "Timeout failures", ["component"], registry=r)
    retries = Counter("omninode_retry_attempts_total", "Retry attempts", ["component"], registry=r)
    dead = Counter("omninode_dead_letter_messages_total", "Dead letter messages", ["topic"], registry=r)
    Gauge("omninode_system_health_status", "0 critical, 1 degraded, 2 healthy", registry=r).set(2)
    connections = Gauge("omninode_active_connections", "Active connections", ["service"], registry=r)
    Gauge("omninode_memory_usage_bytes", "Memory usage", registry=r).set(47185920)
    for component, operation in [("database", "query"), ("kafka", "produce"), ("workflow_cache", "hit"), ("workflow_cache", "miss")]:
        for i in range(200):
            status = "error" if i % 50 == 0 else "success"
            duration.labels(component, operation, status).observe(0.002 * (1 + i % 40))
            requests.labels(component, operation, status).inc()
    errors.labels("database", "timeout").inc(4)
    for component in ("database", "kafka"):
        trips.labels(component).inc(2)
        timeouts.labels(component).inc(1)
        retries.labels(component).inc(3)
    dead.labels("all").inc(1)
    connections.labels("postgresql").set(12)


def ado(r):
    tasks = Counter("ado_tasks_total", "Total tasks", ["status"], registry=r)
    agents = Histogram("ado_agent_duration_seconds", "Agent execution time", registry=r)
    Gauge("ado_queue_size", "Pending tasks", registry=r).set(14)
    score = Histogram("ado_wsjf_score", "WSJF score distribution", registry=r)
    for i in range(300):
        tasks.labels("failed" if i % 30 == 0 else "completed").inc()
        agents.observe(1 + i % 120)
        score.observe(i % 20)


registry = CollectorRegistry()
{"omninode": omninode, "ado": ado}[sys.argv[1]](registry)
print(generate_latest(registry).decode(), end="")
