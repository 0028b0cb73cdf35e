/**
 * The kiosk: a picture of the badge, and back to the beginning when nobody is there any more. Without it everything works
 * but the picture, and a button leads back.
 */

import { element, request } from "./server.js";

/** Milliseconds without a key or a touch until the next visitor finds an empty page. */
const LEFT_ALONE_MAX = 45_000;

const result = element("result");

async function show(form, picture) {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const response = await request("/kiosk/badge.png", { method: "POST", body }).catch(() => null);
    if (!response?.ok) return;
    picture.src = URL.createObjectURL(await response.blob());
    picture.hidden = false;
}

if (result) {
    let timer = 0;
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => location.assign("/kiosk"), LEFT_ALONE_MAX);
    };
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wait);
    wait();
}

const form = element("print-form");
const picture = element("picture");
if (form && picture) void show(form, picture);
// The paper opens in a window of its own; the page is for the next one.
if (form?.target) form.addEventListener("submit", () => setTimeout(() => location.assign("/kiosk"), 1500));

// A scanner may send Enter twice: nothing was shown then, so nothing is asked.
element("ticket-form")?.addEventListener("submit", (event) => {
    if (!element("ticket").value.trim()) event.preventDefault();
});

// Wherever the keyboard is, a scanner types into the field of the ticket.
document.addEventListener("keydown", (event) => {
    const field = element("ticket");
    if (event.key.length === 1 && document.activeElement !== field && !event.ctrlKey && !event.altKey) field.focus();
});
