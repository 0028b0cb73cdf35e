// How the participant's page speaks to the server, and makes its elements.

const STORE = "lanyard-keysigning";
export const element = (id) => document.getElementById(id);
export const words = JSON.parse(element("keysigning").dataset.words);

/** A sentence with its places filled: {number} by the value of that name. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** An element of the page's own words: nothing from the server becomes markup. */
export function make(tag, { text = "", ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/** The server understood, and refused; or nothing was asked of it. */
export class Refusal extends Error {
  /** @param problem what the server said (RFC 9457), if it was the server */
  constructor(message, problem = null) {
    super(message);
    this.problem = problem;
  }

  /** Whether the link is good for nothing. */
  get isStranger() {
    return this.problem?.status === 401;
  }
}

export const hasSecret = () => sessionStorage.getItem(STORE) !== null;
export const keep = (secret) => sessionStorage.setItem(STORE, secret);
const forget = () => sessionStorage.removeItem(STORE);

/** Asks `/v1/keysigning/self…` in the participant's name; a write gets a key of its own. */
export async function ask(method, path, body, type = "application/json") {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(STORE)}` };
  if (method === "POST") headers["Idempotency-Key"] = crypto.randomUUID?.() ?? `page-${Date.now()}-${Math.random()}`;
  if (body !== undefined) headers["Content-Type"] = type;
  let response;
  try {
    response = await fetch(`/v1/keysigning/self${path}`, { method, headers, body, cache: "no-store" });
  } catch {
    throw new Refusal(words.unreachable);
  }
  if (!response.ok) {
    const problem = await response.json();
    if (response.status === 401) forget();
    throw new Refusal([problem.title, problem.detail].filter(Boolean).join(" "), problem);
  }
  return response;
}

export const post = async (path, body, type) => (await ask("POST", path, body, type)).json();
