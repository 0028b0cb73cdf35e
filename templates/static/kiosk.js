/**
 * The kiosk, and the booth of an exhibitor: scanner and camera, a picture of the badge, and back to the beginning when nobody
 * is there any more. Without it everything works but camera and picture, and a button leads back.
 */

import { Camera } from "./door-camera.js";
import { at, element, request } from "./server.js";
import { listenToScanners } from "./wedge.js";

/** Milliseconds without a key or a touch until the next visitor finds an empty page. */
const LEFT_ALONE_MAX = 45_000;

/** The page as the next visitor finds it. */
const HOME = at(document.querySelector("main").dataset.here);

const result = element("result");

async function show(form, picture) {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const response = await request(at("/kiosk/badge.png"), { method: "POST", body }).catch(() => null);
    if (!response?.ok) return;
    picture.src = URL.createObjectURL(await response.blob());
    picture.hidden = false;
}

if (result) {
    let timer = 0;
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => location.assign(HOME), LEFT_ALONE_MAX);
    };
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wait);
    wait();
}

const form = element("print-form");
const picture = element("picture");
if (form && picture) void show(form, picture);
// The paper opens in a window of its own; the page is for the next one, unless they are at their ticket already.
if (form?.target) {
    form.addEventListener("submit", () => {
        const timer = setTimeout(() => location.assign(HOME), 1500);
        document.addEventListener("keydown", (event) => event.key.length === 1 && clearTimeout(timer));
    });
}

// A scanner may send Enter twice: nothing was shown then, so nothing is asked.
// Until this script is there the browser itself sends no empty field; from now on it does not say so either.
const entry = element("ticket-form");
if (entry) {
    entry.noValidate = true;
    entry.addEventListener("submit", (event) => {
        if (!element("ticket").value.trim()) event.preventDefault();
    });
}

// A kiosk without a scanner reads tickets by its camera; once it is on it stays on, from one visitor to the next.
const CAMERA_KEPT = "kiosk-camera";
const button = element("camera");
if (button) {
    const ticket = element("ticket");
    let isSent = false;
    const camera = new Camera(element("lens"), {
        decoderAddress: at("/static/qr-decoder.wasm"),
        // A kiosk's pictures stay on the kiosk.
        server: { decode: async () => null },
        seen: (text) => {
            if (isSent) return;
            isSent = true;
            ticket.value = text;
            ticket.form.requestSubmit();
        },
    });
    const show = () => {
        button.setAttribute("aria-pressed", String(camera.isOn));
        element("view").hidden = !camera.isOn;
    };
    const start = async () => {
        // Its picture has a size only where it is shown.
        element("view").hidden = false;
        try {
            await camera.start();
            sessionStorage.setItem(CAMERA_KEPT, "on");
        } catch {
            sessionStorage.removeItem(CAMERA_KEPT);
            element("no-camera").hidden = false;
        }
        show();
    };
    button.hidden = !navigator.mediaDevices;
    button.addEventListener("click", () => {
        if (!camera.isOn) return void start();
        camera.stop();
        sessionStorage.removeItem(CAMERA_KEPT);
        show();
        ticket.focus();
    });
    if (sessionStorage.getItem(CAMERA_KEPT)) void start();
}

// What a scanner types, wherever the keyboard is and however it ends, is a ticket.
listenToScanners((text) => {
    const field = element("ticket");
    if (!field) return;
    field.value = text;
    field.form.requestSubmit();
});
// Whoever types a code need not look for its field.
document.addEventListener("keydown", (event) => {
    const field = element("ticket");
    if (event.key.length === 1 && document.activeElement !== field && !event.ctrlKey && !event.altKey) field?.focus();
});
