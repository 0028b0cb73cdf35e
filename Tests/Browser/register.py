"""Somebody registers, opens the link that was mailed, and does at /my what they may: with and without a script, in English and
French, on a phone."""

import pathlib
import quopri
import re

from common import ADDRESS, ARGUMENTS, WEIGHT_MAX, Desk, context, expect, run, weight

MAILBOX = pathlib.Path(ARGUMENTS["mailbox"])


def mailed(own, address):
    """The path of the link in the last mail to an address."""
    file = MAILBOX / f"{address}.eml"
    for _ in range(300):
        if file.exists():
            found = re.findall(r"/my/open/[\w-]+", quopri.decodestring(file.read_bytes()).decode())
            if found:
                return found[-1]
        own.page.wait_for_timeout(100)
    raise AssertionError(f"no link for {address}")


def registers(own, name, address, french):
    own.page.goto(f"{ADDRESS}/register")
    own.page.get_by_label("Nom" if french else "Name", exact=True).fill(name)
    own.page.locator("input[type=email]").fill(address)
    own.look(f"register-{'fr' if french else 'en'}")
    own.page.locator("button[value=register]").click()
    own.page.locator(".notice.good").wait_for()
    own.look(f"registered-{'fr' if french else 'en'}")
    expect("/my/open" not in own.page.content(), "the link is shown to whoever typed the address")


def opens(own, address):
    own.page.goto(ADDRESS + mailed(own, address))
    expect(own.page.url == f"{ADDRESS}/my", f"the link stays in the address: {own.page.url}")


def with_script(chromium):
    own = Desk(context(chromium))
    registers(own, "Ada Placeholder", "ada@example.org", False)
    opens(own, "ada@example.org")
    own.settled()
    own.look("my-en")
    figures = weight(own.context, "/my")
    expect(figures["bytes"] < WEIGHT_MAX, f"/my weighs {figures['bytes']}")
    # The price follows what is ticked, before anything is changed.
    own.page.locator("input[name=day][value='4']").uncheck()
    own.page.locator("#quote .total.number", has_text="300.00").wait_for()
    # The picture follows what is typed.
    own.page.locator("#badge_name").fill("Ada!")
    own.page.locator("img.preview.is-draft").wait_for()
    own.page.locator("form[action='/my/correct'] button").click()
    own.page.locator(".notice.good").wait_for()
    expect(own.page.locator("#badge_name").input_value() == "Ada!", "the badge is not corrected")
    own.runs_nothing_foreign()
    return own


def without_script(chromium):
    own = Desk(context(chromium, java_script_enabled=False, locale="fr-CA", viewport={"width": 390, "height": 800}))
    own.page.goto(f"{ADDRESS}/register")
    own.page.locator("#name").fill("Zoé Placeholder")
    own.page.locator("#email").fill("zoe@example.org")
    own.page.locator("button[value=register]").click()
    own.page.locator(".notice.good").wait_for()
    opens(own, "zoe@example.org")
    own.page.locator("input[name=day][value='4']").uncheck()
    own.page.locator("button[value=quote]").click()
    expect("300" in own.page.locator("#quote").inner_text(), "no price without a script")
    own.page.locator("input[name=day][value='4']").uncheck()
    own.page.locator("button[value=change]").click()
    own.page.locator(".notice.good").wait_for()
    expect(own.page.locator("#my-standing ~ ul li").count() == 3, "the days are not changed")
    own.page.locator("form[action='/my/cancel'] input[name=sure]").check()
    own.page.locator("form[action='/my/cancel'] button").click()
    own.page.locator(".notice.warn").wait_for()
    expect(own.page.locator("form[action='/my/days']").count() == 0, "a cancelled place is still changed")
    own.page.locator("form[action='/my/leave'] button").click()
    expect(own.page.locator("form[action='/my'] input[name=email]").count() == 1, "the page is not closed")


def script(chromium):
    own = with_script(chromium)
    phone = Desk(context(chromium, locale="fr-CA", viewport={"width": 320, "height": 640}))
    opens(phone, "ada@example.org")
    phone.settled()
    phone.look("my-fr-narrow")
    without_script(chromium)
    expect(not own.problems, own.problems)


run(script)
