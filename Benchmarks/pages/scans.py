"""Scans 200 badges in a row at the door's page and prints a table: the milliseconds from a scanner's Enter to the frame that shows
the verdict, and what the page holds after twenty scans and after all.

usage: python Benchmarks/pages/scans.py     (by Benchmarks/pages/run --scans; LANYARD names the program)
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile

from playwright.sync_api import sync_playwright

PROGRAM = str(pathlib.Path(os.environ["LANYARD"]).resolve())
ROOT = pathlib.Path(os.environ["LANYARD_RESOURCES"])
FLAGS = ["--no-sandbox", "--disable-gpu"]
SCANS = 200
EARLY = 20
MORE = 12
# As a scanner types it; the time runs from its Enter to the next frame after the verdict stands there.
SCAN = """text => new Promise(resolve => {
  const verdict = document.getElementById('verdict');
  const shown = () => verdict.hidden ? '' : document.getElementById('name').textContent;
  const before = shown();
  const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  for (const key of text) press(key);
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    if (['', before].includes(shown())) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve([performance.now() - begun, verdict.dataset.verdict]), 0));
  });
  watch.observe(verdict, {attributes: true, childList: true, subtree: true, characterData: true});
  press('Enter');
})"""


def lanyard(folder, *arguments):
    environment = {**os.environ, "LANYARD_EVENT": f"{folder}/netdev01.lanyard"}
    return subprocess.run([PROGRAM, *arguments], env=environment, check=True, capture_output=True, text=True).stdout


def open_event(folder):
    lanyard(folder, "event", "create", f"{folder}/netdev01.lanyard", "--from", str(ROOT / "templates/events/netdev01.yaml"))
    lanyard(folder, "registration", "import", str(ROOT / "templates/demo/registrations.csv"))
    lanyard(folder, "ledger", "pay", "--from", str(ROOT / "templates/demo/payments.csv"))
    # More than are scanned: some of the demo's people have cancelled.
    for number in range(MORE):
        lanyard(folder, "registration", "add", f"Extra {number} Placeholder")
    lanyard(folder, "badge", "issue", "--all")
    badges = []
    for number in range(1, SCANS + MORE + 1):
        with contextlib.suppress(subprocess.CalledProcessError):
            badges.append(json.loads(lanyard(folder, "badge", "show", f"#{number}", "--json"))["credential"])
    invitation = lanyard(folder, "device", "add", "Door", "--role", "door", "--server", "http://127.0.0.1:1", "--json")
    return badges[:SCANS], json.loads(invitation)["link"].split("#")[1]


def holds(page, session):
    """What the page holds once everything is thrown away that nobody needs."""
    session.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return [metrics["JSHeapUsedSize"] / 1024, metrics["Nodes"], metrics["JSEventListeners"]]


def scan_all(playwright, address, badges, code):
    chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    page = chromium.new_page(viewport={"width": 390, "height": 780}, locale="en-CA")
    page.goto(f"{address}/enroll#{code}")
    page.wait_for_url("**/door")
    page.wait_for_selector("html[data-door=ready]")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    times, verdicts, held = [], {}, []
    for number, badge in enumerate(badges, 1):
        milliseconds, verdict = page.evaluate(SCAN, badge)
        times.append(milliseconds)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        if number in (EARLY, SCANS):
            held.append(holds(page, session))
    chromium.close()
    return times, verdicts, held


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        badges, code = open_event(folder)
        server = subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", "--clock", "2015-02-14T09:30:00-05:00"], stderr=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, env={**os.environ, "LANYARD_EVENT": f"{folder}/netdev01.lanyard"})
        address = re.search(r"http://[0-9.]+:[0-9]+", server.stderr.readline()).group(0)
        try:
            times, verdicts, held = scan_all(playwright, address, badges, code)
        finally:
            server.terminate()
            server.wait()
    print(f"{len(times)} badges: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    print("| from the scanner's Enter to the verdict, ms | median | 95 of 100 | slowest |")
    print("|---|---|---|---|")
    for name, part in [("the first fifty", times[:50]), ("the last fifty", times[-50:]), ("all", times)]:
        ordered = sorted(part)
        print(f"| {name} | {statistics.median(part):.0f} | {ordered[int(0.95 * len(part))]:.0f} | {ordered[-1]:.0f} |")
    print("| the page holds | JavaScript, kB | nodes | listeners |")
    print("|---|---|---|---|")
    for name, figures in zip([f"after {EARLY} scans", f"after {SCANS}"], held):
        print(f"| {name} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |")


main()
