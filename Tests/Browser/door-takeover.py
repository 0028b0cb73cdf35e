"""A server dies with what it acknowledged last; another goes on from an older copy, and the door sends its scans again."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from common import ADDRESS, ARGUMENTS, FLAGS, PICTURES, expect
from phone import PHONE, Phone
from playwright.sync_api import sync_playwright

FIRST = ARGUMENTS["event"]
SECOND = str(pathlib.Path(ARGUMENTS["folder"]) / "second" / "netdev01.lanyard")


def ask(path, body=None):
    """Asks the server as another door."""
    request = urllib.request.Request(
        f"{ADDRESS}/v1/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {ARGUMENTS['token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def lanyard(*words):
    done = subprocess.run([ARGUMENTS["program"], *words], capture_output=True, text=True)
    expect(done.returncode == 0, f"{words}: {done.stderr}")


def serve(event):
    return subprocess.Popen(
        [ARGUMENTS["program"], "serve", "--event", event, "--port", ARGUMENTS["port"], "--clock", "2015-02-14T09:40:00-05:00"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )


def until(what, of):
    for _ in range(120):
        try:
            if of():
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.25)
    raise AssertionError(what)


def script(playwright, folder):
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=ARGUMENTS["chromium"], args=FLAGS, locale="en-CA", **PHONE
    )
    context.clock.set_system_time("2015-02-14T09:30:00-05:00")
    phone = Phone(context)
    phone.enrol(ARGUMENTS["codes"][0])
    phone.ready()
    phone.shows("Connected")
    phone.until("document.documentElement.dataset.learned === 'true'")
    backups = pathlib.Path(ARGUMENTS["folder"]) / "backups"
    for place in (backups, pathlib.Path(SECOND).parent):
        place.mkdir()
    lanyard("backup", "--to", str(backups), "--event", FIRST)

    # What is answered from now on is in no copy.
    phone.scans(ARGUMENTS["badges"]["first"])
    phone.says("admitted")
    expect("Decided by this phone alone" not in phone.page.locator("#verdict").inner_text(), "the server did not answer")
    phone.calls_next()
    os.kill(ARGUMENTS["server"], signal.SIGKILL)
    lanyard("restore", str(next(backups.glob("*.tar"))), "--event", SECOND)
    second = serve(SECOND)
    try:
        until("the scan did not come again", lambda: ask("gates/main/status")["admitted"] == 1)
        told = ask("scans", {"gate": "main", "nonce": "after", "text": ARGUMENTS["badges"]["first"]})
        expect(told["verdict"] == "already_admitted", f"{told['verdict']}")
        sent = ask(f"scans/{told['firstAdmission']['scan']}")
        expect(sent["scan"] > 1_000_000 and sent["verdict"] == "admitted", f"{sent}")
        phone.shows("Connected")
    finally:
        second.terminate()
        second.wait(timeout=60)

    # The first machine comes back: the phone has seen the second, and neither believes nor tells it anything.
    first = serve(FIRST)
    try:
        phone.page.get_by_text("another machine has taken over").wait_for(timeout=90_000)
        phone.look("door-old-server")
        phone.scans(ARGUMENTS["badges"]["second"])
        phone.says("admitted", "Decided by this phone alone")
        expect(ask("gates/main/status")["admitted"] == 1, "the old server was told of the scan")
        try:
            ask("health/ready")
            raise AssertionError("the old server says that it is well")
        except urllib.error.HTTPError as error:
            expect(json.load(error)["code"] == "event_taken_over", "ready")
    finally:
        phone.context.close()
        first.terminate()
        first.wait(timeout=60)


PICTURES.mkdir(parents=True, exist_ok=True)
try:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        script(playwright, folder)
    print("{}")
except AssertionError as error:
    print(f"expected otherwise: {error}", file=sys.stderr)
    sys.exit(1)
