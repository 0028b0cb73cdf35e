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
import { followPictures, followPrices } from "./form-follow.js";
import { at, readPage, request } from "./server.js";
import { typedInto } from "./swap.js";
import { listenToScanners } from "./wedge.js";

/** Milliseconds without a key until somebody with the name that was typed is looked for. */
const NAME_PAUSE = 200;

const find = (selector) => document.querySelector(selector);

// Before the keys: what a scanner types is nobody's.
listenToScanners((text) => void scanned(text));
keys();
followSearch();
const stream = followPrints(find("article[data-change]")?.dataset.change);
followPerson(stream);

followPrices({
    shown: showChange,
    away: () => {
        find("#unreachable").hidden = false;
    },
});
followPictures();

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
    comparing = setTimeout(() => void (field.value === field.defaultValue || compare(field)), NAME_PAUSE);
});

document.addEventListener("swapped", () => {
    showChange();
    // A paper that was just made opens by itself where the browser allows it; the link stays for where it does not.
    const paper = find("a[data-open]");
    if (paper) window.open(paper.href, "_blank", "noopener");
});
