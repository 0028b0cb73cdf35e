/**
 * Locks what a phone keeps of people: AES-256-GCM for what is read again, HMAC-SHA-256 for what is only looked up. The
 * keys are made on the phone, stay in the browser, and WebCrypto gives them out to no script; docs/security.md says what
 * that protects and what it does not.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Bytes of a nonce of AES-GCM (NIST SP 800-38D, 8.2.2: random ones). */
const NONCE = 12;

export class Vault {
    #keys;

    /** @param keys as `Vault.keys` made them; IndexedDB keeps them as they are */
    constructor(keys) {
        this.#keys = keys;
    }

    /** Whether this browser can lock anything: only a page that came over TLS, or from this machine, may. */
    static get isPossible() {
        return globalThis.crypto?.subtle !== undefined;
    }

    static async keys() {
        return {
            lock: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
            mark: await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
        };
    }

    /** A value under the key, each time another one. */
    async seal(value) {
        const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
        const bytes = encoder.encode(JSON.stringify(value));
        return { nonce, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, this.#keys.lock, bytes) };
    }

    async open({ nonce, box }) {
        return JSON.parse(
            decoder.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, this.#keys.lock, box)),
        );
    }

    /** What stands for a text where it is looked up: always the same, and nobody reads the text from it. */
    async mark(text) {
        return crypto.subtle.sign("HMAC", this.#keys.mark, encoder.encode(text));
    }
}
