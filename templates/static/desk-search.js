/**
 * Finding people: while typing, on every page of the desk, by arrows, and by what a scanner typed. On the page of the
 * search the list is part of it; on any other it lies over the page until somebody is chosen or the box is empty.
 */

import { at, readPage, request, ServerAway } from "./server.js";
import { swap } from "./swap.js";

/** Milliseconds without a key until it is searched. */
const PAUSE = 90;

const find = (selector) => document.querySelector(selector);
const token = () => document.body.dataset.token;
let searching = null;
let timer = 0;

/** Whether somebody is being searched for: whoever else is on the page is not who is meant. */
export const isSearching = () => (find("#q")?.value.trim() ?? "") !== "";

/** Leaves the search; the page below is as it was. */
export function leave() {
    stop();
    const box = find("#q");
    if (!box) return;
    box.value = "";
    show(null);
}

function stop() {
    clearTimeout(timer);
    searching?.abort();
}

/** Only the list is replaced, so that the box keeps what is being typed. */
function show(found) {
    const results = find("#results");
    results?.replaceChildren(...(found?.childNodes ?? []));
    if (results?.classList.contains("over")) results.hidden = !found;
}

async function list() {
    const box = find("#q");
    if (!box || !find("#results")) return;
    searching?.abort();
    searching = new AbortController();
    try {
        const response = await request(at("/desk/search"), {
            method: "POST",
            signal: searching.signal,
            body: new URLSearchParams({ q: box.value, token: token() }),
        });
        const page = await readPage(response);
        if (isSearching() || !find("#results").classList.contains("over")) show(page.getElementById("results"));
    } catch (error) {
        if (error instanceof ServerAway) find("#unreachable").hidden = false;
    }
}

/** Opens whose badge or ticket was scanned. */
export async function scanned(text) {
    stop();
    leave();
    await swap(at("/desk/search"), {
        method: "POST",
        body: new URLSearchParams({ q: text, open: "1", scanned: "1", token: token() }),
    });
}

/** Goes by arrows from the box into the list and back; says whether there was anywhere to go. */
export function step(by) {
    const links = [...document.querySelectorAll("#results a, #results button")];
    if (links.length === 0) return false;
    const next = links.indexOf(document.activeElement) + by;
    if (next < 0) find("#q").focus();
    else links[Math.min(next, links.length - 1)].focus();
    return true;
}

export function follow() {
    document.addEventListener("input", (event) => {
        if (event.target.id !== "q") return;
        clearTimeout(timer);
        if (isSearching() || !find("#results.over")) timer = setTimeout(() => void list(), PAUSE);
        else leave();
    });
    document.addEventListener(
        "submit",
        (event) => {
            if (!event.target.matches(".search")) return;
            stop();
            // An Enter too many searches for nobody, and leaves whoever is on the page.
            if (!isSearching() && !event.submitter?.hasAttribute("formaction")) {
                event.preventDefault();
                event.stopPropagation();
            }
        },
        true,
    );
}
