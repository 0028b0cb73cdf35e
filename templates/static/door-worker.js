/**
 * Keeps the door page on the phone: what it is made of comes from the server when it answers, and from here when not.
 * Nothing of `/v1` is kept: facts are the page's own business (`memory.js`).
 */

/** Below which path the event is served; as in `server.js`, which a worker cannot take in. */
const BASE = location.pathname.slice(0, -"/door/worker.js".length);
const CACHE = BASE ? `lanyard-door-page ${BASE}` : "lanyard-door-page";
/** Milliseconds that the server has for a file that is here already. */
const WAIT = 1500;

/** The page lists what it is made of, so that the list is written once. */
async function parts() {
    const page = await fetch(`${BASE}/door`, { cache: "no-store" });
    if (!page.ok || page.redirected) throw new Error("the door page is not to be had");
    const text = await page.clone().text();
    const list = text.match(/<meta name="lanyard-parts" content="([^"]*)">/)?.[1] ?? "";
    return {
        page,
        addresses: list
            .split(" ")
            .filter(Boolean)
            .map((path) => BASE + path),
    };
}

async function fill() {
    const cache = await caches.open(CACHE);
    const { page, addresses } = await parts();
    await cache.put(`${BASE}/door`, page);
    // A part that this server does not have, as a decoder that was not built, is no reason to keep none.
    await Promise.allSettled(addresses.map((address) => cache.add(new Request(address, { cache: "no-store" }))));
}

addEventListener("install", (event) => {
    event.waitUntil(fill().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
    event.waitUntil(clients.claim());
});

addEventListener("message", (event) => {
    if (event.data === "refresh") event.waitUntil(fill().catch(() => {}));
});

addEventListener("fetch", (event) => {
    const { method, url, mode } = event.request;
    const { origin, pathname } = new URL(url);
    const isPage = mode === "navigate" && pathname === `${BASE}/door`;
    if (method !== "GET" || origin !== location.origin || !(isPage || pathname.startsWith(`${BASE}/static/`))) return;
    event.respondWith(answer(isPage ? `${BASE}/door` : event.request));
});

async function answer(request) {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(request, { ignoreVary: true });
    try {
        const response = await fetch(request, kept ? { signal: AbortSignal.timeout(WAIT) } : {});
        // A server that stumbles, or a proxy without one, is no better than none.
        if (response.status >= 500 && kept) return kept;
        return response;
    } catch (error) {
        if (kept) return kept;
        throw error;
    }
}
