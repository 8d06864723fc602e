// Keeps what is being written on the server, and asks before the page is left with something that is not saved.
//
// `<form data-keep="…">` is sent there a moment after each change, one request at a time; what failed is sent again.
// What is kept there is no draft yet: the form's own buttons save one. Nothing is put into the browser's storage.
(() => {
  "use strict";

  const form = document.querySelector("form[data-keep]");
  if (!form) return;

  const AFTER_TYPING = 1500;
  const RETRY = 5000;
  const PATIENCE = 15000;
  const state = form.querySelector(".keep-state");
  const trouble = form.querySelector(".keep-trouble");

  let unsaved = form.hasAttribute("data-unsaved"); // since the form was last saved as a draft
  let unkept = unsaved; // since the server last had it
  let sending = null;
  let leaving = false;
  let timer;

  function say(words, problem = "") {
    state.textContent = words;
    if (trouble.textContent !== problem) trouble.textContent = problem;
  }

  function later(wait) {
    clearTimeout(timer);
    if (!leaving) timer = setTimeout(send, wait);
  }

  function send() {
    clearTimeout(timer);
    if (!unkept || sending || leaving) return;
    // Another text of this author is kept: they choose first, and nothing takes its place meanwhile.
    if (form.dataset.waiting) return say("", form.dataset.waiting);
    unkept = false;
    say(form.dataset.keeping);
    sending = post().then((wait) => {
      sending = null;
      if (unkept && wait) later(wait);
    });
  }

  // Returns after how long to go on with what is not kept yet; 0: when something changes.
  async function post() {
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST",
        body: new FormData(form),
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const ours = (answer.headers.get("Content-Type") || "").startsWith("text/plain");
      if (ours && answer.ok) say(await answer.text());
      // Too long: sending the same again would not help.
      else if (ours && answer.status === 422) say("", await answer.text());
      else throw new Error(answer.type === "opaqueredirect" || answer.status < 500 ? "signed out" : "");
      return AFTER_TYPING;
    } catch (problem) {
      unkept = true;
      const out = problem.message === "signed out";
      say("", out ? form.dataset.signedOut : form.dataset.offline);
      return out ? 0 : RETRY;
    }
  }

  function changed() {
    unsaved = unkept = true;
    leaving = false;
    later(AFTER_TYPING);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "preview") return;
    leaving = true;
    clearTimeout(timer);
    if (!sending) return;
    // What is on its way would arrive behind the draft and be offered as unsaved.
    event.preventDefault();
    const { submitter } = event;
    Promise.race([sending, new Promise((done) => setTimeout(done, 3000))]).then(() => {
      sending = null;
      leaving = true;
      form.requestSubmit(submitter);
    });
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", send);
  // Back to a page that the browser had put aside, or to a form that a download did not replace.
  window.addEventListener("pageshow", () => { leaving = false; });

  send();
})();
