// Looks for secret keys in what is compressed: gzip (RFC 1952) and ZIP. The browser unpacks it, so this takes a moment.

import { base64Runs, isSecretKey } from "./secret-keys.js";

/** More of what is packed is no key. */
const BYTES_MAX = 8 << 20;
/** In how many files of an archive a key is looked for. */
const FILES_MAX = 50;

const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;
const isZip = (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** As much as can be unpacked: what stands behind the end counts as its end. */
async function unpacked(bytes, format) {
    const parts = [];
    let size = 0;
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
    try {
        while (size < BYTES_MAX) {
            const { done, value } = await reader.read();
            if (done) break;
            parts.push(value);
            size += value.length;
        }
        void reader.cancel();
    } catch {
        // Broken, or more behind it.
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The files of an archive, found by their local headers. */
async function filesOf(archive) {
    const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
    const files = [];
    for (let at = 0; at + 30 < archive.length && files.length < FILES_MAX; at += 1) {
        if (!isZip(archive.subarray(at, at + 4))) continue;
        const method = view.getUint16(at + 8, true);
        const data = archive.subarray(at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true));
        files.push(method === 8 ? await unpacked(data, "deflate-raw") : data);
    }
    return files;
}

/** What is packed in the bytes, or in base64 among them. */
function packedParts(bytes) {
    if (bytes.length > BYTES_MAX) return [];
    if (isGzip(bytes) || isZip(bytes)) return [bytes];
    return base64Runs(new TextDecoder("latin1").decode(bytes)).filter((run) => isGzip(run) || isZip(run));
}

/** Whether something is packed in the bytes, so that it is worth waiting for `isPackedSecretKey`. */
export const isPacked = (bytes) => packedParts(bytes).length > 0;

/** Whether a secret key is packed in the bytes. */
export async function isPackedSecretKey(bytes) {
    for (const part of packedParts(bytes)) {
        const files = isGzip(part) ? [await unpacked(part, "gzip")] : await filesOf(part);
        if (files.some((file) => isSecretKey(file))) return true;
    }
    return false;
}
