"""The numbers, and that they follow what happens without a reload."""

import json
import urllib.request

from common import ADDRESS, ARGUMENTS, PICTURES, Desk, context, expect, run


def scan(text, nonce):
    request = urllib.request.Request(
        f"{ADDRESS}/v1/scans",
        data=json.dumps({"gate": "main", "nonce": nonce, "text": text}).encode(),
        headers={"Authorization": f"Bearer {ARGUMENTS['door']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def across_the_hall(desk, arrived):
    """On a screen of 1080 lines: figures of a twentieth of its height, labels of a forty-fifth, and the same figure everywhere."""
    page = desk.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(100)
    page.screenshot(path=PICTURES / "dashboard-hall.png")
    small = page.evaluate(
        """() => [['.big-number, td.big', 54], ['.tiles .card > :last-child, .board-top th, .board-top h2', 24]].flatMap(
             ([what, least]) => [...document.querySelectorAll(what)].filter(e => parseFloat(getComputedStyle(e).fontSize) < least)
               .map(e => `${e.innerText}: ${getComputedStyle(e).fontSize}`))"""
    )
    expect(not small, f"too small from across the hall: {small}")
    bottom = page.locator(".board-top").evaluate("e => e.getBoundingClientRect().bottom")
    expect(0.8 * 1080 < bottom < 1.6 * 1080, f"the numbers end at {bottom} of 1080 lines")
    tile = page.locator(".tiles li", has_text="arrived today").locator(".big-number").inner_text()
    row = page.locator(".board-top tr", has_text="Main door").locator("td").nth(1).inner_text()
    expect(tile == row == str(arrived), f"{tile} arrived, {row} at the main door, {arrived} scanned")
    page.set_viewport_size({"width": 1280, "height": 900})


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
    across_the_hall(desk, len(badges))
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
