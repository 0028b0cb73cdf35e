// Enrols the browser by the code behind "#", which is taken out of the address before anything else happens.
const code = decodeURIComponent(location.hash.slice(1));
const form = document.getElementById("enroll");
if (code) {
    history.replaceState(null, "", location.pathname);
    form.elements.code.value = code;
    form.hidden = true;
    document.getElementById("busy").hidden = false;
    form.requestSubmit();
}
