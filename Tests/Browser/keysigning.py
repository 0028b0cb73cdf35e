"""A participant hands in a key by their own link, proves it with real gpg, and sees how far it has come."""

import subprocess

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run


def signed(text):
    """What the participant's own gpg makes of a challenge."""
    return subprocess.run(
        ["gpg", "--homedir", ARGUMENTS["home"], "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "",
         "--faked-system-time", "20150214T143000", "--clearsign"], input=text.encode(), capture_output=True, check=True).stdout.decode()


def script(chromium):
    own = Desk(context(chromium))
    page = own.page
    page.goto(f"{ADDRESS}/keysigning")
    own.shows("opens with your own link")
    own.look("keysigning-stranger")
    page.goto("about:blank")
    page.goto(f"{ADDRESS}/keysigning#{ARGUMENTS['secret']}")
    page.locator("#owner", has_text=ARGUMENTS["owner"]).wait_for()
    expect(ARGUMENTS["secret"] not in page.evaluate("location.href"), "the secret is still in the address")

    # A wrong digit is shown before anything is kept.
    fingerprint = ARGUMENTS["fingerprint"]
    page.locator("#key-text").fill(ARGUMENTS["certificate"])
    page.locator("#typed").fill(fingerprint[:-1] + ("1" if fingerprint.endswith("0") else "0"))
    page.get_by_role("button", name="Hand in").click()
    own.shows("The fingerprint typed is not that of the key")
    own.look("keysigning-differs")
    page.locator("#typed").fill(fingerprint)
    page.get_by_role("button", name="Hand in").click()
    own.shows("The key was handed in")
    own.shows("Control not proved")

    page.get_by_role("button", name="Prove control by signing").click()
    challenge = page.locator(f"#key-{fingerprint} form pre").first
    challenge.wait_for()
    own.look("keysigning-challenge")
    text = challenge.evaluate("element => element.textContent")
    page.locator("#answer").fill(signed(text).replace("I hold this key", "I held this key"))
    page.get_by_role("button", name="Send").click()
    page.locator("#said.bad").wait_for()
    page.get_by_role("button", name="Prove control by signing").click()
    challenge.wait_for()
    page.locator("#answer").fill(signed(challenge.evaluate("element => element.textContent")))
    page.get_by_role("button", name="Send").click()
    own.shows("Control is proved")
    own.shows("read the fingerprint out at the desk")
    own.look("keysigning-proved")

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Withdraw").click()
    own.shows("The key was withdrawn")

    french = Desk(context(chromium, color_scheme="dark", locale="fr-CA"))
    french.page.goto(f"{ADDRESS}/keysigning#{ARGUMENTS['secret']}")
    french.shows("Remettre une clé")
    french.look("keysigning-fr-dark")
    wrong = Desk(context(chromium))
    wrong.page.goto(f"{ADDRESS}/keysigning#keysigning_{'A' * 43}")
    wrong.page.locator("#said.bad").wait_for()


run(script)
