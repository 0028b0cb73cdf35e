"""Opens every page of the demo's event again and again and prints a table: first paint, weight, requests."""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

ROUNDS = int(sys.argv[1])
PROGRAM = str(pathlib.Path(os.environ["LANYARD"]).resolve())
ROOT = pathlib.Path(os.environ["LANYARD_RESOURCES"])
FLAGS = ["--no-sandbox", "--disable-gpu"]
# What the decoder of the camera weighs stands apart: it is loaded when the camera is turned on.
FIGURES = """() => {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(e => !new URL(e.name).pathname.startsWith('/v1/'));
  return {
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    bytes: all.reduce((sum, e) => sum + e.encodedBodySize, 0), requests: all.length,
  };
}"""


def lanyard(folder, *arguments):
    environment = {**os.environ, "LANYARD_EVENT": f"{folder}/netdev01.lanyard"}
    return subprocess.run([PROGRAM, *arguments], env=environment, check=True, capture_output=True, text=True).stdout


def secret(text):
    return re.search(r"#(\S+)", text).group(1).rstrip('",')


def open_event(folder):
    lanyard(folder, "event", "create", f"{folder}/netdev01.lanyard", "--from", str(ROOT / "templates/events/netdev01.yaml"))
    lanyard(folder, "registration", "import", str(ROOT / "templates/demo/registrations.csv"))
    lanyard(folder, "ledger", "pay", "--from", str(ROOT / "templates/demo/payments.csv"))
    server = "http://127.0.0.1:1"
    invitation = lanyard(folder, "device", "add", "Office", "--role", "organizer", "--server", server, "--json")
    link = lanyard(folder, "keysigning", "invite", "ND-0001", "--server", server, "--json")
    return secret(invitation), secret(link)


def serve(folder):
    server = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0", "--clock", "2015-02-14T09:30:00-05:00"], stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, env={**os.environ, "LANYARD_EVENT": f"{folder}/netdev01.lanyard"})
    address = re.search(r"http://[0-9.]+:[0-9]+", server.stderr.readline()).group(0)
    return server, address


def measure(chromium, address, path, cookies):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(address + path)
    # A live stream never lets the network rest.
    page.wait_for_timeout(400)
    figures = page.evaluate(FIGURES)
    context.close()
    return figures


def script(playwright, folder):
    code, link = open_event(folder)
    server, address = serve(folder)
    try:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        first = chromium.new_context()
        page = first.new_page()
        page.goto(f"{address}/enroll#{code}")
        page.wait_for_url(lambda url: "/enroll" not in url)
        cookies = first.cookies()
        paths = {
            "/": "/", "/enroll": "/enroll", "/desk": "/desk", "/desk/walk-in": "/desk/walk-in",
            "/desk/people/1": "/desk/people/1", "/door": "/door", "/keysigning": f"/keysigning#{link}",
            "/dashboard": "/dashboard", "an unknown address": "/nothing",
        }
        found = {name: [] for name in paths}
        for _ in range(ROUNDS):
            for name, path in paths.items():
                found[name].append(measure(chromium, address, path, cookies))
        print("| page | first paint, ms: median | slowest | kB | requests |")
        print("|---|---|---|---|---|")
        for name, figures in found.items():
            paints = [one["paint"] for one in figures]
            print(f"| {name} | {statistics.median(paints):.0f} | {max(paints):.0f} "
                  f"| {figures[0]['bytes'] / 1000:.1f} | {figures[0]['requests']} |")
    finally:
        server.terminate()
        server.wait()


with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
    script(playwright, folder)
