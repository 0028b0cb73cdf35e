"""A kiosk without a scanner: what is held before its camera is read there, and the camera stays on for the next visitor."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run


def hold(route):
    """An answer without a page: the browser stays where it is."""
    route.fulfill(status=204) if route.request.method == "POST" else route.continue_()


def script(chromium):
    stand = Desk(context(chromium, viewport={"width": 1024, "height": 768}))
    asked = []
    stand.page.on("request", lambda request: asked.append(request.url.removeprefix(ADDRESS)))
    stand.enrol(ARGUMENTS["codes"][0])
    stand.page.goto(f"{ADDRESS}/kiosk")
    # What it reads is held up at first, so that the page can be looked at.
    stand.page.route("**/kiosk", hold)
    stand.page.locator("#camera").click()
    stand.until("document.getElementById('lens').videoWidth > 0", patience=20)
    stand.until("document.getElementById('ticket').value.startsWith('LY:')", patience=60)
    stand.look("kiosk-camera")
    stand.page.unroute("**/kiosk")
    stand.page.goto(f"{ADDRESS}/kiosk")
    # The badge in the video is on paper already: its owner is sent to the desk, and nobody is named.
    stand.page.get_by_text("Your badge is printed already.").wait_for(timeout=60_000)
    expect("Ada" not in stand.page.locator("main").inner_text(), "a copy of the ticket tells a name")
    stand.page.locator("a.button", has_text="Done").click()
    stand.page.get_by_text("Your badge is printed already.").wait_for(timeout=60_000)
    expect(not [path for path in asked if path.startswith("/v1/decodings")], "the server was sent pictures")
    expect(not stand.problems, f"{stand.problems}")


run(
    script, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    f"--use-file-for-fake-video-capture={ARGUMENTS['video']}",
)
