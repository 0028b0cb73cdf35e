"""The organizer reads a bank's statement, books it and settles what waits: with a script or without, in both languages."""

import pathlib

from common import ADDRESS, ARGUMENTS, PICTURES, Desk, context, expect, run

PAGE = f"{ADDRESS}/organizer/statements"


def statement(name, lines):
    file = pathlib.Path(PICTURES / name)
    file.write_text("Date;Description;Amount\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def script(chromium):
    one, two = ARGUMENTS["people"]
    file = statement(
        "statement.csv",
        [
            f"2015-02-03;E-TRANSFER {one};100,00",
            "2015-02-04;PACKET BAKERY FOR TWO;150,00",
            f"2015-02-05;E-TRANSFER {two};3.5E2",
        ],
    )
    office = Desk(context(chromium))
    office.enrol(ARGUMENTS["codes"][0])
    office.page.goto(PAGE)
    office.look("statements")
    office.page.locator("#file").set_input_files(file)
    office.page.get_by_role("button", name="Show what it brings").click()
    office.shows("To be booked: 1")
    office.shows("is not an amount")
    office.look("statements-preview")

    # Without a script everything goes on.
    plain = Desk(context(chromium, java_script_enabled=False))
    plain.context.add_cookies(office.context.cookies())
    plain.page.goto(PAGE)
    plain.page.locator("#file").set_input_files(file)
    plain.page.get_by_role("button", name="Show what it brings").click()
    plain.page.get_by_role("button", name="Book it").click()
    plain.shows("Booked: 1")
    plain.page.locator("tr", has_text="PACKET BAKERY").get_by_role("link", name="Open").first.click()
    for code, amount in ((one, "60,50"), (two, "89.50")):
        plain.page.locator("#q").fill(code)
        plain.page.get_by_role("button", name="Search").click()
        plain.page.locator("li", has_text=code).locator("input[inputmode]").fill(amount)
    plain.page.get_by_role("button", name="Book these shares").click()
    plain.shows("$89.50")
    address = plain.page.url

    office.page.goto(address)
    office.look("statement-settled")
    office.page.locator("#reopen-reason").fill("for one of them")
    office.page.get_by_role("button", name="Take it back").click()
    office.shows("Whose payment is it?")
    office.page.locator("#q").fill(two)
    office.page.get_by_role("button", name="Search").click()
    office.look("statement-line")
    office.page.get_by_role("button", name="All of it").first.click()
    office.shows("Take it back")

    back = statement("returned.csv", [f"2015-02-09;RETURNED NSF {one};-100,00"])
    office.page.goto(PAGE)
    office.page.locator("#file").set_input_files(back)
    office.page.get_by_role("button", name="Show what it brings").click()
    office.page.get_by_role("button", name="Book it").click()
    office.shows("Came back: 1")
    office.page.locator("tr", has_text="RETURNED NSF").get_by_role("link", name="Open").first.click()
    office.look("statement-returned")
    office.page.get_by_role("button", name="Reverse that payment").click()
    office.shows("payment reversed")

    for name, options in {
        "fr-dark": {"color_scheme": "dark", "locale": "fr-CA"},
        "narrow": {"viewport": {"width": 320, "height": 640}},
    }.items():
        other = Desk(context(chromium, **options))
        other.context.add_cookies(office.context.cookies())
        other.page.goto(PAGE)
        other.page.locator("summary").click()
        other.look(f"statements-{name}")
        other.page.goto(address)
        other.look(f"statement-line-{name}")
    expect(not plain.problems, f"without a script: {plain.problems}")


run(script)
