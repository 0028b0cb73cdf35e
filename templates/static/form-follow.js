/**
 * What follows a form while it is filled in: its price (`data-quote`) and the picture of the badge (`data-preview`). Without
 * this script both come with a button.
 */

import { readPage, request, ServerAway } from "./server.js";
import { fields } from "./swap.js";

/** Milliseconds without a key until a picture is made of what was typed. */
const PREVIEW_PAUSE = 200;
/** What a price depends on. */
const PRICED = ["day", "add_on", "category", "voucher"];

let pricing = null;
async function price(form, shown, away) {
    pricing?.abort();
    pricing = new AbortController();
    try {
        const response = await request(form.dataset.quote, {
            method: "POST",
            body: fields(form),
            signal: pricing.signal,
        });
        if (!response.ok) return;
        const page = await readPage(response);
        document.querySelector("#quote")?.replaceChildren(...page.body.childNodes);
        shown();
    } catch (error) {
        if (error instanceof ServerAway) away();
    }
}

/**
 * Prices follow what is ticked and typed; a form that several people fill in names each field `p2.day`.
 *
 * @param shown called after a price is shown
 * @param away called when the server does not answer
 */
export function followPrices({ shown = () => {}, away = () => {}, atOnce = false } = {}) {
    document.addEventListener("change", (event) => {
        const form = event.target.closest("form[data-quote]");
        if (form && PRICED.includes(event.target.name.replace(/^p\d+\./, ""))) void price(form, shown, away);
    });
    const form = document.querySelector("form[data-quote]");
    if (atOnce && form) void price(form, shown, away);
}

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

/** Pictures of badges follow what is typed. */
export function followPictures() {
    let waiting = 0;
    document.addEventListener("input", (event) => {
        const form = event.target.closest("form[data-preview]");
        if (!form) return;
        clearTimeout(waiting);
        waiting = setTimeout(() => void preview(form), PREVIEW_PAUSE);
    });
}
