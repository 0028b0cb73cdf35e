/**
 * How printing stands. The list is fetched whenever the one on the page may be older than a change: when the stream
 * opens, when it tells of one, and when a page was put in place.
 */

import { at, readPage, request } from "./server.js";

const find = (selector) => document.querySelector(selector);
let isStale = false;
let isFetching = false;

/** Nothing is taken from under a hand: while the keyboard is in there the list waits. */
const mayReplace = () => find("#prints") && !find("#prints").contains(document.activeElement);

async function show() {
    isStale = true;
    if (isFetching) return;
    isFetching = true;
    try {
        while (isStale && mayReplace()) {
            isStale = false;
            const response = await request(at("/desk/prints"));
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

/**
 * @param since the last change that the page shows
 * @returns the stream of the desk, which tells of people as well: a browser has few connections, so that there is one stream
 */
export function followPrints(since) {
    const prints = new EventSource(at(`/v1/print-jobs/live${since ? `?changes_after=${since}` : ""}`));
    prints.addEventListener("open", show);
    prints.addEventListener("print-job", show);
    document.addEventListener("swapped", show);
    document.addEventListener("focusout", () => setTimeout(() => isStale && void show()));
    return prints;
}
