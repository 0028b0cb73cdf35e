// How the participant's page speaks to the server, and makes its elements.

import { ask as askServer, element, keptAs, newKey, Refusal, ServerAway } from "./server.js";

export { element, fill, Refusal } from "./server.js";

const STORE = keptAs("lanyard-keysigning");
export const words = JSON.parse(element("keysigning").dataset.words);

/** An element of the page's own words: nothing from the server becomes markup. */
export function make(tag, { text = "", ...properties } = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
}

/** Whether a refusal means that the link is good for nothing. */
export const isStranger = (refusal) => refusal.problem?.status === 401;

export const hasSecret = () => sessionStorage.getItem(STORE) !== null;
export const keep = (secret) => sessionStorage.setItem(STORE, secret);
const forget = () => sessionStorage.removeItem(STORE);

/** Asks `/v1/keysigning/self…` in the participant's name; a write gets a key of its own. */
export async function ask(method, path, body, type = "application/json") {
    // No cookie goes along, and so not the language that was chosen on the page.
    const headers = {
        Authorization: `Bearer ${sessionStorage.getItem(STORE)}`,
        "Accept-Language": document.documentElement.lang,
    };
    try {
        return await askServer(`keysigning/self${path}`, {
            method,
            headers,
            body,
            type,
            credentials: "omit",
            key: method === "POST" ? newKey() : undefined,
        });
    } catch (error) {
        if (error instanceof ServerAway) throw new Refusal(words.unreachable);
        if (error instanceof Refusal && isStranger(error)) forget();
        throw error;
    }
}

export const post = async (path, body, type) => (await ask("POST", path, body, type)).json();
