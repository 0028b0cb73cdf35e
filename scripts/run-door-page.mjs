// Asks door.wasm questions, for tests: one JSON array per line on standard input, one answer per line on standard output.
//
//     ["decide", [1, 0, …]]      the answer's numbers; null for a malformed question
//     ["learn", {…}]             the snapshot to use from now on; null
//     ["scan", "LY:…", "main", false, 1423924200]   text, gate, whether it is an exit, second: the verdict of an
//                                offline page, whose browser verifies the signature
//
// usage: node scripts/run-door-page.mjs door.wasm
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// Node treats a .js file as a module only if a package says so; a page needs no package.
const wrapper = readFileSync(new URL("../templates/static/door-rules.js", import.meta.url)).toString("base64");
const { DoorRules } = await import(`data:text/javascript;base64,${wrapper}`);
const rules = await DoorRules.load(readFileSync(process.argv[2]));
let snapshot;

async function verifies(read) {
    const bytes = Buffer.from(snapshot.keys.find((key) => key.id === read.key).publicKey, "base64");
    const key = await crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, read.signature, read.message);
}

async function scan(text, gateID, exit, second) {
    let read = rules.examine(snapshot, text);
    for (let which = 1; !read.flaw && !(await verifies(read)); which++) read = rules.examine(snapshot, text, which);
    const { flaw } = read;
    const person = flaw ? null : snapshot.people.find((person) => person.registration === read.registration) ?? null;
    const gate = snapshot.gates.find((gate) => gate.id === gateID);
    const attempt = { flaw, issue: read.issue, superseded: read.superseded, exit, moment: rules.moment(snapshot, second) };
    return rules.decide(gate, attempt, person, person?.open ?? []);
}

for await (const line of createInterface({ input: process.stdin })) {
    const [question, ...rest] = JSON.parse(line);
    let answer = null;
    if (question === "learn") [snapshot] = rest;
    else if (question === "scan") answer = await scan(...rest);
    else try { answer = rules.ask(question, rest[0]); } catch { answer = null; }
    process.stdout.write(JSON.stringify(answer) + "\n");
}
