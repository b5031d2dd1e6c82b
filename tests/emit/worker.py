"""One process of several: runs an operation for as long as it is told to, and says when it has begun."""
import sys
import time

from kgas_measure import operations

operations.announce(operation_type="import")
with operations.run(operation_type="import"):
    pass
if sys.argv[1] == "hang":
    with operations.run(operation_type="import"):
        print("running", flush=True)
        time.sleep(60)
print("idle", flush=True)
time.sleep(60)
