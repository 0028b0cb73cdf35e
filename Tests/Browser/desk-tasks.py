"""The desk's daily tasks by keyboard alone, counting the keys beyond the text: none takes more than ten, and all together
less than half of what they took at version 0.1 (525, five people for one payer left out on both sides)."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run

# What each took at version 0.1.
BEFORE = {
    "find by a name without accents": 2, "walk-in for two days in cash": 12, "day pass to four days by card": 17,
    "card payment": 5, "company changed, printed again": 27, "name changed, printed again": 34, "lost badge": 10,
    "refund": 4, "cancel": 37, "two of one name": 3, "student voucher, twice": 15, "waive a part": 11,
    "a colleague comes instead": 41, "waiting list": 19, "speaker comes free": 31, "receipt in French": 36,
    "green dot, one digit wrong": 42, "another e-mail address": 19, "find by the short code": 2, "block": 30,
    "scan into the search": 0, "badge, bag and shirt": 6, "undo a payment": 5, "close the till": 7,
}
KEYS_MAX = 10


def told(desk, text):
    desk.page.locator("main .notice", has_text=text).first.wait_for()
    desk.settled()


def opens(desk, text):
    desk.type(text)
    desk.press("Enter")
    desk.page.wait_for_url("**/desk/people/*")
    desk.settled()


def find_without_accents(desk):
    opens(desk, "bozena paketova")
    desk.shows("Božena Paketová")


def walk_in(desk):
    desk.type("Wanda Walkin")
    desk.press("F2")
    desk.settled()
    desk.type("Packet Bakery")
    desk.press("Tab")
    desk.type("wanda@example.org")
    desk.press("Alt+3")
    desk.press("Alt+4")
    desk.press("F4")
    desk.type("250")
    desk.shows("Change: $50.00")
    desk.press("Enter")
    told(desk, "Give back $50.00")


def more_days(desk):
    opens(desk, "ND-0008")
    held = desk.page.evaluate("[...document.querySelectorAll('#days input[name=day]')].filter(e => !e.checked).map(e => e.value)")
    for day in held:
        desk.press(f"Alt+{day}")
    desk.press("Enter")
    told(desk, "The days were changed")
    desk.press("Alt+k")
    desk.press("Enter")
    told(desk, "by card")


def card(desk):
    opens(desk, "ND-0035")
    desk.press("Alt+k")
    desk.press("Enter")
    told(desk, "by card")


def company(desk):
    opens(desk, "ND-0011")
    desk.press("Alt+c")
    desk.type("Packet Pantry")
    desk.press("Enter")
    told(desk, "Corrected")
    desk.press("F8")
    told(desk, "Badge 2 is ready")


def name(desk):
    opens(desk, "ND-0012")
    desk.press("Alt+n")
    desk.type("Nora Newname")
    desk.press("Enter")
    told(desk, "Corrected")
    desk.press("F8")
    told(desk, "Badge 2 is ready")


def lost(desk):
    opens(desk, "ND-0013")
    desk.press("Alt+l")
    desk.press("Enter")
    told(desk, "Badge 2 is ready")


def refund(desk):
    opens(desk, "ND-0014")
    desk.press("Alt+k")
    desk.press("Enter")
    told(desk, "Given back")


def cancel(desk):
    opens(desk, "ND-0016")
    desk.press("Alt+x")
    desk.press("Space")
    desk.press("Enter")
    told(desk, "Cancelled")


def two_of_one_name(desk):
    desk.type("placeholder")
    desk.page.locator("#results a").nth(1).wait_for()
    desk.settled()
    desk.press("ArrowDown", 2)
    desk.press("Enter")
    desk.page.wait_for_url("**/desk/people/*")
    desk.settled()


def voucher(desk):
    desk.type("Stuart Student")
    desk.press("F2")
    desk.settled()
    desk.press("Alt+v")
    desk.type("half")
    desk.press("Alt+l")
    desk.press("Space")
    desk.press("Enter")
    told(desk, "Registered, number")
    opens(desk, "ND-0019")
    desk.press("Alt+v")
    desk.type("half")
    desk.press("Enter")
    told(desk, "The voucher was redeemed")


def waive(desk):
    opens(desk, ARGUMENTS["owing"])
    desk.press("Alt+w")
    desk.type("20")
    desk.press("Tab")
    desk.type("Helped with the cables")
    desk.press("Enter")
    told(desk, "Waived")


def instead(desk):
    opens(desk, "ND-0021")
    desk.press("Alt+t")
    for text in ["Bea Instead", "Packet Pantry", "bea@example.org", ""]:
        desk.type(text)
        desk.press("Tab")
    desk.press("Tab")
    desk.press("Space")
    desk.press("Enter")
    told(desk, "was transferred to this person")


def waits(desk):
    opens(desk, ARGUMENTS["without_dinner"])
    desk.press("Alt+q")
    desk.press("Enter")
    told(desk, "On the waiting list")


def speaker(desk):
    opens(desk, "ND-0028")
    desk.press("Alt+r")
    desk.type("sp")
    desk.press("Enter")
    told(desk, "changed")


def french_receipt(desk):
    opens(desk, "ND-0024")
    desk.press("Alt+g")
    desk.type("fr")
    desk.press("Enter")
    told(desk, "Corrected")
    desk.press("Alt+i")
    desk.press("Enter")
    told(desk, "is ready")


def green_dot(desk):
    opens(desk, "ND-0002")
    right = ARGUMENTS["fingerprint"]
    desk.press("Alt+f")
    desk.type(right[:-1] + ("1" if right.endswith("0") else "0"))
    desk.press("Enter")
    desk.page.locator("main .notice.bad:visible").wait_for()
    desk.settled()
    expect(desk.focus() == "fingerprint", desk.focus())
    desk.press("End")
    desk.press("Backspace")
    desk.type(right[-1])
    desk.press("Enter")
    told(desk, "The fingerprint agrees")


def email(desk):
    opens(desk, "ND-0025")
    desk.press("Alt+e")
    desk.type("other@example.org")
    desk.press("Enter")
    told(desk, "Corrected")


def short_code(desk):
    opens(desk, ARGUMENTS["code"])


def block(desk):
    opens(desk, "ND-0026")
    desk.press("Alt+h")
    desk.type("Ask about the invoice")
    desk.press("Enter")
    told(desk, "every door")


def scanned(desk):
    desk.scan(ARGUMENTS["ticket"], 5)
    desk.page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
    desk.settled()


def handed_over(desk):
    opens(desk, "ND-0027")
    desk.press("F9")
    desk.press("Enter")
    desk.page.locator("#hand button[aria-pressed=true]").nth(2).wait_for()
    desk.settled()


def undo(desk):
    opens(desk, "ND-0035")
    desk.press("Alt+z")
    desk.type("Wrong card")
    desk.press("Enter")
    told(desk, "Undone")


def close_till(desk):
    desk.press("Alt+y")
    desk.type("400")
    desk.press("Enter")
    told(desk, "is closed")


TASKS = dict(zip(BEFORE, [
    find_without_accents, walk_in, more_days, card, company, name, lost, refund, cancel, two_of_one_name, voucher, waive,
    instead, waits, speaker, french_receipt, green_dot, email, short_code, block, scanned, handed_over, undo, close_till,
]))


def script(chromium):
    desk = Desk(context(chromium))
    desk.enrol(ARGUMENTS["codes"][0])
    # Somebody whom we owe money.
    desk.page.goto(f"{ADDRESS}/desk")
    opens(desk, "ND-0014")
    desk.page.locator("#days input[name=day]:checked").first.uncheck()
    desk.page.get_by_role("button", name="Change the days").click()
    told(desk, "The days were changed")
    figures = {}
    for task, do in TASKS.items():
        desk.page.goto(f"{ADDRESS}/desk")
        desk.settled()
        desk.presses = 0
        try:
            do(desk)
        except Exception as error:
            raise AssertionError(f"{task}: {error}") from error
        figures[task] = desk.presses
    for task, keys in figures.items():
        expect(keys <= KEYS_MAX, f"{task} took {keys} keys")
    total, before = sum(figures.values()), sum(BEFORE.values())
    expect(total * 2 <= before, f"{total} keys in all; they were {before}: {figures}")
    # Back to where every task begins, from within a field of a sheet.
    opens(desk, "ND-0002")
    desk.press("Alt+n")
    desk.press("Escape")
    expect(desk.focus() == "q", desk.focus())
    desk.press("Escape")
    desk.page.wait_for_url(f"{ADDRESS}/desk")
    return {"keys": figures, "total": total, "before": before}


run(script)
