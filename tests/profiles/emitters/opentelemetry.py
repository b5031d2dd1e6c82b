"""A WSGI and an ASGI application below the instrumentations' default convention, and SQLAlchemy's pool."""
import asyncio, time
from opentelemetry import metrics
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware as Asgi
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
import prometheus_client, sqlalchemy
from sqlalchemy.pool import QueuePool

metrics.set_meter_provider(MeterProvider(metric_readers=[PrometheusMetricReader()]))
async def app(scope, receive, send):
    time.sleep(0.002)
    await send({"type": "http.response.start", "status": 500 if scope["path"] == "/fails" else 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})
async def go():
    served = Asgi(app)
    for i in range(60):
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/fails" if i % 20 == 0 else "/tasks", "raw_path": b"/", "query_string": b"", "root_path": "", "headers": [(b"host", b"127.0.0.1:8000")], "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000)}
        async def receive(): return {"type": "http.request", "body": b""}
        async def send(_): pass
        await served(scope, receive, send)
asyncio.run(go())
engine = sqlalchemy.create_engine("sqlite:///:memory:", poolclass=QueuePool)
SQLAlchemyInstrumentor().instrument(engine=engine)
with engine.connect() as one, engine.connect() as two:
    one.execute(sqlalchemy.text("select 1"))
    print(prometheus_client.generate_latest().decode(), end="")
