// Keeps the numbers live: the server sends the part of the page that changed.
import { at, element } from "./server.js";
import "./staff.js";

const live = element("live");
const lost = element("lost");
let waiting = null;

function show(html) {
    // Nobody's typing is taken away: what comes meanwhile is shown when the field is left.
    if (live.contains(document.activeElement) && document.activeElement.matches("input")) {
        waiting = html;
        return;
    }
    waiting = null;
    const page = new DOMParser().parseFromString(html, "text/html");
    const open = [...live.querySelectorAll("details")].map((element) => element.open);
    live.replaceChildren(...page.body.childNodes);
    live.querySelectorAll("details").forEach((element, index) => {
        element.open = open[index] ?? false;
    });
}

const source = new EventSource(at("/dashboard/live"));
source.addEventListener("page", (event) => {
    lost.hidden = true;
    show(JSON.parse(event.data).html);
});
source.addEventListener("error", () => {
    lost.hidden = false;
});
source.addEventListener("open", () => {
    lost.hidden = true;
});
live.addEventListener("focusout", () => setTimeout(() => waiting && show(waiting)));
