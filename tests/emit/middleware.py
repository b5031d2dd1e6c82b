"""What the page shows after requests with methods that are none."""
import asyncio

from prometheus_client import generate_latest

from ado_clients import RequestDurations


async def application(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 405, "headers": []})


async def ignore(_message=None):
    return None


for method in ("POST", "SCAN-1", "SCAN-2"):
    asyncio.run(RequestDurations(application)({"type": "http", "method": method, "path": "/"}, ignore, ignore))
print(generate_latest().decode())
