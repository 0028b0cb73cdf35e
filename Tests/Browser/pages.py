"""Every page of the server in several appearances: without findings of axe, no wider than the window, nothing to press that is
smaller than a finger, under 100 kB; in English and French, in the dark, and on a window of 320 pixels. And at a booth a visitor agrees."""

from common import ADDRESS, ARGUMENTS, WEIGHT_MAX, Desk, brought, context, expect, run

# A page with the device that opens it; the numbers in them are of the demo's event.
PAGES = {
    "office": [
        "/", "/enroll", "/clerk", "/desk", "/desk/walk-in", ARGUMENTS["person"], "/desk/invoices", ARGUMENTS["invoice"],
        "/door", "/dashboard", "/dashboard/drill", "/keysigning/desk", "/organizer", "/organizer/devices",
        ARGUMENTS["device"], "/organizer/gates", "/organizer/badges", "/organizer/imports", "/organizer/reports",
        "/organizer/barred", "/organizer/exhibitors", "/organizer/whereabouts", "/organizer/admission", "/organizer/erasures",
        "/organizer/payments", "/organizer/mail", "/organizer/letters", "/organizer/webhooks", "/organizer/retention",
        "/organizer/event", "/organizer/statements", "/organizer/call-off", "/books/day", "/books/entries", "/books/periods",
        "/kiosk/setup", "/nowhere",
    ],
    "kiosk": ["/", "/kiosk"],
    "booth": ["/", "/booth"],
    "shared": ["/clerk", "/desk"],
    "door": ["/", "/door"],
    "nobody": ["/", "/keysigning", "/enroll", "/my"],
}
# axe looks at the first two: each language, each colour and each width is in one of them. The others have to fit.
THOROUGH = {
    "light": {},
    "fr-dark-narrow": {"color_scheme": "dark", "locale": "fr-CA", "viewport": {"width": 320, "height": 640}},
}
OTHERS = {
    "fr": {"locale": "fr-CA"},
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
    found, heavy, seen = [], {}, 0
    for appearance, options in (THOROUGH | OTHERS).items():
        for device, pages in PAGES.items():
            desk = None
            for path in pages:
                # What a page weighs is seen where nothing of it is kept.
                if desk is None or appearance == "light":
                    desk and desk.context.close()
                    desk = Desk(context(chromium, **options))
                    desk.context.add_cookies(devices[device])
                desk.page.goto(ADDRESS + path, timeout=60_000)
                desk.until("document.readyState === 'complete'")
                name = f"page-{device}{path.replace('/', '-')}-{appearance}"
                try:
                    desk.look(name) if appearance in THOROUGH else desk.fits(name)
                except AssertionError as finding:
                    found.append(str(finding))
                    desk.problems.clear()
                if appearance == "light":
                    heavy[f"{device} {path}"] = brought(desk.page)["bytes"]
                seen += 1
            desk.context.close()
    expect(not found, "\n".join(found))
    expect(max(heavy.values()) < WEIGHT_MAX, f"too heavy: { {page: size for page, size in heavy.items() if size >= WEIGHT_MAX} }")
    expect(min(heavy.values()) > 5_000, f"weighed too early: {heavy}")
    booth(chromium, devices["booth"])
    return {"seen": seen, "bytes": heavy}


run(script)
