/**
 * /my: the picture of the badge follows what is typed, and the price what is ticked. Without this script both come with a
 * reload.
 */

import "./register.js";
import { request } from "./server.js";
import { fields } from "./swap.js";

/** Milliseconds without a key until a picture is made of what was typed. */
const PREVIEW_PAUSE = 300;

let waiting = 0;
let picture = "";

async function preview(form) {
    const response = await request(form.dataset.preview, { method: "POST", body: fields(form) }).catch(() => null);
    const image = document.querySelector("img.preview");
    if (!response?.ok || !image || response.headers.get("content-type") !== "image/png") return;
    const url = URL.createObjectURL(await response.blob());
    image.src = url;
    image.classList.add("is-draft");
    if (picture) URL.revokeObjectURL(picture);
    picture = url;
}

document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-preview]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void preview(form), PREVIEW_PAUSE);
});
