"""Every page of the server in several appearances: without findings of axe, no wider than the window, nothing to press that is
smaller than a finger, under 100 kB; in English and French, in the dark, and on a window of 320 pixels. And at a booth a visitor agrees."""

from common import ADDRESS, ARGUMENTS, WEIGHT_MAX, Desk, context, expect, run, weight

# A page with the device that opens it; the numbers in them are of the demo's event.
PAGES = {
    "office": [
        "/", "/enroll", "/clerk", "/desk", "/desk/walk-in", ARGUMENTS["person"], "/desk/invoices", ARGUMENTS["invoice"],
        "/door", "/dashboard", "/dashboard/drill", "/keysigning/desk", "/organizer", "/organizer/devices",
        ARGUMENTS["device"], "/organizer/gates", "/organizer/badges", "/organizer/imports", "/organizer/reports",
        "/organizer/barred", "/organizer/exhibitors", "/organizer/whereabouts", "/organizer/admission", "/organizer/erasures", "/organizer/event", "/organizer/statements", "/organizer/call-off",
        "/books/day",
        "/books/entries", "/books/periods", "/kiosk/setup", "/nowhere",
    ],
    "kiosk": ["/", "/kiosk"],
    "booth": ["/", "/booth"],
    "shared": ["/clerk", "/desk"],
    "door": ["/", "/door"],
    "nobody": ["/keysigning", "/enroll"],
}
APPEARANCES = {
    "light": {},
    "fr": {"locale": "fr-CA"},
    "dark": {"color_scheme": "dark"},
    "fr-dark-narrow": {"color_scheme": "dark", "locale": "fr-CA", "viewport": {"width": 320, "height": 640}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
}


def cookies(chromium, code):
    desk = Desk(context(chromium))
    desk.enrol(code)
    kept = desk.context.cookies()
    desk.context.close()
    return kept


def booth(chromium, kept):
    """A badge is scanned on a phone; nothing is told of its wearer before they ticked what they give."""
    desk = Desk(context(chromium, viewport={"width": 390, "height": 844}))
    desk.context.add_cookies(kept)
    desk.page.goto(ADDRESS + "/booth")
    desk.scan(ARGUMENTS["badge"])
    desk.shows("Packet Bakery would like to stay in touch")
    main = desk.page.locator("main")
    expect(ARGUMENTS["visitor"] not in main.inner_text(), "the booth tells a name that nobody gave")
    desk.look("booth-asks")
    desk.page.get_by_label("name", exact=True).check()
    desk.page.get_by_role("button", name="I agree").click()
    desk.shows(ARGUMENTS["visitor"])
    expect("@" not in main.inner_text(), "the booth tells an address that nobody gave")
    desk.look("booth-given")
    desk.page.get_by_role("button", name="Take it back").click()
    desk.shows("has nothing of this visitor any more")
    desk.context.close()


def script(chromium):
    devices = {name: cookies(chromium, code) for name, code in ARGUMENTS["codes"].items()} | {"nobody": []}
    found, seen = [], 0
    for appearance, options in APPEARANCES.items():
        for device, pages in PAGES.items():
            desk = Desk(context(chromium, **options))
            desk.context.add_cookies(devices[device])
            for path in pages:
                desk.page.goto(ADDRESS + path, timeout=60_000)
                desk.until("document.readyState === 'complete'")
                try:
                    desk.look(f"page-{device}{path.replace('/', '-')}-{appearance}")
                except AssertionError as finding:
                    found.append(str(finding))
                    desk.problems.clear()
                seen += 1
            desk.context.close()
    expect(not found, "\n".join(found))
    booth(chromium, devices["booth"])
    heavy = {}
    for device, pages in PAGES.items():
        for path in pages:
            fresh = context(chromium)
            fresh.add_cookies(devices[device])
            heavy[f"{device} {path}"] = weight(fresh, path)["bytes"]
            fresh.close()
    expect(max(heavy.values()) < WEIGHT_MAX, f"too heavy: { {page: size for page, size in heavy.items() if size >= WEIGHT_MAX} }")
    return {"seen": seen, "bytes": heavy}


run(script)
