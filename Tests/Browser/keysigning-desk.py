"""The desk of a keysigning, by its own device: invite, take in, confirm, close, freeze, print, pass a revocation on."""

import pathlib
import subprocess

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run

ADA, EVE = ARGUMENTS["people"]
PAGE = f"{ADDRESS}/keysigning/desk"


def gpg(person, *arguments):
    """What the owner's own gpg prints."""
    done = subprocess.run(
        ["gpg", "--homedir", person["home"], "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", *arguments],
        capture_output=True, check=False)
    expect(done.returncode == 0, f"gpg {arguments}: {done.stderr.decode()}")
    return done.stdout


def invite(desk):
    page = desk.page
    page.locator("#invite").fill(ADA["registration"])
    page.get_by_role("button", name="Make a link").click()
    page.locator(".notice", has_text="/keysigning#keysigning_").wait_for()
    desk.settled()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Links for everybody").click()
    rows = pathlib.Path(saved.value.path()).read_text().splitlines()
    expect(rows[0] == "name,email,link" and len(rows) > 100, rows[:2])


def take_in(desk):
    """A secret key goes nowhere; a public one comes as a file, whole or one of several."""
    page = desk.page
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for isFile in [True, False]:
        page.locator("#take-person").fill(ADA["registration"])
        secret = gpg(ADA, "--export-secret-keys") if isFile else gpg(ADA, "--armor", "--export-secret-keys")
        if isFile:
            page.locator("#take-file").set_input_files(
                {"name": "key.gpg", "mimeType": "application/octet-stream", "buffer": secret})
        else:
            page.locator("#take-key").fill(secret.decode())
            page.get_by_role("button", name="Hand in").click()
        page.locator("#secret:visible").wait_for()
        expect(not sent, f"sent to {sent}")
        kept = page.evaluate("[document.getElementById('take-key').value, document.getElementById('take-file').files.length]")
        expect(kept == ["", 0], f"still there: {kept}")
        expect(desk.focus() == "secret", f"the focus is on {desk.focus()}")
        place = page.locator("#secret").evaluate("e => [e.getBoundingClientRect().top, e.getBoundingClientRect().bottom]")
        expect(0 <= place[0] and place[1] <= page.viewport_size["height"], f"the refusal is out of view: {place}")
    desk.look("keysigning-desk-secret")
    for person in [ADA, EVE]:
        page.locator("#take-person").fill(person["registration"])
        page.locator("#take-file").set_input_files(
            {"name": "key.gpg", "mimeType": "application/octet-stream", "buffer": gpg(person, "--export", person["fingerprint"])})
        desk.until("document.getElementById('take-key').value.startsWith('-----BEGIN PGP PUBLIC KEY BLOCK-----')")
        page.get_by_role("button", name="Hand in").click()
        page.locator(f"#key-{person['fingerprint']}").wait_for()
        desk.settled()


def confirm(desk):
    """A wrong digit is shown as such; the right fingerprint is confirmed, and the keyboard stays there."""
    page = desk.page
    wrong = ADA["fingerprint"][:-1] + ("1" if ADA["fingerprint"].endswith("0") else "0")
    for typed, place in [(wrong, ".notice mark"), (f"OPENPGP4FPR:{ADA['fingerprint']}", f"#key-{ADA['fingerprint']} .good-ink")]:
        page.locator("#confirm-person").fill(ADA["registration"])
        page.locator("#confirm-fingerprint").fill(typed)
        page.locator("#confirm-fingerprint").press("Enter")
        page.locator(place).first.wait_for()
        desk.settled()
        expect(desk.focus() not in ("BODY", ""), f"the focus is on {desk.focus()}")
        if typed == wrong:
            desk.look("keysigning-desk-differs")
    desk.shows("Confirmed at the desk")


def freeze(desk):
    page = desk.page
    page.get_by_role("button", name="Close the list").click()
    page.get_by_role("button", name="Open the list again").wait_for()
    desk.settled()
    page.get_by_role("button", name="Freeze the next version").click()
    page.locator(".notice", has_text="Version 1 is frozen.").wait_for()
    desk.settled()
    for name, begins in [("List as PDF", b"%PDF-"), ("Slips to cut", b"%PDF-"), ("Keyring", b"\x98")]:
        with page.expect_download() as saved:
            page.get_by_role("link", name=name, exact=True).click()
        expect(pathlib.Path(saved.value.path()).read_bytes().startswith(begins), f"{name} is something else")
    desk.look("keysigning-desk")


def revoke(desk):
    """A revocation is handed over: the page says so, and letters can be written before another version is frozen."""
    page = desk.page
    text = pathlib.Path(EVE["home"], "openpgp-revocs.d", f"{EVE['fingerprint']}.rev").read_text().replace(":-----BEGIN", "-----BEGIN")
    page.locator("#take-person").fill(EVE["registration"])
    page.locator("#take-key").fill(text)
    page.get_by_role("button", name="Hand in").click()
    desk.shows("are on a frozen version and have been revoked")
    desk.settled()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Letters: what changed on the list").click()
    letters = pathlib.Path(saved.value.path()).read_text()
    grouped = " ".join(EVE["fingerprint"][i:i + 4] for i in range(0, 20, 4))
    expect(letters.count("\nFrom: ") == 2 and letters.count(grouped) == 2, letters)
    desk.look("keysigning-desk-revoked")


def script(chromium):
    desk = Desk(context(chromium, accept_downloads=True))
    desk.enrol(ARGUMENTS["codes"][0])
    expect(desk.page.url == PAGE, f"the device has landed on {desk.page.url}")
    invite(desk)
    take_in(desk)
    confirm(desk)
    freeze(desk)
    revoke(desk)
    french = Desk(context(chromium, color_scheme="dark", locale="fr-CA", viewport={"width": 390, "height": 780}))
    french.context.add_cookies(desk.context.cookies())
    french.page.goto(PAGE)
    french.shows("Figer la prochaine version")
    french.shows("ont été révoquées")
    french.look("keysigning-desk-fr-dark")


run(script)
