// Saves reloads: forms and links that say data-swap are sent in the background, and the <main> of the answer takes the
// place of ours. Without this script they do the same with a reload.
import { element, readPage, request } from "./server.js";

let running = null;

const announcer = document.createElement("div");
announcer.className = "hushed";
announcer.setAttribute("aria-live", "polite");
document.body.append(announcer);

/** Loads a page and puts its <main> in place; resolves to false where a newer load took over. */
export async function swap(url, options = {}, { remember = true, focusKey = null } = {}) {
    running?.abort();
    const own = new AbortController();
    running = own;
    document.body.setAttribute("aria-busy", "true");
    try {
        const response = await request(url, { ...options, signal: own.signal });
        const page = await readPage(response);
        const main = page.getElementById("main");
        const script = page.querySelector("script[type=module]")?.getAttribute("src");
        // Another page altogether, such as the one to enrol at: there the browser goes by itself.
        if (!main || script !== document.querySelector("script[type=module]")?.getAttribute("src")) {
            location.assign(response.redirected || !options.method ? response.url : location.href);
            return true;
        }
        const place = element("main");
        place.replaceChildren(...main.childNodes);
        place.dataset.here = main.dataset.here;
        document.title = page.title;
        for (const field of document.querySelectorAll("form.languages input[name=here]"))
            field.value = main.dataset.here;
        if (remember && main.dataset.here !== location.pathname) history.pushState({}, "", main.dataset.here);
        announcer.textContent = [...place.querySelectorAll(".notice")].map((notice) => notice.innerText).join(" ");
        const focus =
            (focusKey && place.querySelector(`[data-key="${CSS.escape(focusKey)}"]`)) ||
            place.querySelector("[autofocus]") ||
            place.querySelector("#q");
        focus?.focus();
        if (focus?.matches("input:not([type=checkbox]):not([type=radio])")) focus.select();
        if (!focusKey) window.scrollTo(0, 0);
        document.dispatchEvent(new CustomEvent("swapped"));
        return true;
    } catch (error) {
        if (error.name === "AbortError") return false;
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

document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-swap")) return;
    event.preventDefault();
    // One at a time: a second Enter is not a second payment.
    if (running?.writes) return;
    const action = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    const done = swap(
        action,
        { method: "POST", body: fields(form, event.submitter) },
        { focusKey: event.submitter?.dataset.key ?? null },
    );
    if (running) running.writes = !action.endsWith("/search");
    return done;
});

document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    swap(link.getAttribute("href"));
});

window.addEventListener("popstate", () => swap(location.pathname, {}, { remember: false }));
