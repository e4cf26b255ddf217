"""The resident's first page on a bad network, in chromium: `python -m benchmarks.first_paint`.

400 kbit/s, 400 ms round trip, CPU four times slower, 360×740, cold cache. As in the
baselines: plain HTTP on loopback, the portal alone.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks.sites import database, portal

BYTES_PER_SECOND = 400_000 / 8
ROUND_TRIP = 400  # milliseconds
SLOWER = 4
GOAL_PAINT, GOAL_BYTES, GOAL_REQUESTS = 1500, 14 * 1024, 1


@dataclass(frozen=True, slots=True)
class Look:
    """One cold look: requests and bytes on the wire, first paint and load in milliseconds."""

    requests: int
    wire: int
    paint: float
    load: float


def throttle(session: CDPSession) -> None:
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )


def look(browser: Browser, url: str) -> Look:
    """Open the page in a fresh profile."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    page = context.new_page()
    session = context.new_cdp_session(page)
    throttle(session)
    asked: list[str] = []
    wire: list[float] = []
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: wire.append(event["encodedDataLength"]))
    page.goto(url, wait_until="load")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    load = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    context.close()
    network = [address for address in asked if not address.startswith("data:")]
    return Look(len(network), int(sum(wire)), paint, load)


def looks(count: int) -> list[Look]:
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        database("sqlite", Path(name)) as url,
        portal(url, Path(name)) as served,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        address = f"http://127.0.0.1:{served.site.port}{served.site.form}"
        found = [look(browser, address) for _ in range(count)]
        browser.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5)
    found = looks(parser.parse_args().count)
    requests = max(one.requests for one in found)
    wire = max(one.wire for one in found)
    paint = median(one.paint for one in found)
    load = median(one.load for one in found)
    print("| | requests | bytes on the wire | first contentful paint | load complete |")
    print("|---|---|---|---|---|")
    print(f"| portal | {requests} | {wire} | {paint / 1000:.2f} s | {load / 1000:.2f} s |")
    print(f"| goal | {GOAL_REQUESTS} | {GOAL_BYTES} | < {GOAL_PAINT / 1000} s | |")
    reached = paint < GOAL_PAINT and wire <= GOAL_BYTES and requests <= GOAL_REQUESTS
    print("\nAll goals reached." if reached else "\nGoals missed.")


if __name__ == "__main__":
    main()
