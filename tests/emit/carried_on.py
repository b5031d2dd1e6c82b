"""One run of a nightly job: a counter, a histogram, and a gauge of one label set per run."""
import sys

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from textfile import Textfile

registry = CollectorRegistry()
runs = Counter("job_runs_total", "Runs of the job.", registry=registry)
seconds = Histogram("job_duration_seconds", "Duration of the job.", buckets=(1, 10), registry=registry)
last = Gauge("job_last_duration_seconds", "Duration of the last run.", ["part"], registry=registry)

file = Textfile(registry, "job")
runs.inc()
file.save()  # saving in between must not count twice
seconds.observe(5)
last.labels(sys.argv[1]).set(5)
file.save()
