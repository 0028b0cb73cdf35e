/**
 * A participant's own page of the keysigning: hand in a key, prove that it is theirs, see how far it has come.
 *
 * The link's secret stands behind "#", so that no server and no log sees it; it is taken out of the address at once and
 * kept for this tab alone.
 */

const STORE = "lanyard-keysigning";
/** What a participant may take home of a frozen list. */
const FORMS = ["text", "pdf", "keyring", "slips", "ticked"];
const root = document.getElementById("keysigning");
const words = JSON.parse(root.dataset.words);
const element = (id) => document.getElementById(id);

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** An element of the page's own words: nothing from the server becomes markup. */
function make(tag, { text = "", ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/** The server understood, and refused. */
class Refusal extends Error {}

function secret() {
  return sessionStorage.getItem(STORE);
}

/** Asks `/v1/keysigning/self…` in the participant's name; a write gets a key of its own. */
async function ask(method, path, body, type = "application/json") {
  const headers = { Authorization: `Bearer ${secret()}` };
  if (method === "POST") headers["Idempotency-Key"] = crypto.randomUUID();
  if (body !== undefined) headers["Content-Type"] = type;
  let response;
  try {
    response = await fetch(`/v1/keysigning/self${path}`, { method, headers, body, cache: "no-store" });
  } catch {
    throw new Refusal(words.unreachable);
  }
  if (!response.ok) {
    const problem = await response.json();
    if (response.status === 401) sessionStorage.removeItem(STORE);
    throw new Refusal([problem.title, problem.detail].filter(Boolean).join(" "));
  }
  return response;
}

const post = async (path, body, type) => (await ask("POST", path, body, type)).json();

function say(text, mood) {
  const message = element("said");
  message.className = `notice ${mood}`;
  message.textContent = text;
  message.hidden = text === "";
}

/** Does something, says what came of it, and shows the keys as they are then. */
async function act(work) {
  root.setAttribute("aria-busy", "true");
  try {
    say((await work()) ?? "", "good");
    await show();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message, "bad");
    if (!secret()) start();
  } finally {
    root.removeAttribute("aria-busy");
  }
}

async function show() {
  const person = await (await ask("GET", "")).json();
  element("owner").textContent = person.name;
  element("keys").replaceChildren(...person.keys.map(card));
  const lists = await (await ask("GET", "/lists")).json();
  element("lists").replaceChildren(...lists.items.map(listLinks));
  element("no-lists").hidden = lists.items.length > 0;
}

/** A key: how far it has come, and what its owner can do with it. */
function card(key) {
  const path = `/keys/${key.fingerprint}`;
  const isProved = key.proof !== undefined;
  const work = make("div", { className: "stack" });
  const buttons = make("div", { className: "row" });
  if (!isProved) {
    for (const method of ["signature", "code"]) {
      const button = make("button", { type: "button", text: words[`prove_${method}`] });
      button.classList.toggle("primary", method === "signature");
      button.addEventListener("click", () => void act(async () => {
        const challenge = await post(`${path}/challenge`, JSON.stringify({ method }));
        // The cards are made anew when this is done: the challenge comes after.
        queueMicrotask(() => setTimeout(() => offer(key, challenge)));
      }));
      buttons.append(button);
    }
  }
  const withdraw = make("button", { type: "button", className: "danger", text: words.withdraw });
  withdraw.addEventListener("click", () => {
    if (confirm(words.withdraw_sure)) void act(async () => (await post(`${path}/withdraw`), words.withdrawn));
  });
  buttons.append(withdraw);
  const groups = make("p", { className: "code fingerprint", text: key.groups.join(" ") });
  return make("section", { className: "card", id: `key-${key.fingerprint}` },
    make("h2", {}, ...key.userIDs.slice(0, 1).map((name) => make("bdi", { text: name }))),
    make("p", { className: "chips" },
      make("span", { className: `chip ${isProved ? "good-ink" : "warn-ink"}`, text: words[isProved ? "proved" : "unproved"] }), " ",
      make("span", {
        className: `chip ${key.confirmation ? "good-ink" : "warn-ink"}`,
        text: words[key.confirmation ? "confirmed" : "unconfirmed"] }), " ",
      make("span", {
        className: "chip", text: key.number === undefined ? words.no_number : fill(words.number, { number: key.number }) })),
    groups,
    ...(key.nameIsOnKey ? [] : [make("p", { className: "notice warn", text: words.other_name })]),
    make("p", { className: "faint", text: words[key.state] }),
    make("details", {}, make("summary", { text: words.preview }), make("pre", { text: key.preview })),
    buttons, work);
}

/** The challenge with the command that answers it, and a place for the answer. */
function offer(key, challenge) {
  const work = element(`key-${key.fingerprint}`)?.querySelector(".stack");
  if (!work) return;
  const isCode = challenge.method === "code";
  const file = new Blob([challenge.text], { type: "text/plain" });
  const save = make("a", {
    className: "button", href: URL.createObjectURL(file), download: isCode ? "code.asc" : "challenge.txt",
    text: words.save });
  const answer = isCode
    ? make("input", { id: "answer", className: "code", autocomplete: "off", spellcheck: false })
    : make("textarea", { id: "answer", rows: 10, className: "code", spellcheck: false });
  const form = make("form", { className: "stack" },
    make("p", { text: words[`how_${challenge.method}`] }), save, make("pre", { text: challenge.text }),
    make("p", { text: words.run }), make("pre", { className: "command", text: challenge.command }),
    make("label", { htmlFor: "answer", text: words[`answer_${challenge.method}`] }), answer,
    make("button", { className: "primary", text: words.send }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void act(async () => {
      const path = `/keys/${key.fingerprint}/proof`;
      if (isCode) await post(`${path}?code=${encodeURIComponent(answer.value.trim())}`);
      else await post(path, answer.value, "application/octet-stream");
      return words.proof_done;
    });
  });
  work.replaceChildren(form);
  answer.focus();
}

/** Every form of a frozen list, which is fetched in the participant's name and handed to the browser as a file. */
function listLinks(list) {
  const row = make("div", { className: "row" }, make("strong", { text: fill(words.version, list) }));
  for (const form of FORMS) {
    const button = make("button", { type: "button", text: words[`form_${form}`] });
    button.addEventListener("click", () => void act(async () => {
      const response = await ask("GET", `/lists/${list.version}/${form}`);
      const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? form;
      const link = make("a", { href: URL.createObjectURL(await response.blob()), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    }));
    row.append(button);
  }
  return row;
}

function start() {
  const isKnown = secret() !== null;
  element("stranger").hidden = isKnown;
  element("mine").hidden = !isKnown;
  if (isKnown) void act(async () => "");
}

if (location.hash.length > 1) {
  sessionStorage.setItem(STORE, decodeURIComponent(location.hash.slice(1)));
  history.replaceState(null, "", location.pathname);
}
element("link-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = element("link").value.trim();
  sessionStorage.setItem(STORE, text.slice(text.indexOf("#") + 1));
  start();
});
element("key-file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) element("key-text").value = await file.text();
});
element("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  void act(async () => {
    const typed = element("typed").value.trim();
    const query = typed ? `?fingerprint=${encodeURIComponent(typed)}` : "";
    const receipt = await post(`/keys${query}`, element("key-text").value, "application/octet-stream");
    element("key-form").reset();
    return [words[`key_${receipt.change}`], ...receipt.warnings.map(({ title }) => title)].join(" ");
  });
});
start();
