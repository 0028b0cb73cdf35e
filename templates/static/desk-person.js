/**
 * A page of a person that is open while somebody else changes that person, at another desk or by their own link: it says so, and
 * shows the new state when asked to. What is being typed stays.
 */

const find = (selector) => document.querySelector(selector);

/** The last change of each person that the stream told of: a page that is put in place may be older. */
const changes = new Map();

function tell() {
    const person = find("article[data-change]");
    const notice = find("#changed");
    if (!person || !notice) return;
    const latest = changes.get(person.dataset.number.replace("#", "")) ?? 0;
    notice.hidden = latest <= Number(person.dataset.change);
}

export function followPerson(stream) {
    stream.addEventListener("registration", (event) => {
        const { registration, change } = JSON.parse(event.data);
        changes.set(String(registration), change);
        // What this desk did itself is on the page that comes back a moment later.
        setTimeout(tell, 400);
    });
    document.addEventListener("swapped", tell);
}
