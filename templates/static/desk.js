// The desk by keyboard: search while typing, arrows, function keys, scanners, change, prices and previews.
import "./public-key-forms.js";
import { readPage, request, ServerAway } from "./server.js";
import { fields, swap } from "./swap.js";

const token = () => document.body.dataset.token;
const find = (selector) => document.querySelector(selector);

// Search while typing. Only the list is replaced, so that the box keeps what is being typed.
let searching = null;
let timer = 0;
async function list() {
    const box = find("#q");
    const results = find("#results");
    if (!box || !results) return;
    searching?.abort();
    searching = new AbortController();
    try {
        const response = await request("/desk/search", {
            method: "POST",
            signal: searching.signal,
            body: new URLSearchParams({ q: box.value, token: token() }),
        });
        const page = await readPage(response);
        const found = page.getElementById("results");
        if (found) results.replaceChildren(...found.childNodes);
    } catch (error) {
        if (error instanceof ServerAway) find("#unreachable").hidden = false;
    }
}
document.addEventListener("input", (event) => {
    if (event.target.id !== "q" || !find("#results")) return;
    clearTimeout(timer);
    // A scanner types faster than anybody reads: only the Enter at its end counts.
    if (!/^ly:/i.test(event.target.value)) timer = setTimeout(list, 90);
});
document.addEventListener(
    "submit",
    (event) => {
        if (event.target.matches(".search")) {
            clearTimeout(timer);
            searching?.abort();
        }
    },
    true,
);

// Arrows go from the box into the list and back.
function step(by) {
    const links = [...document.querySelectorAll("#results a, #results button")];
    if (!links.length) return false;
    const next = links.indexOf(document.activeElement) + by;
    if (next < 0) find("#q").focus();
    else links[Math.min(next, links.length - 1)].focus();
    return true;
}

// Function keys: they never stand in a name.
const keys = {
    F2: () => find("#walk-in")?.click() ?? swap("/desk/walk-in"),
    F4: () => find("#tendered"),
    F8: () => find("#print"),
    F9: () => find("#hand button"),
};

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const inList = document.activeElement?.closest?.("#results");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (inList || document.activeElement?.id === "q")) {
        if (step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "Escape") {
        const box = find("#q");
        if (box) {
            box.value = "";
            box.focus();
        } else swap("/desk");
        event.preventDefault();
    } else if (keys[event.key]) {
        event.preventDefault();
        const target = keys[event.key]();
        if (target?.focus) {
            target.focus();
            target.select?.();
            if (event.key === "F8") target.click();
        }
    } else if (inList && event.key.length === 1) {
        // Whoever types on searches on.
        find("#q").focus();
    }
});

// A scanner that fires while another field has the focus: what begins with LY: at a machine's pace goes to the search.
let pace = { text: "", last: 0, field: null, before: "" };
document.addEventListener(
    "keydown",
    (event) => {
        const field = document.activeElement;
        if (event.key.length !== 1 || field?.id === "q" || !find("#q")) return;
        const now = performance.now();
        if (now - pace.last > 40) pace = { text: "", last: now, field, before: field?.value ?? "" };
        pace.text += event.key;
        pace.last = now;
        if (pace.text.toUpperCase() === "LY:") {
            event.preventDefault();
            if (pace.field && "value" in pace.field && pace.field.matches("input, textarea"))
                pace.field.value = pace.before;
            const box = find("#q");
            box.value = "LY:";
            box.focus();
            box.setSelectionRange(3, 3);
        }
    },
    true,
);

// The change, while what was handed over is typed.
function amount(text) {
    let digits = text.replace(/[\s$€£]/g, "");
    const match = /^(.*)[.,](\d{1,2})$/.exec(digits);
    digits = match ? `${match[1].replace(/[.,]/g, "")}.${match[2]}` : digits.replace(/[.,]/g, "");
    return /^\d+(\.\d{1,2})?$/.test(digits) ? Math.round(Number(digits) * 100) : null;
}
function showChange() {
    const box = find("#tendered");
    const out = find("#change");
    if (!box || !out) return;
    const due = Number(box.dataset.due ?? find("#quote .sums")?.dataset.due ?? NaN);
    const given = amount(box.value);
    out.className = "figure";
    if (given === null || Number.isNaN(due) || box.value.trim() === "") {
        out.textContent = "";
        return;
    }
    const format = new Intl.NumberFormat(document.documentElement.lang, {
        style: "currency",
        currency: document.body.dataset.currency,
        currencyDisplay: "narrowSymbol",
    });
    const words = given < due ? out.dataset.short : out.dataset.words;
    out.classList.add(given < due ? "bad-ink" : "good-ink");
    out.textContent = `${words} ${format.format(Math.abs(given - due) / 100)}`;
}
document.addEventListener("input", (event) => event.target.id === "tendered" && showChange());

// Prices and previews follow what is ticked and typed.
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
    if (form && ["day", "add_on", "category", "voucher"].includes(event.target.name)) price(form);
});

let previewing = 0;
let picture = "";
document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-preview]");
    if (!form) return;
    clearTimeout(previewing);
    previewing = setTimeout(async () => {
        const response = await request(form.dataset.preview, {
            method: "POST",
            body: fields(form),
        });
        const image = find("img.preview");
        if (!response.ok || !image || response.headers.get("content-type") !== "image/png") return;
        const url = URL.createObjectURL(await response.blob());
        image.src = url;
        image.classList.add("is-draft");
        if (picture) URL.revokeObjectURL(picture);
        picture = url;
    }, 200);
});

// A paper that was just made opens by itself where the browser allows it; the link stays for where it does not.
document.addEventListener("swapped", () => {
    showChange();
    const paper = find("a[data-open]");
    if (paper) window.open(paper.href, "_blank", "noopener");
});

// How printing stands. The list is fetched whenever the one on the page may be older than a change: when the stream opens,
// when it tells of one, and when a page was put in place.
let isStale = false;
let isFetching = false;
// Nothing is taken from under a hand: while the keyboard is in there the list waits.
const mayReplace = () => find("#prints") && !find("#prints").contains(document.activeElement);
async function showPrints() {
    isStale = true;
    if (isFetching) return;
    isFetching = true;
    try {
        while (isStale && mayReplace()) {
            isStale = false;
            const response = await request("/desk/prints");
            // A device that was revoked is sent to another page.
            if (!response.ok || response.redirected) break;
            const page = await readPage(response);
            if (!mayReplace()) {
                isStale = true;
                break;
            }
            // What was chosen but not yet sent stays chosen.
            const chosen = find("#printer")?.value;
            find("#prints").replaceChildren(...page.body.childNodes);
            for (const option of find("#printer")?.options ?? []) if (option.value === chosen) option.selected = true;
        }
    } catch {
        // The server is away; the stream opens again when it is back.
    } finally {
        isFetching = false;
    }
}
const prints = new EventSource("/v1/print-jobs/live");
prints.addEventListener("open", showPrints);
prints.addEventListener("print-job", showPrints);
document.addEventListener("swapped", showPrints);
document.addEventListener("focusout", () => setTimeout(() => isStale && showPrints()));
