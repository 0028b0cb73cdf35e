"""A badge of ours is held before the camera: it is read on the phone, once, and let in; without a decoder the server reads it."""

from common import ADDRESS, ARGUMENTS, PICTURES, context, expect, run
from phone import PHONE, Phone


def held_before(chromium, code, picture, has_decoder):
    phone = Phone(context(chromium, **PHONE))
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url.removeprefix(ADDRESS)))
    if not has_decoder:
        phone.context.route("**/static/qr-decoder.wasm", lambda route: route.fulfill(status=404))
    phone.enrol(code)
    phone.ready()
    phone.page.locator("#camera").click()
    phone.says("admitted", "Ada Placeholder") if has_decoder else phone.says("already_admitted", "First admitted")
    # It stays before the camera for more than one round of the video.
    phone.page.wait_for_timeout(1500)
    expect(asked.count("/v1/scans") == 1, f"one badge made {asked.count('/v1/scans')} scans")
    decoded = sum(path.startswith("/v1/decodings") for path in asked)
    expect((decoded > 0) != has_decoder, f"the server decoded {decoded} pictures")
    phone.look(picture)
    for size, name in [((390, 844), "upright"), ((844, 390), "lying")]:
        phone.page.set_viewport_size({"width": size[0], "height": size[1]})
        phone.page.evaluate("scrollTo(0, 0)")
        phone.page.wait_for_timeout(100)
        for part in ["#picture", "#word", "#name", "#reason"]:
            box = phone.page.locator(part).bounding_box()
            if part == "#reason" and not phone.page.locator(part).inner_text():
                continue
            expect(box and box["y"] >= 0 and box["y"] + box["height"] <= size[1], f"{part} is out of view, {name}: {box}")
        phone.page.screenshot(path=PICTURES / f"{picture}-{name}.png")
    phone.page.set_viewport_size({"width": 390, "height": 780})
    torch = phone.page.locator("#torch")
    torch.click()
    phone.until("document.getElementById('torch').getAttribute('aria-pressed') === 'true'")
    phone.look(f"{picture}-light")
    torch.click()
    phone.until("document.getElementById('torch').getAttribute('aria-pressed') === 'false'")
    expect(phone.asked("torch") == [True, False], "the light was not asked for")
    phone.page.locator("#camera").click()
    expect(not torch.is_visible(), "a light without a camera")
    phone.until("document.getElementById('picture').srcObject === null")
    phone.context.close()


def script(chromium):
    first, second = ARGUMENTS["codes"]
    if ARGUMENTS["decoder"]:
        held_before(chromium, first, "door-camera", True)
    held_before(chromium, second, "door-camera-server", False)


run(
    script, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    f"--use-file-for-fake-video-capture={ARGUMENTS['video']}",
)
