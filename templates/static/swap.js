/**
 * Saves reloads: forms and links that say data-swap are sent in the background, and the <main> of the answer takes the
 * place of ours. Without this script they do the same with a reload.
 *
 * What was refused keeps what was typed: the form that sent it stays open, and what is wrong has the keyboard. What nobody
 * typed is as the answer has it, so that what another desk changed meanwhile is not sent back.
 */

import { at, element, readPage, request, ServerAway } from "./server.js";

/** Milliseconds after an Enter that sent a form in which another one is the same: some keys bounce, and some hands. */
const ENTER_AGAIN_MAX = 450;

let running = null;
let enteredAt = Number.NEGATIVE_INFINITY;

const announcer = document.createElement("div");
announcer.className = "hushed";
announcer.setAttribute("aria-live", "polite");
document.body.append(announcer);

/** What two pages have the same form by: its action and fields, but for a box that asks whether something is meant. */
function address(form) {
    const fields = [...form.elements].filter(({ type }) => type !== "checkbox");
    return `${form.getAttribute("action")} ${fields.map(({ name }) => name).join(" ")}`;
}

/** The names of the fields that differ from what the server had put in them. */
export function typedInto(form) {
    const isTyped = (field) => {
        if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
        if (field instanceof HTMLSelectElement) {
            // Where the server chose none, it is the first.
            const options = [...field.options];
            return !(options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.selected;
        }
        return field.value !== field.defaultValue;
    };
    return new Set(
        [...form.elements]
            .filter(({ name }) => name)
            .filter(isTyped)
            .map(({ name }) => name),
    );
}

/** Fills what was typed into the same form of the page that took the place of ours, and leads to what is wrong. */
function restore(place, { action, names, typed, values }) {
    const forms = [...place.querySelectorAll("form")];
    const form =
        forms.find((other) => address(other) === names) ??
        forms.find((other) => other.getAttribute("action") === action);
    if (!form) return;
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const isTyped = (field) => field.name && !["hidden", "submit", "button"].includes(field.type);
    const all = [...form.elements].filter(isTyped);
    for (const field of all.filter(({ name }) => typed.has(name))) {
        if (["checkbox", "radio"].includes(field.type)) field.checked = values.getAll(field.name).includes(field.value);
        else if (values.has(field.name)) field.value = values.get(field.name);
        for (let fold = field.closest("details"); fold && field.value; fold = fold.parentElement.closest("details")) {
            if (field.value !== field.defaultValue && field.type !== "checkbox") fold.open = true;
        }
    }
    const wrong = place.querySelector("[data-wrong]")?.dataset.wrong.split(" ") ?? [];
    const texts = all.filter(({ type }) => !["checkbox", "radio"].includes(type));
    const field =
        all.find(({ name }) => wrong.includes(name)) ??
        texts.find(({ name }) => typed.has(name)) ??
        texts.find(({ value }) => value) ??
        all[0];
    field?.setAttribute("aria-invalid", "true");
    return field;
}

/** The address of the script that a page runs. */
const scriptOf = (page) => page.querySelector("script[type=module]")?.getAttribute("src");

/** Tells above the page what an error's own page says. */
function tell(page) {
    const place = element("main");
    const sentences = [...page.querySelectorAll(".notice h1, .notice p")].map((part) => part.textContent.trim());
    const notice = document.createElement("p");
    notice.className = "notice bad told";
    const [what, ...advice] = sentences;
    notice.append(Object.assign(document.createElement("strong"), { textContent: what ?? "" }), ` ${advice.join(" ")}`);
    place.querySelector(".told")?.remove();
    place.prepend(notice);
    announcer.textContent = sentences.join(" ");
    window.scrollTo(0, 0);
}

/**
 * Loads a page and puts its <main> in place; resolves to false where a newer load took over.
 *
 * @param sent the form that asks for it, so that it is kept where it is refused
 */
export async function swap(url, options = {}, { remember = true, focusKey = null, sent = null } = {}) {
    running?.abort();
    const own = new AbortController();
    running = own;
    document.body.setAttribute("aria-busy", "true");
    try {
        const response = await request(url, { ...options, signal: own.signal });
        const page = await readPage(response);
        const main = page.getElementById("main");
        const isOurs = scriptOf(page) === scriptOf(document);
        // An error that has a page of its own is told here: nothing that was typed is lost.
        if (main && !isOurs && response.status >= 400) {
            tell(main);
            return true;
        }
        // Another page altogether, such as the one to enrol at: there the browser goes by itself.
        if (!main || !isOurs) {
            location.assign(response.redirected || !options.method ? response.url : location.href);
            return true;
        }
        const place = element("main");
        place.replaceChildren(...main.childNodes);
        place.dataset.here = main.dataset.here;
        document.title = page.title;
        for (const field of document.querySelectorAll("form.languages input[name=here]")) {
            field.value = main.dataset.here;
        }
        const here = at(main.dataset.here);
        if (remember && here !== location.pathname) history.pushState({}, "", here);
        announcer.textContent = [...place.querySelectorAll(".notice:not([hidden])")]
            .map((notice) => notice.innerText)
            .join(" ");
        const wrong = sent && response.status >= 400 ? restore(place, sent) : null;
        const focus =
            wrong ??
            ((focusKey && place.querySelector(`[data-key="${CSS.escape(focusKey)}"]`)) ||
                place.querySelector("[autofocus]") ||
                place.querySelector("#q"));
        focus?.focus();
        if (focus?.matches("input:not([type=checkbox]):not([type=radio])")) focus.select();
        if (!focusKey && !wrong) window.scrollTo(0, 0);
        document.dispatchEvent(new CustomEvent("swapped"));
        return true;
    } catch (error) {
        if (!(error instanceof ServerAway)) return false;
        announcer.textContent = "";
        element("unreachable").hidden = false;
        return true;
    } finally {
        if (running === own) {
            running = null;
            document.body.removeAttribute("aria-busy");
        }
    }
}

/** The fields of a form as it would be posted by this button. */
export function fields(form, submitter) {
    const data = new FormData(form, submitter);
    return new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
}

document.addEventListener(
    "keydown",
    (event) => {
        if (event.key !== "Enter") return;
        // What is held down, or comes again at once, was meant once.
        if (event.repeat || event.timeStamp - enteredAt < ENTER_AGAIN_MAX) {
            event.preventDefault();
            event.stopImmediatePropagation();
        }
    },
    true,
);

// Somebody went on by hand: the next Enter is another one.
for (const kind of ["input", "pointerdown"]) {
    document.addEventListener(
        kind,
        () => {
            enteredAt = Number.NEGATIVE_INFINITY;
        },
        true,
    );
}

let pressedAt = 0;
document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") pressedAt = event.timeStamp;
});

document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-swap")) return;
    event.preventDefault();
    const action = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    const isSearch = action.endsWith("/search");
    // One at a time: a second Enter is not a second payment, and while somebody else is on the way nothing is done to whoever is
    // still on the page.
    if (running && (running.writes || !isSearch)) return;
    const body = fields(form, event.submitter);
    if (!isSearch && event.timeStamp - pressedAt < ENTER_AGAIN_MAX) enteredAt = pressedAt;
    const done = swap(
        action,
        { method: "POST", body },
        {
            focusKey: event.submitter?.dataset.key ?? null,
            sent: isSearch
                ? null
                : { action: form.getAttribute("action"), names: address(form), typed: typedInto(form), values: body },
        },
    );
    if (running) running.writes = !isSearch;
    return done;
});

document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void swap(link.getAttribute("href"));
});

window.addEventListener("popstate", () => swap(location.pathname, {}, { remember: false }));
