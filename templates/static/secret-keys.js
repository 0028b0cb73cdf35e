// Tells a secret key from a public one in the browser, before anything is sent. The server looks again.

/** Beginnings of text that only secret keys have, whoever made them. */
const MARKS = [
    // Without its dashes, of which word processors make others.
    /BEGIN PGP (?:PRIVATE|SECRET) KEY BLOCK/i,
    // PEM: PKCS#1, PKCS#8, SEC 1, OpenSSH.
    /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/i,
    /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/i,
    /^SSH PRIVATE KEY FILE FORMAT/,
    /PuTTY-User-Key-File-\d/i,
    /AGE-SECRET-KEY-1/i,
    /untrusted comment: (?:minisign|signify|rsign)[^\n]*secret key/i,
    // paperkey
    /^# Secret portions of key/m,
    // What gpg-agent keeps below private-keys-v1.d, in both of its forms.
    /^\s*\(\d+:(?:(?:protected|shadowed)-)?private-key/,
    /^Key:\s*\((?:(?:protected|shadowed)-)?private-key/m,
    /^(?:Created|Token|Use-for-[a-z]+|Label|Backup-info)[^\n]*\n(?:[^\n]*\n)*?Key:\s*\(/m,
    // A JSON Web Key with its private part, beside its type, in whatever order.
    /"kty"\s*:[^}]*"[dk]"\s*:/,
    /"[dk]"\s*:[^}]*"kty"\s*:/,
    // DNSSEC, WireGuard, .NET, Tor.
    /^Private-key-format:/m,
    /\[Interface\][^[]*PrivateKey\s*=/,
    /<RSAKeyValue>[\s\S]*<D>/,
    /^== ed25519v1-secret:/,
    // Inside the base64 of OpenSSH's own.
    /^openssh-key-v1\0/,
    // Java's keystores.
    /^(?:\xfe\xed\xfe\xed|\xce\xce\xce\xce)/,
];
/** Tags of OpenPGP packets that hold a secret key and a secret subkey (RFC 4880 section 4.3). */
const SECRET_TAGS = [5, 7];
/** Algorithms of keys (RFC 4880 section 9.1, RFC 9580 section 9.1). */
const ALGORITHMS = [1, 2, 3, 16, 17, 18, 19, 20, 22, 25, 26, 27, 28];
/** How deep one encoding is looked for in another. */
const DEPTH_MAX = 3;
/** More than that is no key; the server says so. */
const BYTES_MAX = 8 << 20;
/** Base64 of the first bytes of what is looked for; shorter lines are words. */
const BASE64_LINE = /^[A-Za-z0-9+/_-]{24,}={0,2}$/;
/** The same among other words of its line. */
const BASE64_WORD = /[A-Za-z0-9+/_-]{56,}={0,2}/g;
/** Bytes in UTF-8 of characters that do not show: byte order marks, joiners, soft hyphens. */
const HIDDEN = /\xe2\x80[\x8b-\x8f]|\xe2\x81\xa0|\xef\xbb\xbf|\xc2\xad/g;

const ascii = (bytes) => {
    let text = "";
    for (let start = 0; start < bytes.length; start += 8192) {
        text += String.fromCharCode(...bytes.subarray(start, start + 8192));
    }
    return text;
};

/** Whether the body of a packet that begins there is that of a key: of a version and an algorithm that there are. */
function isKeyBody(bytes, at) {
    const version = bytes[at];
    return version >= 3 && version <= 6 && ALGORITHMS.includes(bytes[at + (version === 3 ? 7 : 5)]);
}

/** Whether bytes are packets that begin with, or come to, a secret key. */
function hasSecretPacket(bytes) {
    let position = 0;
    for (let count = 0; position < bytes.length && count < 1000; count += 1) {
        const first = bytes[position];
        if ((first & 0x80) === 0) return false;
        const isNew = (first & 0x40) !== 0;
        const tag = isNew ? first & 0x3f : (first >> 2) & 0x0f;
        // Only the beginning may be something else than a packet of a key: then it is none of our business.
        if (count === 0 && ![2, 5, 6, 7, 13].includes(tag)) return false;
        const [size, header] = isNew ? newLength(bytes, position + 1) : oldLength(bytes, position + 1, first & 3);
        // A mail's header is full of base64, and some of it begins like that.
        if (SECRET_TAGS.includes(tag)) return isKeyBody(bytes, position + 1 + header);
        if (size === undefined) return false;
        position += 1 + header + size;
    }
    return false;
}

function newLength(bytes, at) {
    const first = bytes[at];
    if (first < 192) return [first, 1];
    if (first < 224) return [((first - 192) << 8) + bytes[at + 1] + 192, 2];
    if (first === 255) return [number(bytes, at + 1, 4), 5];
    return [undefined, 0];
}

const oldLength = (bytes, at, kind) => (kind === 3 ? [undefined, 0] : [number(bytes, at, 1 << kind), 1 << kind]);

const number = (bytes, at, count) => bytes.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);

/** Where the content of a DER element begins that begins there. */
const contentOf = (bytes, at) => at + (bytes[at + 1] & 0x80 ? 2 + (bytes[at + 1] & 0x7f) : 2);

/** Beginnings of the names of ciphers that take a password: PKCS#5 and PKCS#12 (RFC 8018, RFC 7292). */
const PASSWORD_CIPHERS = [
    [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05],
    [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01],
];

/**
 * PKCS#12 (RFC 7292): a sequence of version 3 and another sequence; PKCS#8, PKCS#1 and SEC 1 in DER: of version 0 or 1;
 * PKCS#8 under a password (RFC 5958): of the name of its cipher.
 */
function isSecretDER(bytes) {
    if (bytes[0] !== 0x30) return false;
    const skip = contentOf(bytes, 0);
    if (bytes[skip] === 0x30) {
        const name = contentOf(bytes, skip);
        return (
            bytes[name] === 0x06 && PASSWORD_CIPHERS.some((id) => id.every((byte, i) => bytes[name + 2 + i] === byte))
        );
    }
    if (bytes[skip] !== 0x02 || bytes[skip + 1] !== 0x01) return false;
    const [version, next] = [bytes[skip + 2], bytes[skip + 3]];
    return (version === 3 && next === 0x30) || (version <= 1 && [0x30, 0x02, 0x04].includes(next));
}

const decoded = (base64) => {
    try {
        const text = atob(base64.replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, ""));
        return Uint8Array.from(text, (character) => character.charCodeAt(0));
    } catch {
        return new Uint8Array();
    }
};

/** What a text holds in base64, each run of lines decoded by itself: armour, attachments, what was copied out of them. */
export function base64Runs(text) {
    const runs = [];
    let run = "";
    for (const line of [...text.split("\n"), ""]) {
        const plain = line.trim();
        const isLast = run.length > 0 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(plain);
        if (BASE64_LINE.test(plain) || isLast) run += plain;
        else {
            if (run) runs.push(decoded(run));
            run = "";
            runs.push(...(plain.match(BASE64_WORD) ?? []).map(decoded));
        }
    }
    return runs;
}

/** Shorter runs of hexadecimal digits are fingerprints, in bytes. */
const HEXADECIMAL_MIN = 60;
/** Pairs of digits with what stands between them; behind two blanks or a bar what dumps show of them as characters. */
const HEXADECIMAL_LINE = /^["'{[]?((?:(?:0x|\\x)?[0-9a-f]{2}[\s,:;"'{}[\]]{0,3})+)(?:(?:\s|\|).*)?$/i;
/** What dumps have before the digits: where they stand in the file. */
const OFFSET = /^[0-9a-f]{6,8}(?::|\s+(?=[0-9a-f]{2}(?:\s|$)))\s*/i;
/** So much of a line is looked at. */
const LINE_MAX = 4096;

/** Whether bytes may begin a packet of a key of a version that there is, or are no packet. */
const isPlausible = (bytes) => {
    if ((bytes[0] & 0x80) === 0) return true;
    const isNew = (bytes[0] & 0x40) !== 0;
    const [size, header] = isNew ? newLength(bytes, 1) : oldLength(bytes, 1, bytes[0] & 3);
    return size !== undefined && bytes[1 + header] >= 3 && bytes[1 + header] <= 6;
};

/** What a text spells out in hexadecimal digits, each run of lines by itself. */
function hexadecimalRuns(text) {
    const runs = [];
    let digits = "";
    for (const line of [...text.split("\n"), "-"]) {
        const data = HEXADECIMAL_LINE.exec(line.slice(0, LINE_MAX).trim().replace(OFFSET, ""));
        if (data) digits += data[1].replace(/0x|\\x/gi, "").replace(/[^0-9a-f]/gi, "");
        else if (line.trim()) {
            if (digits.length >= 2 * HEXADECIMAL_MIN) {
                runs.push(Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16)));
            }
            digits = "";
        }
    }
    return runs.filter(isPlausible);
}

/** What stands behind per cent signs, as in addresses and forms; nothing where there are none. */
const withoutPercents = (text) =>
    /%[0-9a-f]{2}/i.test(text)
        ? [
              Uint8Array.from(
                  text
                      // The name of a form's field.
                      .replace(/^\w{1,40}=/, "")
                      .replace(/\+/g, " ")
                      .replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16))),
                  (character) => character.charCodeAt(0),
              ),
          ]
        : [];

/** Quoted-printable (RFC 2045 section 6.7) undone; other text stays as it is. */
const unquoted = (text) =>
    text
        .replace(/=\r?\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));

/** The characters that HTML names, among which the blanks of a mail's first line often are. */
const NAMED = { nbsp: " ", amp: "&", lt: "<", gt: ">", quot: '"', "#160": " ", "#xa0": " ", "#45": "-", "#x2d": "-" };

/** The text of HTML; other text stays as it is. */
const withoutTags = (text) =>
    /<[a-z/!]|&(?:nbsp|#)/i.test(text)
        ? text
              .replace(/<(?:br|\/?p|\/?div|\/?tr|\/?pre|li|blockquote)[^>]{0,2000}>/gi, "\n")
              .replace(/<[^>]{0,2000}>/g, "")
              .replace(/&(#?\w{2,6});/g, (whole, name) => NAMED[name.toLowerCase()] ?? whole)
        : text;

/** UTF-16, as some editors save, and Outlook within its messages: every other byte is zero. */
const WIDE = /^(?:\xff\xfe|\xfe\xff|\xd0\xcf.\xe0|(?:\0[\t-~]){8}|(?:[\t-~]\0){8})/;

/**
 * Whether bytes hold a secret key in a shape that can be recognized: OpenPGP armoured or not, files of gpg-agent, PEM,
 * OpenSSH, PuTTY, PKCS#8 and PKCS#12, Java, age, minisign, JWK; in a mail too, quoted, in base64 or quoted-printable, in
 * hexadecimal digits, or written for an address. What is compressed is `isPackedSecretKey`'s.
 */
export function isSecretKey(bytes, depth = 0) {
    if (bytes.length === 0 || bytes.length > BYTES_MAX) return false;
    if (hasSecretPacket(bytes) || isSecretDER(bytes)) return true;
    const text = ascii(bytes);
    const wide = WIDE.test(text) ? text.replace(/^(?:\xff\xfe|\xfe\xff)/, "").replace(/\0/g, "") : text;
    const lines = wide
        .replace(/\r\n?/g, "\n")
        .replace(/\xc2\xa0/g, " ")
        .replace(HIDDEN, "");
    // Without the quotation marks, initials and indents of a mail; empty lines part what it carries.
    const bare = lines.replace(/^(?:[A-Za-z]{1,4}>)?[ \t>|]+/gm, "");
    const readable = unquoted(bare);
    const printed = withoutTags(readable);
    if ([lines, bare, readable, printed].some((form) => MARKS.some((mark) => mark.test(form)))) return true;
    const runs = base64Runs(bare).concat(
        printed === bare ? [] : base64Runs(printed),
        hexadecimalRuns(bare),
        withoutPercents(bare),
    );
    return depth < DEPTH_MAX && runs.some((run) => isSecretKey(run, depth + 1));
}
