// Forms that take a public key (data-public-key): a file is read into their box, and a secret key is never sent.

import { isPacked, isPackedSecretKey } from "./packed-keys.js";
import { isSecretKey } from "./secret-keys.js";
import { element } from "./server.js";

/** Empties the form, and puts the message in view. */
function refuse(form) {
    form.reset();
    const message = element("secret");
    message.hidden = false;
    message.scrollIntoView({ block: "center" });
    message.focus({ preventScroll: true });
}

/** Forms whose text was unpacked and is none. */
const passed = new WeakSet();

// Before any other listener sees the form: nothing of it goes anywhere.
document.addEventListener(
    "submit",
    (event) => {
        const form = event.target;
        if (!form.hasAttribute("data-public-key")) return;
        if (passed.delete(form)) return;
        const bytes = new TextEncoder().encode(form.querySelector("textarea").value);
        const isSecret = isSecretKey(bytes);
        if (!isSecret && !isPacked(bytes)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (isSecret) refuse(form);
        else void unpackAndSend(form, event.submitter, bytes);
    },
    { capture: true },
);

async function unpackAndSend(form, button, bytes) {
    if (await isPackedSecretKey(bytes)) {
        refuse(form);
        return;
    }
    passed.add(form);
    form.requestSubmit(button);
}

/** Bytes in the base64 of an armour without a checksum, which readers do without (RFC 9580 section 6.1). */
function armored(bytes) {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    const lines = btoa(text).match(/.{1,64}/g) ?? [];
    return ["-----BEGIN PGP PUBLIC KEY BLOCK-----", "", ...lines, "-----END PGP PUBLIC KEY BLOCK-----", ""].join("\n");
}

document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches("input[type=file][data-into]") || !input.files[0]) return;
    const bytes = new Uint8Array(await input.files[0].arrayBuffer());
    if (isSecretKey(bytes) || (await isPackedSecretKey(bytes))) {
        refuse(input.form);
        return;
    }
    // A form of fields carries text: what is not armoured becomes so here.
    element(input.dataset.into).value = (bytes[0] & 0x80) === 0 ? new TextDecoder().decode(bytes) : armored(bytes);
});
