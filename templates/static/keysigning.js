/**
 * A participant's own page of the keysigning: hand in a key, prove that it is theirs, take the list home, tick whom they
 * checked, bring back what others signed.
 *
 * The link's secret stands behind "#", so that no server and no log sees it; it is taken out of the address at once and
 * kept for this tab alone.
 */

import { ask, element, fill, hasSecret, isStranger, keep, make, post, Refusal, words } from "./keysigning-server.js";
import { showTicks, tick } from "./keysigning-ticks.js";
import { account, choices, differs, path } from "./keysigning-views.js";
import { isPackedSecretKey } from "./packed-keys.js";
import { isSecretKey } from "./secret-keys.js";

/** What a participant may take home of a frozen list. */
const FORMS = ["text", "pdf", "keyring", "slips", "ticked"];
/** How long to wait between two looks at signatures that GnuPG has not seen, in milliseconds. */
const CHECKING = 1500;
const root = element("keysigning");

/** What is open on a key's card, by fingerprint: it survives that the cards are made anew. */
const challenges = new Map();
let looking = 0;

function say(text, mood, ...more) {
    const message = element("said");
    message.className = `notice ${mood}`;
    message.replaceChildren(...(text ? [make("p", { text })] : []), ...more);
    message.hidden = text === "";
    if (text) requestAnimationFrame(() => message.scrollIntoView({ block: "center" }));
}

/** Does something that makes elements anew, and leaves the focus where it was; else on what was said. */
async function keepingFocus(work) {
    const before = document.activeElement ?? document.body;
    await work();
    if (before === document.body || document.activeElement !== document.body) return;
    const again = before.id && element(before.id);
    if (again) again.focus({ preventScroll: true });
    else if (!element("said").hidden) element("said").focus({ preventScroll: true });
}

/** Does something, says what came of it, and shows the keys as they are then. */
async function act(work) {
    if (root.getAttribute("aria-busy") === "true") return;
    root.setAttribute("aria-busy", "true");
    try {
        await keepingFocus(async () => {
            say((await work()) ?? "", "good");
            await show();
        });
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        say(error.message, "bad");
        if (isStranger(error)) start();
    } finally {
        root.removeAttribute("aria-busy");
    }
}

async function show() {
    const [person, lists] = await Promise.all(["", "/lists"].map(async (path) => (await ask("GET", path)).json()));
    element("owner").textContent = person.name;
    element("path").replaceChildren(...path(person));
    element("closed").hidden = person.phase === "opened";
    element("keys").replaceChildren(...person.keys.map(card));
    element("lists").replaceChildren(...lists.items.map(listLinks));
    element("no-lists").hidden = lists.items.length > 0;
    element("ticks").hidden = lists.items.length === 0;
    if (lists.items.length > 0) await showTicks(act);
    const listed = person.keys.filter((key) => key.number !== undefined);
    element("afterwards").hidden = lists.items.length === 0 || listed.length === 0;
    if (!element("afterwards").hidden) {
        const fingerprints = listed.map((key) => key.fingerprint).join(" ");
        element("return-command").textContent = `gpg --armor --export ${fingerprints} > signed.asc`;
        await showAccount();
    }
    copyButtons();
}

/** Who has still to sign whom; again by itself as long as signatures are being checked. */
async function showAccount() {
    clearTimeout(looking);
    const stand = await (await ask("GET", "/account")).json();
    element("account").replaceChildren(...account(stand));
    if (stand.unchecked > 0) {
        looking = setTimeout(() => {
            showAccount().catch((error) => {
                if (!(error instanceof Refusal)) throw error;
                say(error.message, "bad");
            });
        }, CHECKING);
    }
}

/** A key: how far it has come, and what its owner can do with it. */
function card(key) {
    const address = `/keys/${key.fingerprint}`;
    const isProved = key.proof !== undefined;
    const buttons = make("div", { className: "row" });
    for (const method of isProved ? [] : ["signature", "code"]) {
        const button = make("button", {
            type: "button",
            id: `prove-${method}-${key.fingerprint}`,
            text: words[`prove_${method}`],
        });
        button.classList.toggle("primary", method === "signature" && !challenges.has(key.fingerprint));
        button.addEventListener(
            "click",
            () =>
                void act(async () => {
                    challenges.set(key.fingerprint, await post(`${address}/challenge`, JSON.stringify({ method })));
                    return "";
                }).then(() => element("answer")?.focus()),
        );
        buttons.append(button);
    }
    const withdraw = make("button", {
        type: "button",
        id: `withdraw-${key.fingerprint}`,
        className: "danger",
        text: words.withdraw,
    });
    withdraw.addEventListener("click", () => {
        if (!confirm(words.withdraw_sure)) return;
        void act(async () => {
            await post(`${address}/withdraw`);
            challenges.delete(key.fingerprint);
            return words.withdrawn;
        });
    });
    buttons.append(withdraw);
    const challenge = isProved ? null : challenges.get(key.fingerprint);
    const chip = (isGood, text) => make("span", { className: `chip ${isGood ? "good-ink" : "warn-ink"}`, text });
    return make(
        "section",
        { className: "card", id: `key-${key.fingerprint}` },
        make("h2", {}, ...key.shownUserIDs.slice(0, 1).map((name) => make("bdi", { className: "fenced", text: name }))),
        make(
            "p",
            { className: "chips" },
            chip(isProved, words[isProved ? "proved" : "unproved"]),
            " ",
            chip(key.confirmation, words[key.confirmation ? "confirmed" : "unconfirmed"]),
            " ",
            make("span", {
                className: "chip",
                text: key.number === undefined ? words.no_number : fill(words.number, { number: key.number }),
            }),
        ),
        make("p", { className: "code fingerprint", text: key.groups.join(" ") }),
        ...(key.nameIsOnKey ? [] : [make("p", { className: "notice warn", text: words.other_name })]),
        ...(key.oddities
            ? [
                  make("p", {
                      className: "notice warn fenced",
                      text: fill(words.odd, { names: key.oddities.map(({ userID }) => userID).join(", ") }),
                  }),
              ]
            : []),
        make("p", { className: "faint", text: words[key.state] }),
        make(
            "details",
            {},
            make("summary", { text: words.preview }),
            make("pre", { className: "fenced", text: key.preview }),
        ),
        buttons,
        ...(challenge ? [answerForm(key, challenge)] : []),
    );
}

/** The challenge with the command that answers it, and a place for the answer. */
function answerForm(key, challenge) {
    const isCode = challenge.method === "code";
    const file = new Blob([challenge.text], { type: "text/plain" });
    const save = make("a", {
        className: "button",
        href: URL.createObjectURL(file),
        download: isCode ? "code.asc" : "challenge.txt",
        text: words.save,
    });
    const answer = isCode
        ? make("input", { id: "answer", className: "code", autocomplete: "off", spellcheck: false, required: true })
        : make("textarea", { id: "answer", rows: 8, className: "code", spellcheck: false, required: true });
    const form = make(
        "form",
        { className: "stack" },
        make("p", { text: words[`how_${challenge.method}`] }),
        make("p", {}, save),
        make("pre", { className: "challenge", text: challenge.text }),
        make("p", { text: words.run }),
        make("pre", { className: "command", text: challenge.command }),
        make("label", { htmlFor: "answer", text: words[`answer_${challenge.method}`] }),
        answer,
        make("button", { className: "primary", text: words.send }),
    );
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        void act(async () => {
            const address = `/keys/${key.fingerprint}/proof`;
            if (isCode) await post(`${address}?code=${encodeURIComponent(answer.value.trim())}`);
            else {
                await refuseSecret(new TextEncoder().encode(answer.value), form);
                await post(address, answer.value, "application/octet-stream");
            }
            challenges.delete(key.fingerprint);
            return words.proof_done;
        });
    });
    return form;
}

/** Beside each command a button that copies it, where the browser lets a page do that. */
function copyButtons() {
    if (!navigator.clipboard) return;
    for (const command of document.querySelectorAll("pre.command:not(.has-copy)")) {
        const button = make("button", { type: "button", text: words.copy });
        button.addEventListener("click", async () => {
            await navigator.clipboard.writeText(command.textContent);
            button.textContent = words.copied;
            setTimeout(() => {
                button.textContent = words.copy;
            }, 2000);
        });
        command.classList.add("has-copy");
        command.after(make("p", {}, button));
    }
}

/** Every form of a frozen list, which is fetched in the participant's name and handed to the browser as a file. */
function listLinks(list) {
    const row = make("div", { className: "row" }, make("strong", { text: fill(words.version, list) }));
    for (const form of FORMS) {
        // Slips are of one's own keys: without a number there are none.
        if (form === "slips" && list.ownNumbers.length === 0) continue;
        const button = make("button", {
            type: "button",
            id: `take-${list.version}-${form}`,
            text: words[`form_${form}`],
        });
        button.addEventListener(
            "click",
            () =>
                void act(async () => {
                    const response = await ask("GET", `/lists/${list.version}/${form}`);
                    const name =
                        /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? form;
                    const link = make("a", { href: URL.createObjectURL(await response.blob()), download: name });
                    link.click();
                    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
                    return fill(words.saved, { name });
                }),
        );
        row.append(button);
    }
    return row;
}

function start() {
    element("stranger").hidden = hasSecret();
    element("mine").hidden = !hasSecret();
    if (hasSecret()) void act(async () => "");
}

/** Refuses a secret key before anything is sent, and empties the form that held it. */
async function refuseSecret(bytes, form) {
    if (!isSecretKey(bytes) && !(await isPackedSecretKey(bytes))) return;
    form.reset();
    throw new Refusal(words.secret_key);
}

/** What a form hands in: the file that was chosen, byte for byte, else the text; never a secret key. */
async function handedIn(name) {
    const [file] = element(`${name}-file`).files;
    const text = element(`${name}-text`).value;
    if (!file && !text.trim()) throw new Refusal(words.nothing);
    const bytes = file ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(text);
    await refuseSecret(bytes, element(`${name}-form`));
    return bytes;
}

/** Hands in a key, of several that of the fingerprint; says what became of it. */
async function handIn(bytes, fingerprint) {
    const query = fingerprint ? `?fingerprint=${encodeURIComponent(fingerprint)}` : "";
    const receipt = await post(`/keys${query}`, bytes, "application/octet-stream");
    element("key-form").reset();
    return [
        words[`key_${receipt.change}`],
        ...(receipt.revoker ? [fill(words.revoked_by, receipt)] : []),
        ...receipt.warnings.map(({ title }) => title),
    ].join(" ");
}

if (location.hash.length > 1) {
    keep(decodeURIComponent(location.hash.slice(1)));
    history.replaceState(null, "", location.pathname);
}
element("link-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = element("link").value.trim();
    keep(text.slice(text.indexOf("#") + 1));
    element("link-form").reset();
    start();
});
element("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = element("typed").value.trim();
    element("difference").hidden = true;
    element("choices").hidden = true;
    void act(async () => {
        const bytes = await handedIn("key");
        try {
            return await handIn(bytes, typed);
        } catch (error) {
            if (error.problem?.difference) {
                element("difference").replaceChildren(...differs(typed, error.problem.difference));
                element("difference").hidden = false;
                throw new Refusal(words.differs);
            }
            if (!error.problem?.choices) throw error;
            const chosen = (fingerprint, item) =>
                void act(async () => {
                    const done = await handIn(bytes, fingerprint);
                    item.remove();
                    element("choices").hidden = element("choices").querySelector("button") === null;
                    return done;
                });
            element("choices").replaceChildren(...choices(error.problem.choices, chosen));
            element("choices").hidden = false;
            throw new Refusal(words.several);
        }
    });
});
element("tick-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void act(tick).then(() => element("tick").focus());
});
element("return-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void act(async () => {
        const merged = await post("/returns", await handedIn("return"), "application/octet-stream");
        element("return-form").reset();
        const sentence = merged.keys === 0 ? words.return_none : fill(words.return_done, merged);
        return [
            sentence,
            ...(merged.strangers > 0 ? [fill(words.return_others, merged)] : []),
            ...(merged.unverified ? [fill(words.return_unverified, merged)] : []),
            ...(merged.revoked ? [fill(words.return_revoked, merged)] : []),
        ].join(" ");
    });
});
start();
