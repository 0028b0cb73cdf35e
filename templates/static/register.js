/**
 * /register: the price follows what is ticked. Without this script a button shows it.
 */

import { readPage, request } from "./server.js";
import { fields } from "./swap.js";

/** What a price depends on. */
const PRICED = ["day", "add_on", "category", "voucher"];

let pricing = null;
async function price(form) {
    pricing?.abort();
    pricing = new AbortController();
    const response = await request(form.dataset.quote, {
        method: "POST",
        body: fields(form),
        signal: pricing.signal,
    }).catch(() => null);
    if (!response?.ok) return;
    const page = await readPage(response);
    document.querySelector("#quote")?.replaceChildren(...page.body.childNodes);
}

const form = document.querySelector("form[data-quote]");
form?.addEventListener("change", (event) => {
    if (PRICED.includes(event.target.name.replace(/^p\d+\./, ""))) void price(form);
});
if (form) void price(form);
