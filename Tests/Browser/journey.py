"""From /register to the gate, in English and in French: somebody registers, pays, fetches the ticket, has a badge printed for it at
the kiosk, and is let in with that badge. What is on paper is read by zbar."""

import json
import pathlib
import quopri
import re
import subprocess
import tempfile
import urllib.request

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run
from phone import PHONE, Phone

MAILBOX = pathlib.Path(ARGUMENTS["mailbox"])
PEOPLE = {
    "en": {"locale": "en-CA", "name": "Ada Placeholder", "email": "ada@example.org", "word": "Come in"},
    "fr": {"locale": "fr-CA", "name": "Zoé Modèle", "email": "zoe@example.org", "word": "Entrez"},
}


def code_on(pdf):
    """The text of the one QR code on a paper."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "150", "-singlefile", "-png", file, file.with_suffix("")], check=True)
        read = ["zbarimg", "--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", file.with_suffix(".png")]
        found = subprocess.run(read, check=True, capture_output=True, text=True).stdout.split("\n")
    texts = [text for text in found if text.startswith("LY:")]
    expect(len(texts) == 1, f"the paper has these codes: {found}")
    return texts[0]


def saved(own, button):
    """The paper that a button saves."""
    with own.page.expect_download() as download:
        button.click()
    return pathlib.Path(download.value.path()).read_bytes()


def printed(kiosk):
    """The paper that a kiosk without a printer of its own opens in another window, sent for as that window does."""
    form = kiosk.page.locator("#print-form")
    fields = {field.get_attribute("name"): field.input_value() for field in form.locator("input").all()}
    answer = kiosk.context.request.post(f"{ADDRESS}/kiosk/print", form=fields, headers={"Origin": ADDRESS})
    expect(answer.headers["content-type"] == "application/pdf", f"no paper: {answer.status}")
    return answer.body()


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


def pays(code):
    """A transfer comes in, and the treasurer books it."""
    request = urllib.request.Request(
        f"{ADDRESS}/v1/registrations/{code}/payments",
        data=json.dumps({"amount": "350.00", "method": "bank"}).encode(),
        headers={
            "Authorization": f"Bearer {ARGUMENTS['desk']}", "Content-Type": "application/json",
            "Idempotency-Key": f"transfer-{code}",
        },
    )
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=90).close()


def journey(chromium, language, kiosk, door):
    person = PEOPLE[language]
    own = Desk(context(chromium, locale=person["locale"], accept_downloads=True, viewport={"width": 390, "height": 800}))
    own.page.goto(f"{ADDRESS}/register")
    own.page.locator("#name").fill(person["name"])
    own.page.locator("#email").fill(person["email"])
    own.page.locator("button[value=register]").click()
    own.page.locator(".notice.good").wait_for()
    own.page.goto(ADDRESS + mailed(own, person["email"]))
    expect(own.page.locator("form[action='/my/ticket']").count() == 0, "a ticket before anything is paid")
    code = own.page.locator("#my-standing").inner_text().split("·")[-1].strip()
    pays(code)
    own.page.reload()
    own.settled()
    own.look(f"journey-my-{language}")
    ticket = code_on(saved(own, own.page.locator("form[action='/my/ticket'] button[value=letter]")))

    kiosk.page.goto(f"{ADDRESS}/kiosk")
    kiosk.page.locator("#ticket").focus()
    kiosk.scan(ticket)
    kiosk.page.locator("#ready-title").wait_for()
    expect(person["name"] in kiosk.page.locator("#result").inner_text(), "the kiosk does not greet them")
    kiosk.until("!document.getElementById('picture').hidden")
    kiosk.settled()
    kiosk.look(f"journey-kiosk-{language}")
    badge = code_on(printed(kiosk))
    expect(badge != ticket, "the badge is the ticket")

    # The ticket opens no door; the badge does.
    door.scans(ticket)
    door.says("invalid")
    door.calls_next()
    door.scans(badge)
    door.says("admitted", person["word"], person["name"])
    door.look(f"journey-gate-{language}")
    door.calls_next()
    expect(not own.problems, own.problems)


def script(chromium):
    for language, person in PEOPLE.items():
        kiosk = Desk(context(chromium, locale=person["locale"], accept_downloads=True, viewport={"width": 1024, "height": 768}))
        kiosk.enrol(ARGUMENTS["kiosks"][language])
        door = Phone(context(chromium, locale=person["locale"], **PHONE))
        door.enrol(ARGUMENTS["doors"][language])
        door.ready()
        journey(chromium, language, kiosk, door)
        expect(not kiosk.problems + door.problems, kiosk.problems + door.problems)


run(script)
