/**
 * How every page speaks to the server: the one place that calls `fetch`.
 *
 * The service worker (`door-worker.js`) has its own: it stands between the pages and the network.
 */

/** Below which path the event is served: nothing, or `/e/netdev01`. This file lies in `static` below it. */
const BASE = new URL("..", import.meta.url).pathname.slice(0, -1);

/** An address of the event's own, `/desk`, as the browser has to call it. */
export const at = (path) => BASE + path;

/** The name of something that the browser keeps: another one for each event of the same host. */
export const keptAs = (name) => (BASE ? `${name} ${BASE}` : name);

/** The server cannot be reached, is not itself, or takes too long. */
export class ServerAway extends Error {
    /** @param code of the server's problem, where it was the one that said so */
    constructor(message, code = null) {
        super(message);
        this.code = code;
    }
}

/** The server understood, and refused. */
export class Refusal extends Error {
    /**
     * @param message what to say
     * @param problem the server's answer (RFC 9457); null where nothing was asked of it
     */
    constructor(message, problem = null) {
        super(message);
        this.problem = problem;
    }
}

/**
 * Sends a request in the name of this browser.
 *
 * @param options what `fetch` takes, and `wait`: milliseconds after which the server counts as away
 * @throws {ServerAway} for no answer; a `DOMException` named `AbortError` where the caller's own `signal` ended it
 */
export async function request(address, { wait, signal, ...options } = {}) {
    const ends = [signal, wait && AbortSignal.timeout(wait)].filter(Boolean);
    try {
        const response = await fetch(address, {
            credentials: "same-origin",
            ...options,
            signal: ends.length > 0 ? AbortSignal.any(ends) : undefined,
        });
        // It answers again; a worker has no page to say so on.
        globalThis.document?.getElementById("unreachable")?.setAttribute("hidden", "");
        return response;
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new ServerAway(error.message);
    }
}

/** A page, or a part of one, as a document that is looked into and taken apart. */
export async function readPage(response) {
    try {
        return new DOMParser().parseFromString(await response.text(), "text/html");
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new ServerAway(error.message);
    }
}

/**
 * Asks the interface, `/v1/…`.
 *
 * @param path without `/v1/`
 * @param options as `request` has them, with `type` for the kind of the body and `key` for the write that it asks for
 * @returns the response, which is one of success
 * @throws {Refusal} with the server's problem; {ServerAway} also where a proxy answers for a server that is down
 */
export async function ask(path, { type = "application/json", key, headers = {}, ...options } = {}) {
    const all = { ...headers };
    if (options.body !== undefined) all["Content-Type"] = type;
    if (key) all["Idempotency-Key"] = key;
    const response = await request(at(`/v1/${path}`), { cache: "no-store", ...options, headers: all });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    // A proxy in front of a server that is down answers by itself.
    if (response.status >= 500 || !problem.code)
        throw new ServerAway(problem.title ?? response.statusText, problem.code);
    throw new Refusal([problem.title, problem.detail].filter(Boolean).join(" "), problem);
}

/** The body of an answer; null where it has none. */
export async function json(response) {
    if (response.status === 204) return null;
    try {
        return await response.json();
    } catch (error) {
        throw new ServerAway(error.message);
    }
}

/** A key for a write, which the same write keeps when it is sent again. */
export function newKey() {
    // Only a secure context has randomUUID.
    return (
        crypto.randomUUID?.() ??
        [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    );
}

/** Puts values into a sentence: `fill("{a} of {b}", {a: 1, b: 2})`. A value that ends it with its own full stop has it once. */
export function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "").replace(/\.\.$/, ".");
}

export const element = (id) => document.getElementById(id);
