// What a learner's page does by itself: it counts the time in which it is in use, and it saves its form.

// Counts seconds in use: `<span hidden data-beat="/hours/beat/7/" data-token="…">`.
//
// A second counts while the page is visible and somebody pressed, touched or scrolled within the last two minutes. What
// they did is not looked at: only the number of seconds is sent, about every minute and when the page is left.
(() => {
  "use strict";

  const place = document.querySelector("[data-beat]");
  if (!place || !navigator.sendBeacon) return;

  const IDLE_AFTER = 120000;
  const SEND_AFTER = 60;
  let seconds = 0;
  let before = performance.now();
  let touched = before;

  function tick() {
    const now = performance.now();
    // A computer that slept wakes with one long second.
    if (!document.hidden && now - touched < IDLE_AFTER) seconds += Math.min(now - before, 2000) / 1000;
    before = now;
    if (seconds >= SEND_AFTER) send();
  }

  function send() {
    const whole = Math.floor(seconds);
    if (!whole) return;
    const told = new FormData();
    told.set("seconds", whole);
    told.set("csrfmiddlewaretoken", place.dataset.token);
    if (navigator.sendBeacon(place.dataset.beat, told)) seconds -= whole;
  }

  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "scroll"]) {
    document.addEventListener(kind, () => { touched = performance.now(); }, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  window.addEventListener("pagehide", send);
  setInterval(tick, 1000);
})();

// Saves a form while it is being filled in: `<form data-autosave data-saving="…" data-waiting="…" hx-trigger="autosave" …>`.
//
// What was taken to be saved is sent again, unchanged and with the same save_id, until the server has answered; only
// then is what changed meanwhile taken, with a new id. Nothing is ever kept in the browser's storage. Without this
// script the form still saves when one of its buttons is pressed.
(() => {
  "use strict";

  if (!window.htmx) return; // a page without a form of ours

  const AFTER_TYPING = 1500;
  const RETRY = 3000;

  // A reply that takes longer than this may be lost: ask again.
  htmx.config.timeout = 15000;

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  // Whether a control holds something else than what the page was sent with.
  function isFilledIn(control) {
    if (control.type === "hidden") return false;
    if ("defaultChecked" in control && /^(radio|checkbox)$/.test(control.type)) {
      return control.checked !== control.defaultChecked;
    }
    if (control.options) {
      const sent = Array.from(control.options).findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(sent, 0);
    }
    return "defaultValue" in control && control.value !== control.defaultValue;
  }

  const isOurs = (xhr) => xhr.responseText.includes("data-revision=");

  function watch(form) {
    let taken = null; // the fields being saved, until the server has answered
    let takenAt = 0; // when they were, in milliseconds; the server is told for how long we have tried
    let changed = false; // something changed since they were taken
    let refused = false; // the server said no: what stands here is saved nowhere
    let sending = false;
    let leaving = false;
    let waiting = null; // the button pressed while something was not saved yet; pressed again once it is
    let timer;

    function say(words, late) {
      const state = form.querySelector(".save-state");
      if (!state || state.textContent === words) return;
      state.textContent = words;
      state.classList.remove("is-saved");
      state.classList.toggle("is-late", late);
    }

    function send() {
      clearTimeout(timer);
      if (sending || !(taken || changed)) return;
      if (!taken) {
        taken = new FormData(form);
        takenAt = performance.now();
        changed = false;
        say(form.dataset.saving, false);
      }
      sending = true;
      htmx.trigger(form, "autosave");
    }

    function saved() {
      const { elements } = form;
      const revision = form.querySelector(".save-state")?.dataset.revision;
      if (revision && elements.revision) elements.revision.value = revision;
      if (elements.save_id) elements.save_id.value = newId();
      taken = null;
      refused = false;
      if (changed) return send();
      const button = waiting;
      waiting = null;
      // The page may have exchanged the button meanwhile; the form itself stands for none.
      if (button) form.requestSubmit(button.form === form ? button : null);
    }

    // Signed out: the server keeps the text until sign-in. Refused or stale: the page says what to do.
    function notSaved(status) {
      taken = waiting = null;
      refused = status !== 401;
    }

    function tryAgain() {
      say(form.dataset.waiting, true);
      clearTimeout(timer);
      timer = setTimeout(send, RETRY);
    }

    form.addEventListener("input", () => {
      changed = true;
      leaving = false;
      clearTimeout(timer);
      if (!taken) say(form.dataset.saving, false);
      timer = setTimeout(send, AFTER_TYPING);
    });
    // A choice at once; a text when its field is left.
    form.addEventListener("change", send);

    form.addEventListener("htmx:configRequest", (event) => {
      if (event.target !== form || !taken) return;
      taken.set("waited", Math.floor((performance.now() - takenAt) / 1000));
      event.detail.parameters = taken;
    });
    // Whatever else answers with 200, such as a hotel's sign-in page, has saved nothing.
    form.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.xhr.status === 200 && !isOurs(event.detail.xhr)) event.detail.shouldSwap = false;
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.target !== form) return;
      const { xhr } = event.detail;
      sending = false;
      if (xhr.status === 200 && isOurs(xhr)) saved();
      else if ([401, 409, 422].includes(xhr.status)) notSaved(xhr.status);
      else tryAgain();
    });

    // A button leaves the page, so what is not saved yet goes first: offline, the page and its answer stay.
    form.addEventListener("submit", (event) => {
      leaving = !(taken || changed) || !form.requestSubmit;
      if (leaving) return;
      event.preventDefault();
      waiting = event.submitter || form;
      send();
    });
    // A link in the state line is the way that the page offers out of a refusal.
    form.addEventListener("click", (event) => {
      if (event.target.closest(".save-state a")) leaving = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && (taken || changed || refused)) event.preventDefault();
    });
    window.addEventListener("online", send);
    document.addEventListener("visibilitychange", send);
    // Back to a page that the browser had put aside: its numbers may be old.
    window.addEventListener("pageshow", (event) => {
      leaving = false;
      if (event.persisted && !(taken || changed || refused)) location.reload();
    });

    // On a slow line people answer before this script has come.
    changed = Array.from(form.elements).some(isFilledIn);
    send();
  }

  // After htmx, which takes hold of the page at this same event and was loaded before.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-autosave]").forEach(watch);
  });
})();
