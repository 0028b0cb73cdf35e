/**
 * Every page of the staff that has no script of its own: what a scanner types is nobody's typing. It opens the person at the
 * desk. A field that asks for a person (data-person) takes it instead, where the keyboard is in it or the desk is not open
 * to this browser.
 */

import { listenToScanners } from "./wedge.js";

listenToScanners((text, field) => {
    const desk = document.querySelector("header nav a[data-desk]");
    const person = field?.closest("[data-person]") ?? (desk ? null : document.querySelector("main [data-person]"));
    if (person) {
        person.value = text;
        person.focus();
        return;
    }
    if (!desk) return;
    const form = document.createElement("form");
    form.method = "post";
    form.action = `${desk.href}/search`;
    const values = { q: text, open: "1", scanned: "1", token: document.body.dataset.token };
    for (const [name, value] of Object.entries(values)) {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    form.submit();
});
