/**
 * The desk by keyboard. What each module does stands at its top; here they are put together, and what follows the forms
 * of a page while they are filled in: prices, pictures and papers.
 */

import "./public-key-forms.js";
import { keys } from "./desk-keys.js";
import { showChange } from "./desk-money.js";
import { followPerson } from "./desk-person.js";
import { followPrints } from "./desk-prints.js";
import { follow as followSearch, scanned } from "./desk-search.js";
import { at, readPage, request, ServerAway } from "./server.js";
import { fields, typedInto } from "./swap.js";
import { listenToScanners } from "./wedge.js";

/** Milliseconds without a key until a picture is made of what was typed. */
const PREVIEW_PAUSE = 200;
/** What a price depends on. */
const PRICED = ["day", "add_on", "category", "voucher"];

const find = (selector) => document.querySelector(selector);

// Before the keys: what a scanner types is nobody's.
listenToScanners((text) => void scanned(text));
keys();
followSearch();
const stream = followPrints(find("article[data-change]")?.dataset.change);
followPerson(stream);

// Prices follow what is ticked and typed.
let pricing = null;
async function price(form) {
    pricing?.abort();
    pricing = new AbortController();
    try {
        const response = await request(form.dataset.quote, {
            method: "POST",
            body: fields(form),
            signal: pricing.signal,
        });
        const page = await readPage(response);
        find("#quote")?.replaceChildren(...page.body.childNodes);
        showChange();
    } catch (error) {
        if (error instanceof ServerAway) find("#unreachable").hidden = false;
    }
}
document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-quote]");
    if (form && PRICED.includes(event.target.name)) void price(form);
});

// Pictures of badges follow what is typed.
let previewing = 0;
let picture = "";
async function preview(form) {
    const response = await request(form.dataset.preview, { method: "POST", body: fields(form) }).catch(() => null);
    const image = find("img.preview");
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
    clearTimeout(previewing);
    previewing = setTimeout(() => void preview(form), PREVIEW_PAUSE);
});

// What is on a badge is saved before it is printed: the picture shows what is typed, the paper what is saved.
addEventListener(
    "submit",
    (event) => {
        const form = find("form[data-preview]");
        if (!form || !event.target.matches("#badge form") || typedInto(form).size === 0) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        find("#unsaved").hidden = false;
        for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
        [...form.elements].find(({ name }) => typedInto(form).has(name))?.focus();
    },
    { capture: true },
);

// Who has the name that is typed already.
let comparing = 0;
async function compare(field) {
    const body = new URLSearchParams({
        name: field.value,
        number: field.dataset.alike,
        token: document.body.dataset.token,
    });
    const response = await request(at("/desk/alike"), { method: "POST", body }).catch(() => null);
    if (!response?.ok || !field.isConnected) return;
    const page = await readPage(response);
    find("#alike")?.replaceChildren(...page.body.childNodes);
}
document.addEventListener("input", (event) => {
    if (!event.target.matches("input[data-alike]")) return;
    clearTimeout(comparing);
    const field = event.target;
    // A name that was not changed has its namesakes told above.
    comparing = setTimeout(() => void (field.value === field.defaultValue || compare(field)), PREVIEW_PAUSE);
});

document.addEventListener("swapped", () => {
    showChange();
    // A paper that was just made opens by itself where the browser allows it; the link stays for where it does not.
    const paper = find("a[data-open]");
    if (paper) window.open(paper.href, "_blank", "noopener");
});
