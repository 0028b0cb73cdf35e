"""Two participants, each by their own link, with real gpg: hand in, prove, take the list home, tick, bring signatures back."""

import email.message
import email.policy
import hashlib
import json
import pathlib
import subprocess
import tempfile
import urllib.request
import uuid

from common import ADDRESS, ARGUMENTS, WEIGHT_MAX, Desk, context, expect, run, weight

OWN, OTHER = ARGUMENTS["people"]
HOSTILE = "<img src=x onerror=alert(1)>"
# The server's clock began at 14:30 UTC; a proof may be made up to five minutes ahead of it.
BEFORE, AFTER = "20150214T143400", "20150214T150000"


def gpg(person, *arguments, at=AFTER, given=None):
    """What the participant's own gpg prints."""
    done = subprocess.run(
        ["gpg", "--homedir", person["home"], "--batch", "--yes", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "",
         "--faked-system-time", at, *arguments], input=given, capture_output=True, check=False)
    expect(done.returncode == 0, f"gpg {arguments}: {done.stderr.decode()}")
    return done.stdout


def staff(path, body=None):
    """A write of the organizers' device."""
    request = urllib.request.Request(
        f"{ADDRESS}/v1/keysigning/{path}", data=json.dumps(body or {}).encode(),
        headers={"Authorization": f"Bearer {ARGUMENTS['staff']}", "Idempotency-Key": str(uuid.uuid4()),
                 "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def opened(chromium, person, **options):
    own = Desk(context(chromium, accept_downloads=True, permissions=["clipboard-read", "clipboard-write"], **options))
    own.page.goto(f"{ADDRESS}/keysigning#{person['secret']}")
    own.page.locator("#owner", has_text=person["name"]).wait_for()
    own.page.on("dialog", lambda dialog: dialog.accept())
    return own


def rested(own):
    own.until("!document.getElementById('keysigning').hasAttribute('aria-busy')")


def focused(own, place, after):
    """The keyboard is where it was, or on what was said where that is gone; never at the top of the page."""
    own.until("document.activeElement !== document.body")
    expect(own.page.evaluate("document.activeElement.id") == place, f"{after}: {own.page.evaluate('document.activeElement.outerHTML')}")


def stands(own, *done):
    """The steps that are done, and the first of the others as the next one."""
    steps = ["Hand in", "Prove", "Confirm", "Take", "Bring"]
    found = own.page.locator("#path li").evaluate_all("all => all.map(e => [e.innerText, e.className, e.ariaCurrent])")
    expect(len(found) == len(steps) and all(text.startswith(step) for step, (text, _, _) in zip(steps, found)), found)
    later = [step for step in steps if step not in done]
    wanted = ["done" if step in done else "next" if [step] == later[:1] else "later" for step in steps]
    expect([state for _, state, _ in found] == wanted, found)
    expect([current for _, _, current in found] == ["step" if state == "next" else None for state in wanted], found)


def said(own, text):
    own.page.locator("#said", has_text=text).wait_for()
    rested(own)


def stranger(chromium):
    """Without a link, with a wrong one, and by pasting the right one."""
    own = Desk(context(chromium))
    own.page.goto(f"{ADDRESS}/keysigning")
    own.shows("opens with your own link")
    own.look("keysigning-stranger")
    own.page.locator("#link").fill(f"{ADDRESS}/keysigning#keysigning_{'A' * 43}")
    own.page.locator("#link").press("Enter")
    own.page.locator("#said.bad").wait_for()
    own.page.locator("#link").wait_for()
    own.page.locator("#link").fill(f"https://192.0.2.1:8015/keysigning#{OWN['secret']}")
    own.page.locator("#link").press("Enter")
    own.page.locator("#owner", has_text=OWN["name"]).wait_for()
    expect(OWN["secret"] not in own.page.evaluate("location.href"), "the secret is in the address")
    own.context.close()


def secret_files():
    """Secret keys as real programs write them, and one as a mail program saves it with its attachment."""
    (agent,) = pathlib.Path(OWN["home"], "private-keys-v1.d").glob("*.key")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        subprocess.run(
            ["sh", "-euc", "openssl req -x509 -newkey rsa:2048 -nodes -keyout key -subj /CN=Ada -days 30 -out certificate\n"
             "openssl pkcs12 -export -inkey key -in certificate -passout pass:guard -out store"],
            cwd=folder, check=True, capture_output=True)
        store = pathlib.Path(folder, "store").read_bytes()
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["Subject"] = "my key"
    mail.set_content("Here it is.\n")
    mail.add_attachment(gpg(OWN, "--export-secret-keys"), maintype="application", subtype="pgp-keys", filename="key.gpg")
    putty = "PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\nComment: ada\r\nPrivate-Lines: 1\r\nAAAA\r\n"
    return {"agent.key": agent.read_bytes(), "store.p12": store, "mail.eml": bytes(mail), "key.ppk": putty.encode()}


def secrets_stay(own, sent):
    """Each is recognized, whether it is chosen as a file or pasted; nothing is sent, and both places are empty."""
    page = own.page
    for name, content in secret_files().items():
        for isPasted in [False, True]:
            if isPasted and name == "store.p12":
                continue
            sent.clear()
            if isPasted:
                page.locator("#key-text").fill(content.decode())
            else:
                page.locator("#key-file").set_input_files(
                    {"name": name, "mimeType": "application/octet-stream", "buffer": content})
            page.get_by_role("button", name="Hand in", exact=True).click()
            page.locator("#said.bad", has_text="secret key").wait_for()
            rested(own)
            expect(not sent, f"{name}: sent to {sent}")
            kept = page.evaluate("[document.getElementById('key-text').value, document.getElementById('key-file').files.length]")
            expect(kept == ["", 0], f"{name}: still there: {kept}")
            place = page.locator("#said").evaluate("e => [e.getBoundingClientRect().top, e.getBoundingClientRect().bottom]")
            expect(0 <= place[0] and place[1] <= page.viewport_size["height"], f"{name}: the refusal is out of view: {place}")


def hand_in(own):
    """A slip in the fingerprint, digit by digit; hostile text; a secret key; then the key's file, byte for byte."""
    page = own.page
    fingerprint = OWN["fingerprint"]
    last = "1" if fingerprint.endswith("0") else "0"
    page.locator("#key-text").fill(gpg(OWN, "--armor", "--export", fingerprint).decode())
    for typed, slips in [
        (fingerprint[:-1] + last, [f"Digit 40: you typed {last}, the key has {fingerprint[-1]}."]),
        (fingerprint[:16] + fingerprint[17:], [f"{fingerprint[16]} is missing."]),
    ]:
        page.locator("#typed").fill(typed)
        page.get_by_role("button", name="Hand in").click()
        said(own, "is not that of the key")
        for slip in slips:
            expect(slip in page.locator("#difference").inner_text(), page.locator("#difference").inner_text())
        expect(page.locator("#difference .digits").nth(1).inner_text().replace(" ", "") == fingerprint, "another fingerprint")
        expect(page.locator("#difference mark").count() == 2, "one digit, in two rows")
    own.look("keysigning-differs")
    secret = gpg(OWN, "--armor", "--export-secret-keys").decode()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for text, refusal in [(HOSTILE, "key"), (secret, "secret key"), ("".join(f"> {line}\n" for line in secret.splitlines()), "secret key")]:
        sent.clear()
        page.locator("#key-text").fill(text)
        page.locator("#typed").fill(HOSTILE if text == HOSTILE else "")
        page.get_by_role("button", name="Hand in").click()
        own.page.locator("#said.bad", has_text=refusal).wait_for()
        rested(own)
        expect((not sent) == (text != HOSTILE), f"{refusal}: sent to {sent}")
        expect(text == HOSTILE or page.locator("#key-text").input_value() == "", "the secret key is still in the box")
        expect(own.page.locator("#said").evaluate("e => e.getBoundingClientRect().top >= 0"), "the refusal is out of view")
    secrets_stay(own, sent)
    own.look("keysigning-secret-refused")
    page.locator("#key-text").fill("")
    page.locator("#typed").fill(" ".join(fingerprint[i:i + 4] for i in range(0, 40, 4)).lower())
    page.locator("#key-file").set_input_files(
        {"name": "key.gpg", "mimeType": "application/octet-stream", "buffer": gpg(OWN, "--export", fingerprint)})
    page.get_by_role("button", name="Hand in").click()
    said(own, "The key was handed in")
    own.shows("Control not proved")
    own.shows("prove that the key is yours")
    several(own)
    stands(own, "Hand in")


def several(own):
    """Two keys in one paste: both are listed, and one is chosen."""
    page = own.page
    both = [gpg(person, "--armor", "--export", person["fingerprint"]).decode() for person in [OWN, OTHER]]
    page.locator("#typed").fill("")
    page.locator("#key-text").fill("".join(both))
    page.get_by_role("button", name="Hand in", exact=True).click()
    said(own, "There are several keys in this")
    expect(page.locator("#choices button").count() == 2, page.locator("#choices").inner_text())
    expect(OTHER["name"] in page.locator("#choices").inner_text(), page.locator("#choices").inner_text())
    own.look("keysigning-several")
    page.locator(f"#choose-{OWN['fingerprint']}").click()
    said(own, "This key was here already")
    focused(own, "said", "the choice is gone")
    expect(page.locator("#choices button").count() == 1, "what was chosen is still offered")
    expect(page.locator("#key-text").input_value() == "", "the box still holds what was handed in")


def prove(own):
    """The challenge is saved, its command copied, the answer pasted; a changed one is refused."""
    page = own.page
    card = page.locator(f"#key-{OWN['fingerprint']}")
    card.get_by_role("button", name="Prove control by signing").click()
    card.locator("pre.challenge").wait_for()
    rested(own)
    own.look("keysigning-challenge")
    with page.expect_download() as saved:
        card.get_by_role("link", name="Save this text").click()
    challenge = pathlib.Path(saved.value.path()).read_bytes()
    expect(challenge.decode() == card.locator("pre.challenge").evaluate("e => e.textContent"), "what is saved is not what is shown")
    card.get_by_role("button", name="Copy").click()
    card.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    expect(copied == f"gpg --local-user {OWN['fingerprint']} --clearsign challenge.txt", copied)
    for text, ends in [(challenge.replace(b"I hold", b"I held"), "bad"), (challenge, "good")]:
        page.locator("#answer").fill(gpg(OWN, "--clearsign", at=BEFORE, given=text).decode())
        page.get_by_role("button", name="Send").click()
        page.locator(f"#said.{ends}").wait_for()
        rested(own)
    focused(own, "said", "the answer's form is gone")
    stands(own, "Hand in", "Prove")
    own.shows("Control is proved")
    own.shows("read the fingerprint out at the desk")
    own.look("keysigning-proved")


def take_home(own):
    """The frozen list and everything that goes with it, as files."""
    page = own.page
    frozen = staff("lists")
    page.reload()
    own.shows("Version 1")
    own.shows(f"Number {OWN['number']}")
    rested(own)
    files = {}
    for name in ["List", "List as PDF", "Keyring", "My slips", "List with my ticks"]:
        with page.expect_download() as saved:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = pathlib.Path(saved.value.path()).read_bytes()
        said(own, saved.value.suggested_filename)
        expect(page.evaluate("document.activeElement.id").startswith("take-1-"), "the focus has left the list")
    stands(own, "Hand in", "Prove", "Take")
    expect(hashlib.sha256(files["List"]).hexdigest() == frozen["sha256"], "another list")
    expect(all(files[name].startswith(b"%PDF-") for name in ["List as PDF", "My slips"]), "no PDF")
    expect(files["List with my ticks"].decode().count("Fingerprint OK") == 2, "the ticked list has other entries")
    with tempfile.TemporaryDirectory(dir="/tmp") as home:
        shown = gpg({"home": home}, "--show-keys", "--with-colons", given=files["Keyring"]).decode()
    expect(all(person["fingerprint"] in shown for person in [OWN, OTHER]), "a key is missing in the keyring")
    own.shows("You still owe a signature to")
    expect(page.locator("#account li", has_text=OTHER["name"]).count() == 2, page.locator("#account").inner_text())
    own.look("keysigning-listed")


def tick(own):
    """Whom they checked, by the code of a slip and by number; the list has it, and it can be cleared."""
    page = own.page
    own_number = str(OWN["number"])
    page.locator("#tick").fill(own_number)
    page.get_by_role("button", name="Tick", exact=True).click()
    page.locator("#said.bad").wait_for()
    rested(own)
    page.locator("#tick").fill(f"OPENPGP4FPR:{OTHER['fingerprint']}")
    page.locator("#tick").press("Enter")
    said(own, f"Ticked: {OTHER['number']:03} {OTHER['name']}")
    expect(page.locator("#ticked li", has_text=OTHER["name"]).count() == 1, page.locator("#ticked").inner_text())
    page.locator("#tick").fill(str(OTHER["number"]))
    page.locator("#tick").press("Enter")
    said(own, "You ticked that before.")
    own.look("keysigning-ticked")
    for marks in [1, 0]:
        with page.expect_download() as saved:
            page.get_by_role("button", name="List with my ticks", exact=True).click()
        text = pathlib.Path(saved.value.path()).read_text()
        expect(text.count("[x] Fingerprint OK        [x] ID OK") == marks, text)
        if marks:
            page.locator("#ticked button").click()
            said(own, "Cleared")
            focused(own, "said", "the tick is gone")
    expect(page.locator("#ticked li").count() == 0, "a cleared tick is still shown")


def bring_back(own, other):
    """Each signs the other's key; each owner brings the own key back, and only the own key counts."""
    for signer, signed in [(OTHER, OWN), (OWN, OTHER)]:
        gpg(signer, "--import", given=gpg(signed, "--export", signed["fingerprint"]))
        gpg(signer, "--quick-sign-key", signed["fingerprint"])
        gpg(signed, "--import", given=gpg(signer, "--export", signed["fingerprint"]))
    expect("--export " + OWN["fingerprint"] in own.page.locator("#return-command").inner_text(), "another command")
    own.page.get_by_role("button", name="Bring back").click()
    own.page.locator("#said.bad", has_text="Paste a key").wait_for()
    rested(own)
    own.page.locator("#return-text").fill(gpg(OWN, "--armor", "--export", OTHER["fingerprint"]).decode())
    own.page.get_by_role("button", name="Bring back").click()
    said(own, "No key of yours was in it")
    own.page.locator("#return-file").set_input_files(
        {"name": "signed.gpg", "mimeType": "application/octet-stream",
         "buffer": gpg(OWN, "--export", OWN["fingerprint"], OTHER["fingerprint"])})
    own.page.get_by_role("button", name="Bring back").click()
    said(own, "New signatures: 1; here already: 0. Other keys, left out: 1")
    own.page.locator("#account", has_text="Others who signed yours: 1").wait_for()
    own.page.locator("#account p.good-ink", has_text="nobody").wait_for()
    expect(own.page.locator("#account li").count() == 1, "what is owed is not told from what is had")
    staff("confirmations", {"registration": OWN["registration"], "fingerprint": OWN["fingerprint"]})
    own.page.reload()
    own.shows("Confirmed at the desk")
    rested(own)
    stands(own, "Hand in", "Prove", "Confirm", "Take", "Bring")
    own.look("keysigning-returned")
    other.page.reload()
    other.shows("Others’ keys that you signed: 1")
    other.page.locator("#return-text").fill(gpg(OTHER, "--armor", "--export", OTHER["fingerprint"]).decode())
    other.page.get_by_role("button", name="Bring back").click()
    said(other, "New signatures: 1")
    other.until("document.querySelectorAll('#account p.good-ink').length === 2")
    other.look("keysigning-even")
    own.page.reload()
    own.shows("Others’ keys that you signed: 1. Others who signed yours: 1")


def appearances(chromium):
    """French on a dark telephone, 200 % of a small window, and without the script."""
    french = opened(chromium, OTHER, color_scheme="dark", locale="fr-CA", viewport={"width": 390, "height": 780})
    french.shows("Après la signature de clés")
    rested(french)
    french.look("keysigning-fr-dark")
    french.page.locator("#key-text").fill("Bonjour")
    french.page.get_by_role("button", name="Remettre").click()
    french.page.locator("#said.bad").wait_for()
    rested(french)
    message = french.page.locator("#said").inner_text()
    expect("OpenPGP" in message and " no " not in message, f"the refusal is not in French: {message}")
    zoomed = opened(chromium, OTHER, viewport={"width": 320, "height": 450}, device_scale_factor=2)
    rested(zoomed)
    zoomed.look("keysigning-zoom")
    bare = context(chromium, java_script_enabled=False)
    page = bare.new_page()
    page.goto(f"{ADDRESS}/keysigning")
    expect("needs JavaScript" in page.locator("main").inner_text(), "nothing is said without a script")


def script(chromium):
    stranger(chromium)
    own = opened(chromium, OWN)
    expect(OWN["secret"] not in own.page.evaluate("location.href"), "the secret is still in the address")
    hand_in(own)
    prove(own)
    other = opened(chromium, OTHER)
    take_home(own)
    tick(own)
    bring_back(own, other)
    appearances(chromium)
    own.page.get_by_role("button", name="Withdraw").click()
    said(own, "The key was withdrawn")
    expect(own.page.locator("#keys section").count() == 0, "the key is still there")
    measured = weight(context(chromium), "/keysigning")
    expect(measured["bytes"] < WEIGHT_MAX, f"/keysigning weighs {measured}")
    return {"keysigning": measured}


run(script)
