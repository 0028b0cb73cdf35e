"""Five people whose employer pays: five walk-ins, one invoice, one payment; by keyboard alone, with the keys counted."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run

NAMES = ["Gina Group", "Gustav Group", "Greta Group", "Gil Group", "Gwen Group"]
# What this took at version 0.1.
BEFORE = 110


def told(desk, text):
    desk.page.locator("main .notice", has_text=text).first.wait_for()
    desk.settled()


def registers(desk, name):
    desk.type(name)
    desk.press("F2")
    desk.settled()
    desk.type("Ministry of Examples")
    desk.press("Alt+l")
    desk.press("Space")
    desk.press("Enter")
    told(desk, "Registered, number")
    # The paper of the badge has the keyboard; the search is where every task begins.
    desk.press("Escape")


def script(chromium):
    desk = Desk(context(chromium))
    desk.enrol(ARGUMENTS["codes"][0])
    desk.page.goto(f"{ADDRESS}/desk")
    desk.settled()
    for name in NAMES:
        registers(desk, name)
    # The sheet of the last one, with colleagues of the same affiliation who owe as well.
    desk.type(NAMES[-1])
    desk.press("Enter")
    desk.page.wait_for_url("**/desk/people/*")
    desk.settled()
    desk.press("Alt+y")
    expect(desk.focus() == "payer", desk.focus())
    desk.look("person-group")
    desk.type("Ministry of Examples")
    desk.press("Tab")
    desk.type("1 Example Street, Ottawa")
    desk.press("Tab")
    expect(desk.page.evaluate("document.activeElement.name") == "all_colleagues", desk.focus())
    desk.press("Space")
    desk.press("Enter")
    desk.page.wait_for_url("**/invoice")
    desk.shows("is ready.")
    for name in NAMES:
        desk.shows(name)
    keys = desk.presses
    desk.look("invoice-group")
    expect(keys * 2 <= BEFORE, f"{keys} keys; they were {BEFORE}")
    return {"keys": keys, "before": BEFORE}


run(script)
