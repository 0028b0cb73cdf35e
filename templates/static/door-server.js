/**
 * How the door talks to the server. The session's cookie says which device it is; a request that takes too long counts
 * as a server that is away, because a queue of people does not wait for a spinner.
 */

import { ask, json, Refusal } from "./server.js";

/** Milliseconds until the door goes on by itself. */
const SCAN_WAIT = 1800;
/** Milliseconds for what nobody waits for. */
const BACKGROUND_WAIT = 15000;

/** This browser is no device, or not any more. */
export class NotEnrolled extends Error {}

/** This device may no longer speak to the server. */
export class DeviceRevoked extends Error {}

async function request(method, path, { wait = BACKGROUND_WAIT, ...options } = {}) {
    // The token shows that the request comes from a page of ours.
    const headers = { "X-Lanyard-Form": document.body.dataset.token };
    try {
        return await json(await ask(path, { method, wait, headers, ...options }));
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.problem.code === "device_revoked") throw new DeviceRevoked(error.message);
        // The browser has lost its cookie; what waits to be sent stays until it is a device again.
        if (error.problem.status === 401) throw new NotEnrolled(error.message);
        throw error;
    }
}

const post = (path, value, options) => request("POST", path, { ...options, body: JSON.stringify(value) });

export const server = {
    /** What the server says of a scan; `scan` is the body of `POST /v1/scans`. */
    scan: (scan) => post("scans", scan, { wait: SCAN_WAIT }),

    undo: (scan, reason, nonce) => post(`scans/${scan}/undo`, { reason, nonce }),

    override: (scan, reason, nonce) => post(`scans/${scan}/override`, { reason, nonce }),

    /** What changed since a cursor; everything for null. */
    snapshot: (cursor) => request("GET", cursor === null ? "snapshot" : `snapshot?after=${cursor}`),

    upload: (scans) => post("uploads", { scans }),

    gates: () => request("GET", "gates"),

    /** People whose name, affiliation or code matches; the text goes in the body, so that no log has it. */
    find: async (text) => (await post("searches", { text })).items,

    /** Tells how this device is, and learns the server's time. */
    report: (report, key) => post("devices/self/report", report, { key }),

    /** The text of a QR code on a picture of grey bytes, or null. */
    decode: async ({ grey, width, height }) =>
        (
            await request("POST", `decodings?width=${width}&height=${height}`, {
                body: grey,
                type: "application/octet-stream",
            })
        ).text ?? null,
};
