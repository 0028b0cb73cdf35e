"""The numbers, and that they follow what happens without a reload."""

import json
import urllib.request

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run


def scan(text, nonce):
    request = urllib.request.Request(
        f"{ADDRESS}/v1/scans",
        data=json.dumps({"gate": "main", "nonce": nonce, "text": text}).encode(),
        headers={"Authorization": f"Bearer {ARGUMENTS['door']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def script(chromium):
    desk = Desk(context(chromium))
    desk.enrol(ARGUMENTS["codes"][0])
    desk.page.goto(f"{ADDRESS}/dashboard")
    desk.shows("Arrivals per five minutes")
    desk.page.evaluate("window.stays = true")
    badges = ARGUMENTS["badges"]
    for number, text in enumerate(badges):
        expect(scan(text, f"n{number}")["verdict"] == "admitted", f"badge {number} was not admitted")
    desk.shows(f"Came in the last three hours: {len(badges)}.")
    expect(desk.page.evaluate("window.stays === true"), "the page was loaded anew")
    expect(desk.page.locator(".chart rect").count() == 36, "bars are missing")
    desk.look("dashboard")
    desk.prints("dashboard-print")
    dark = Desk(context(chromium, color_scheme="dark", locale="fr-CA"))
    dark.context.add_cookies(desk.context.cookies())
    dark.page.goto(f"{ADDRESS}/dashboard")
    dark.shows("Arrivées par cinq minutes")
    dark.look("dashboard-fr-dark")
    zoomed = Desk(context(chromium, viewport={"width": 640, "height": 450}, device_scale_factor=2))
    zoomed.context.add_cookies(desk.context.cookies())
    zoomed.page.goto(f"{ADDRESS}/dashboard")
    zoomed.look("dashboard-zoom")


run(script)
