// The learner's page beside the text follows what is written: `<form data-look="…">`, shown in the frame "preview".
//
// Only the inside of the frame's page is exchanged, so its place stays. One request at a time; without this script the
// button "Preview" sends the form into the frame.
(() => {
  "use strict";

  const form = document.querySelector("form[data-look]");
  const frame = document.querySelector("iframe[name=preview]");
  if (!form || !frame) return;

  const AFTER_TYPING = 700;
  const PATIENCE = 20000;
  const STOPS = "a, button, input, select, summary, textarea, [tabindex]";
  const state = document.querySelector(".look-state");
  const figures = form.querySelector(".figures");

  let asking = false;
  let again = false;
  let timer;

  function say(words) {
    if (state.textContent !== words) state.textContent = words;
  }

  function tellFigures() {
    figures.textContent = frame.contentDocument?.querySelector(".figures")?.textContent.trim() || "";
  }

  async function refresh() {
    clearTimeout(timer);
    if (asking) { again = true; return; }
    asking = true;
    again = false;
    frame.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.look, {
        method: "POST",
        body: new FormData(form),
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!answer.ok) throw new Error(answer.type === "opaqueredirect" || answer.status < 500 ? "signed out" : "");
      show(await answer.text());
      say("");
    } catch (problem) {
      say(problem.message === "signed out" ? form.dataset.noLookSignedOut : form.dataset.noLook);
    }
    frame.removeAttribute("aria-busy");
    asking = false;
    if (again) later();
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const before = frame.contentDocument?.querySelector("main");
    const after = page.querySelector("main");
    if (!before || !after) throw new Error("no page");
    const opened = Array.from(before.querySelectorAll("details"), (each) => each.open);
    after.querySelectorAll("details").forEach((each, index) => { each.open = opened[index] ?? each.open; });
    const held = document.activeElement === frame && frame.contentDocument.activeElement;
    const index = held ? Array.from(before.querySelectorAll(STOPS)).indexOf(held) : -1;
    before.replaceWith(after);
    // Who is reading there goes on where they were.
    after.querySelectorAll(STOPS)[index]?.focus({ preventScroll: true });
    frame.contentDocument.title = page.title;
    tellFigures();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(refresh, AFTER_TYPING);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "preview") { clearTimeout(timer); return; }
    event.preventDefault();
    refresh().then(() => frame.scrollIntoView({ block: "nearest" }));
  });
  frame.addEventListener("load", tellFigures);
  tellFigures();
  // The form holds something else than what was saved last: unsaved text, or what was refused.
  if (form.hasAttribute("data-unsaved")) {
    if (frame.contentDocument?.querySelector(".preview-banner")) refresh();
    else frame.addEventListener("load", refresh, { once: true });
  }
})();
