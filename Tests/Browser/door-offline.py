"""The server is killed; the phone goes on, is closed and opened again, and sends what it scanned once the server is back."""

import datetime
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request

from common import ADDRESS, ARGUMENTS, FLAGS, PICTURES, expect
from phone import PHONE, Phone
from playwright.sync_api import sync_playwright

BADGES = ARGUMENTS["badges"]


def ask(path, body=None):
    """Asks the server as another door."""
    request = urllib.request.Request(
        f"{ADDRESS}/v1/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {ARGUMENTS['token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def opened(playwright, folder):
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=ARGUMENTS["chromium"], args=FLAGS, locale="en-CA", **PHONE
    )
    context.set_default_timeout(120_000)
    # A phone's clock is never a day off: what it does then waits for the desk's judgement.
    context.clock.set_system_time("2015-02-14T09:30:00-05:00")
    return Phone(context)


def alone(phone):
    """Three scans without the server, each decided as it would."""
    phone.scans(BADGES["first"])
    phone.says("admitted", "Decided by this phone alone", "Ada Placeholder")
    phone.shows("1 scan waits")
    phone.look("door-offline-admitted")
    phone.calls_next()
    phone.page.wait_for_timeout(3100)
    phone.scan(BADGES["first"])
    phone.says("already_admitted", "First admitted 09:3", "this phone")
    phone.look("door-offline-already")
    phone.calls_next()
    phone.scans(BADGES["forged"])
    phone.says("invalid", "not made by us")
    phone.calls_next()
    phone.types_code(ARGUMENTS["typed"].lower())
    phone.says("admitted")
    phone.calls_next()
    phone.types_code("0000000")
    phone.says("invalid", "Nobody is registered")
    phone.calls_next()
    phone.shows("4 scans wait")
    phone.page.locator("#search").fill("placeholder")
    phone.page.locator("#search").press("Enter")
    phone.shows("Names cannot be searched")
    phone.look("door-offline")


def script(playwright, folder):
    phone = opened(playwright, folder)
    phone.enrol(ARGUMENTS["codes"][0])
    phone.ready()
    phone.shows("Connected")
    # It has learned, and the worker has kept the page, before the server goes.
    phone.until("navigator.serviceWorker.controller !== null")
    phone.until("document.documentElement.dataset.learned === 'true'")
    os.kill(ARGUMENTS["server"], signal.SIGKILL)
    alone(phone)
    phone.context.close()

    phone = opened(playwright, folder)
    phone.opens()
    phone.shows("4 scans wait")
    phone.scans(BADGES["first"])
    phone.says("already_admitted", "this phone")
    phone.shows("5 scans wait")
    phone.look("door-reopened")

    server = subprocess.Popen(ARGUMENTS["restart"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        phone.page.get_by_text("Connected", exact=True).wait_for(timeout=60_000)
        expect(phone.page.locator("#message").inner_text() == "", phone.page.locator("#message").inner_text())
        phone.scans(BADGES["second"])
        phone.says("already_admitted", "First admitted 09:3", "Main door")
        told = ask("scans", {"gate": "main", "nonce": "after", "text": BADGES["first"]})
        expect(told["verdict"] == "already_admitted", f"{told['verdict']}")
        first = ask(f"scans/{told['firstAdmission']['scan']}")
        expect(first["answeredAlone"] and first["verdict"] == "admitted", f"{first}")
        time = datetime.datetime.fromisoformat(first["time"])
        # The server that was killed began at 9:30; this one began an hour later.
        expect((time.hour, time.minute // 10) == (9, 3), f"admitted at {time}")
        gate = ask("gates/main/status")
        expect(gate["admitted"] == 2, f"{gate}")
        expect(gate["refused"] == 5, f"{gate}")
        phone.look("door-back")
    finally:
        phone.context.close()
        server.terminate()
        expect(server.wait(timeout=60) == 0, "the server did not end well")


PICTURES.mkdir(parents=True, exist_ok=True)
try:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        script(playwright, folder)
    print("{}")
except AssertionError as error:
    print(f"expected otherwise: {error}", file=sys.stderr)
    sys.exit(1)
