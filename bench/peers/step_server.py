"""How a peer of the step benchmark talks: one JSON line out for each line in, so that the driver can alternate peers.

  out: {"ready": "PyTorch 2.13.0"}        after the warm-up
  in:  step      out: {"seconds": 1.02}    one train step, its losses fetched
  in:  memory    out: {"bytes": 123456}    peak resident memory of the process
Ends when standard input does.
"""

import argparse
import json
import resource
import sys
import time


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--filters", type=int, default=64)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--warm-up", type=int, default=3, help="steps before it is ready")
    parser.add_argument("--channels-last", action="store_true", help="memory layout, PyTorch only")
    return parser.parse_args()


def serve(name, step, warm_up):
    """Answers until standard input ends; `step` takes one train step and waits for its losses."""
    for _ in range(warm_up):
        step()
    _answer(ready=name)
    for line in sys.stdin:
        if line.strip() == "step":
            begin = time.perf_counter()
            step()
            _answer(seconds=time.perf_counter() - begin)
        elif line.strip() == "memory":
            # Linux counts in KiB, macOS in bytes.
            unit = 1 if sys.platform == "darwin" else 1024
            _answer(bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


def _answer(**values):
    print(json.dumps(values), flush=True)
