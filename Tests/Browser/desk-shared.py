"""A desk that two people share: nothing is booked before one of them has typed a PIN, and each stands in history by name."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run

NUMBER = ARGUMENTS["person"]


def gives_pins(office):
    page = office.page
    page.goto(f"{ADDRESS}/organizer/devices")
    page.get_by_role("link", name="Desk 1").click()
    page.locator("#clerk").fill("Kit Example")
    page.locator("#pin").fill("1111")
    page.get_by_role("button", name="Set the PIN").click()
    office.shows("Anybody would try that PIN first")
    page.locator("#clerk").fill("Kit Example")
    page.locator("#pin").fill("4821")
    page.get_by_role("button", name="Set the PIN").click()
    office.shows("Kit Example has a PIN.")
    page.locator("#clerk").fill("Bo Invented")
    page.get_by_role("button", name="Set the PIN").click()
    office.shows("Bo Invented has a PIN.")
    office.look("organizer-pins")
    return page.locator(".notice .figure").inner_text()


def sheet(desk):
    desk.page.goto(f"{ADDRESS}/desk/people/{NUMBER}")
    desk.settled()


def blocks(desk, reason):
    desk.press("Alt+h")
    desk.type(reason)
    desk.press("Enter")


def says(desk, name, pin):
    desk.press("Alt+j")
    desk.press("Enter")
    desk.page.wait_for_url(f"{ADDRESS}/clerk")
    desk.type(name)
    desk.press("Tab")
    desk.type(pin)
    desk.press("Enter")


def script(chromium):
    office = Desk(context(chromium))
    office.enrol(ARGUMENTS["codes"]["office"])
    desk = Desk(context(chromium))
    desk.enrol(ARGUMENTS["codes"]["desk"])
    invented = gives_pins(office)

    # Nobody is here: the block is refused, and what was typed stays.
    sheet(desk)
    blocks(desk, "Ask about the key")
    desk.shows("Nobody has said who is at Desk 1.")
    desk.settled()
    expect(desk.page.locator("#block").input_value() == "Ask about the key", "what was typed is gone")
    desk.look("person-nobody-here")
    sheet(desk)
    says(desk, "Kit", "0000")
    desk.shows("tries left: 4")
    expect(desk.focus() == "pin", desk.focus())
    desk.look("clerk-wrong")
    desk.type("4821")
    desk.press("Enter")
    desk.page.wait_for_url(f"**/desk/people/{NUMBER}")
    desk.settled()
    expect("Kit Example" in desk.page.locator(".bar").inner_text(), desk.page.locator(".bar").inner_text())
    blocks(desk, "Ask about the key")
    desk.shows("every door")
    desk.look("person-shared")
    says(desk, "Bo", invented)
    desk.page.wait_for_url(f"**/desk/people/{NUMBER}")
    desk.settled()
    desk.page.get_by_role("button", name="Unblock").click()
    desk.settled()
    desk.press("Alt+s")
    for who in ["Kit Example, Desk 1", "Bo Invented, Desk 1"]:
        desk.page.locator("#history").get_by_text(who).first.wait_for()
    # A scanner that fires into the field of the PIN leaves nothing there.
    desk.page.goto(f"{ADDRESS}/clerk")
    desk.page.locator("#pin").focus()
    desk.scan("LY:" + "A" * 117, 5)
    desk.page.wait_for_timeout(300)
    expect(desk.page.locator("#pin").input_value() == "", "a scan stands in the field of the PIN")
    expect(desk.page.url == f"{ADDRESS}/clerk", desk.page.url)
    desk.page.get_by_role("button", name="I am leaving").click()
    desk.page.wait_for_url(f"{ADDRESS}/clerk")
    sheet(desk)
    expect("Who is here?" in desk.page.locator(".bar").inner_text(), "somebody is still here")


run(script)
