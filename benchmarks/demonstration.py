"""How long the demonstration takes from the command to the printed code; the promise is 60 s.

python -m benchmarks.demonstration [runs]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

PROMISED = 60.0  # seconds on two cores (product.md §5: "ready to look at within a minute")


def seconds() -> float:
    """One run in a folder of its own, without serving."""
    with tempfile.TemporaryDirectory() as instance:
        environ = {**os.environ, "PORTAL_INSTANCE": instance}
        command = [sys.executable, "-c", "from portal.cli import main; main()"]
        started = time.monotonic()
        subprocess.run(
            [*command, "demo", "--no-serve"], env=environ, check=True, stdout=subprocess.DEVNULL
        )
        return time.monotonic() - started


def main() -> None:
    """Print the median of a few runs beside the promise."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    times = [seconds() for _ in range(runs)]
    print(f"demonstration: median {statistics.median(times):.1f} s of {runs}", end=" ")
    print(f"(worst {max(times):.1f} s, promised {PROMISED:.0f} s)")


if __name__ == "__main__":
    main()
