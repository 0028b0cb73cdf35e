"""A door's morning: typed codes, a scanner, a search, every verdict, in English and French, and two doors at once."""

from common import ADDRESS, ARGUMENTS, WEIGHT_MAX, context, expect, run, weight
from phone import PHONE, Phone

BADGES = ARGUMENTS["badges"]
CODES = ARGUMENTS["typed"]


def admission(phone, calls):
    """A scanner that fires twice, the same badge later, and something else than a badge."""
    phone.scans(BADGES["paid"])
    phone.scan(BADGES["paid"])
    phone.says("admitted", "Come in", "Ada Placeholder", "Packet Bakery")
    phone.page.wait_for_timeout(200)
    phone.says("admitted")
    expect(len(calls) == 1, f"one badge made {len(calls)} scans")
    phone.look("door-admitted")
    expect(phone.focus() == "next", f"the focus is on {phone.focus()}")
    phone.page.wait_for_timeout(3100)
    phone.scan(BADGES["paid"])
    phone.says("already_admitted", "First admitted 09:3", "Main door", "North door")
    expect(len(calls) == 2, f"{len(calls)} scans")
    phone.look("door-already-admitted")
    phone.bursts("https://example.org/some/other/code")
    phone.says("invalid", "not one of our badges")
    phone.look("door-invalid")
    phone.calls_next()


def keyboards(phone):
    """A scanner before a computer with another keyboard, with Caps Lock, in a browser that does not name the keys."""
    # The same code at once is the same scan, so two take turns.
    badges = [("paid", "already_admitted", "Ada Placeholder"), ("blocked", "blocked", "The desk wants to see")]
    for turn, (keyboard, names_keys) in enumerate([
        ("Canadian French", True), ("German", True), ("French", True), ("Caps Lock", True), ("Canadian French", False),
        ("French", False), ("Caps Lock", False),
    ]):
        badge, verdict, text = badges[turn % 2]
        phone.scans_by(keyboard, BADGES[badge], names_keys)
        phone.says(verdict, text)
        phone.calls_next()
    phone.bursts(BADGES["blocked"].replace(":", "☃").replace("/", "☂"))
    phone.says("invalid", "Set the scanner’s keyboard")
    phone.look("door-keyboard")
    phone.calls_next()


def typing(phone):
    """The code on the badge; a slip in it; undo, with a reason."""
    phone.types_code(CODES["second"].replace("-", "").lower())
    phone.says("admitted", "Desmond Datagram")
    phone.page.locator("#undo").click()
    phone.page.locator("#undo-reason").fill("Wrong badge")
    phone.look("door-undo")
    phone.page.locator("#undo-reason").press("Enter")
    phone.until("document.getElementById('message').textContent === 'Taken back.'")
    expect(phone.verdict() is None, "the verdict still stands")
    phone.types_code(CODES["second"])
    phone.says("admitted", "Desmond Datagram")
    phone.calls_next()
    phone.types_code(CODES["second"][:-1] + ("0" if CODES["second"][-1] != "0" else "1"))
    phone.shows("typing mistake")
    phone.look("door-slip")


def searching(phone):
    """Somebody without a badge is found by name; a badge that is scanned into the search is a scan."""
    phone.page.locator("#search").fill("duplex")
    phone.page.locator("#search").press("Enter")
    phone.page.locator("#results button", has_text="Drusilla Duplex").click()
    phone.says("admitted", "Drusilla Duplex")
    phone.calls_next()
    phone.page.locator("#search").focus()
    phone.scan(BADGES["blocked"])
    phone.says("blocked", "The desk wants to see")
    phone.look("door-blocked")
    expect(phone.page.locator("#search").input_value() == "", "the badge stands in the search")
    phone.calls_next()
    phone.page.locator("#search").fill("Nobody At All")
    phone.page.locator("#search").press("Enter")
    phone.shows("Nobody has that name")


def refusals(phone, dark):
    """Each other verdict; the same on a dark phone that speaks French."""
    for verdict, english, french in [
        ("unpaid", "due", "à payer"),
        ("revoked", "A newer badge", "Un badge plus récent"),
        ("cancelled", "cancelled", "annulée"),
        ("wrong_day", "The pass is for", "Le forfait vaut pour"),
    ]:
        phone.scans(BADGES[verdict])
        phone.says(verdict, english)
        phone.look(f"door-{verdict.replace('_', '-')}")
        dark.scans(BADGES[verdict])
        dark.says(verdict, french)
        dark.look(f"door-{verdict.replace('_', '-')}-dark")
    for gate, verdict, english in [("dinner", "gate_closed", "closed"), ("staff", "not_entitled", "does not have")]:
        phone.page.locator("#gate").select_option(gate)
        phone.scans(BADGES["paid"])
        phone.says(verdict, english)
        phone.look(f"door-{verdict.replace('_', '-')}")
    phone.page.locator("#gate").select_option("main")
    expect(phone.page.locator("#gate").evaluate("e => document.activeElement !== e"), "a scanner could turn the gate")


def signals(phone):
    """Every verdict has a sound and a vibration of its own; silent, only the latter; the screen stays awake."""
    heard, felt = {}, {}
    phone.page.locator("h1").dispatch_event("pointerdown")
    phone.page.keyboard.press("Shift")
    for key, gate in [(name, "main") for name in BADGES if name != "raced"] + [("gate_closed", "dinner"), ("not_entitled", "staff")]:
        phone.page.locator("#gate").select_option(gate)
        phone.asked("tones"), phone.asked("vibrations")
        phone.scans(BADGES.get(key, BADGES["paid"]))
        phone.until("!document.getElementById('verdict').hidden")
        verdict = phone.verdict()
        heard[verdict], felt[verdict] = str(phone.asked("tones")), str(phone.asked("vibrations"))
        phone.calls_next()
    phone.page.locator("#gate").select_option("main")
    phone.bursts("https://example.org/other")
    phone.says("invalid")
    heard["invalid"], felt["invalid"] = str(phone.asked("tones")), str(phone.asked("vibrations"))
    phone.page.locator("#gate").select_option("staff")
    phone.page.locator("#gate").select_option("main")
    phone.types_code(CODES["third"])
    phone.says("admitted")
    heard["admitted"], felt["admitted"] = str(phone.asked("tones")), str(phone.asked("vibrations"))
    expect(len(heard) == 10, f"verdicts: {sorted(heard)}")
    expect("[]" not in heard.values() and "[]" not in felt.values(), f"silent: {heard} {felt}")
    expect(len(set(heard.values())) == 10, f"two sound alike: {heard}")
    expect(len(set(felt.values())) == 10, f"two feel alike: {felt}")
    phone.page.locator("#mute").click()
    phone.scans(BADGES["blocked"])
    phone.says("blocked")
    expect(phone.asked("tones") == [] and len(phone.asked("vibrations")) == 1, "Silent is not silent")
    phone.page.locator("#mute").click()
    locks = phone.asked("locks")
    expect(locks >= 1, "the screen may go to sleep")
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.until(f"asked.locks === {locks + 1}")


def in_the_dark(dark):
    """The verdicts of no picture so far, on a dark phone."""
    for gate, badge, verdict in [
        ("main", "paid", "already_admitted"), ("main", "blocked", "blocked"), ("dinner", "paid", "gate_closed"),
        ("staff", "paid", "not_entitled"),
    ]:
        dark.page.locator("#gate").select_option(gate)
        dark.scans(BADGES[badge])
        dark.says(verdict)
        dark.look(f"door-{verdict.replace('_', '-')}-dark")
    dark.page.locator("#gate").select_option("main")
    dark.types_code(CODES["fourth"])
    dark.says("admitted", "Entrez")
    dark.look("door-admitted-dark")
    dark.bursts("https://example.org/other")
    dark.says("invalid")
    dark.look("door-invalid-dark")


def admit_anyway(office):
    """A desk's device lets in whom a door turns away, and says why."""
    office.opens()
    office.scans(BADGES["blocked"])
    office.says("blocked")
    office.page.locator("#override").click()
    office.page.locator("#override-reason").fill("Talked to them")
    office.look("door-override")
    office.page.locator("#override-reason").press("Enter")
    office.says("admitted", "Come in")


def two_doors(phone, other):
    """The same badge before two doors at once: one lets in, the other names it."""
    for each in [phone, other]:
        each.calls_next() if each.verdict() else None
        each.page.locator("#code").fill(BADGES["raced"])
    for each in [phone, other]:
        each.page.keyboard.press("Enter")
    for each in [phone, other]:
        each.until("!document.getElementById('verdict').hidden")
    verdicts = sorted([phone.verdict(), other.verdict()])
    expect(verdicts == ["admitted", "already_admitted"], f"{verdicts}")


def licences(phone):
    """The page of a door has one line of them, a link that opens the text."""
    expect("license" not in phone.page.locator("body").inner_text().lower(), "a licence is on the door's page")
    link = phone.page.get_by_role("link", name="Licences")
    expect(link.count() == 1, "no link leads to the licences")
    answer = phone.page.request.get(f"{ADDRESS}{link.get_attribute('href')}")
    expect(answer.status == 200 and "LESSER GENERAL PUBLIC LICENSE" in answer.text(), f"the licences: {answer.status}")


def script(chromium):
    phone = Phone(context(chromium, **PHONE))
    calls = []
    phone.page.on("request", lambda request: request.url.endswith("/v1/scans") and calls.append(request.url))
    phone.enrol(ARGUMENTS["codes"][0])
    expect(phone.page.url == f"{ADDRESS}/door", f"enrolled at {phone.page.url}")
    phone.ready()
    phone.shows("Connected")
    phone.look("door")
    licences(phone)
    dark = Phone(context(chromium, **PHONE, color_scheme="dark", locale="fr-CA"))
    dark.enrol(ARGUMENTS["codes"][1])
    dark.ready()
    dark.shows("Connecté")
    dark.look("door-fr-dark")
    admission(phone, calls)
    keyboards(phone)
    typing(phone)
    searching(phone)
    refusals(phone, dark)
    expect(phone.page.locator("#override:not([disabled])").count() == 0, "a door may admit anyway")
    signals(phone)
    in_the_dark(dark)
    office = Phone(context(chromium, **PHONE))
    office.enrol(ARGUMENTS["codes"][2])
    admit_anyway(office)
    office.context.close()
    two_doors(phone, dark)
    for verdict, each in [(phone.verdict(), phone), (dark.verdict(), dark)]:
        each.look("door-raced-" + verdict.replace("_", "-"))
    zoomed = Phone(context(chromium, viewport={"width": 320, "height": 400}, device_scale_factor=2))
    zoomed.context.add_cookies(phone.context.cookies())
    zoomed.opens()
    zoomed.look("door-zoom")
    zoomed.scans(BADGES["paid"])
    zoomed.says("already_admitted")
    zoomed.look("door-zoom-verdict")
    fresh = context(chromium)
    fresh.add_cookies(phone.context.cookies())
    measured = weight(fresh, "/door")
    expect(measured["bytes"] < WEIGHT_MAX, f"/door weighs {measured}")
    return {"door": measured}


run(script)
