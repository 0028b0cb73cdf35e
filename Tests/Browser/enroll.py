"""A phone opens its link, a laptop types its code, and a used code says what to do."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run


def script(chromium):
    phone = Desk(context(chromium, viewport={"width": 390, "height": 780}, is_mobile=True, has_touch=True))
    code = ARGUMENTS["codes"][0]
    phone.page.goto(f"{ADDRESS}/enroll#{code}")
    phone.page.wait_for_url(f"{ADDRESS}/desk")
    expect(code not in phone.page.evaluate("location.href"), "the code is still in the address")
    phone.page.go_back()
    expect(code not in phone.page.evaluate("location.href"), "the code is in the history")
    cookies = phone.context.cookies()
    device = [cookie for cookie in cookies if cookie["name"].endswith("lanyard")]
    expect(device and device[0]["httpOnly"] and device[0]["sameSite"] == "Strict", f"the cookie: {cookies}")
    phone.page.goto(f"{ADDRESS}/desk")
    expect("lanyard" not in phone.page.evaluate("document.cookie"), "a script can read the cookie")
    expect(phone.page.evaluate("localStorage.length + sessionStorage.length") == 0, "something was kept in the browser")
    phone.look("desk-phone")

    laptop = Desk(context(chromium))
    laptop.page.goto(f"{ADDRESS}/desk")
    expect(laptop.page.url == f"{ADDRESS}/enroll", "a stranger is not sent to enrol")
    laptop.look("enroll")
    expect(laptop.focus() == "code", "the field has no focus")
    laptop.type(ARGUMENTS["codes"][0].lower())
    laptop.press("Enter")
    laptop.shows("used before")
    laptop.shows("Ask the organizer")
    laptop.look("enroll-used")
    laptop.page.locator("#code").fill(ARGUMENTS["codes"][1].replace("-", "").lower())
    laptop.press("Enter")
    laptop.page.wait_for_url(f"{ADDRESS}/desk")
    laptop.page.goto(f"{ADDRESS}/")
    laptop.look("start")
    for name, options in {
        "fr-dark": {"color_scheme": "dark", "locale": "fr-CA"},
        "zoom": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
        "narrow": {"viewport": {"width": 320, "height": 640}},
    }.items():
        other = Desk(context(chromium, **options))
        other.page.goto(f"{ADDRESS}/enroll")
        other.look(f"enroll-{name}")
        other.context.add_cookies(laptop.context.cookies())
        other.page.goto(f"{ADDRESS}/")
        other.look(f"start-{name}")
        other.context.close()

    dark = Desk(context(chromium, color_scheme="dark", locale="fr-CA"))
    dark.page.goto(f"{ADDRESS}/enroll")
    dark.shows("Code à usage unique")
    dark.look("enroll-fr-dark")
    dark.page.get_by_category("button", name="English").click()
    dark.shows("One-time code")


run(script)
