// Tables without signs: a pasted one becomes Markdown, and a dialog shows the cells of one as boxes.
//
// The server reads and writes tables; this script only carries them: `<div data-editor data-table="…" data-paste="…">`.
(() => {
  "use strict";

  const PATIENCE = 15000;
  const editor = document.querySelector("[data-editor][data-table]");
  if (!editor) return;
  const area = editor.querySelector("textarea");
  const state = editor.querySelector(".editor-state");
  const tool = editor.querySelector("[data-does=table]");
  const token = area.form.querySelector("[name=csrfmiddlewaretoken]").value;
  const label = tool.textContent;
  document.querySelectorAll(".without-script").forEach((each) => { each.hidden = true; });

  const put = (detail) => editor.dispatchEvent(new CustomEvent("editor:put", { detail }));
  const say = (words) => { state.textContent = words; };

  async function post(address, fields) {
    const body = fields instanceof FormData ? fields : new FormData();
    if (body !== fields) for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", token);
    const answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok && answer.status !== 422) throw new Error("no answer");
    return answer;
  }

  // --- Pasting ------------------------------------------------------------------------------------------------------

  const looksLikeRows = (text) => text.trim().split("\n").slice(0, 2).every((line) => line.includes("\t")) && text.trim().includes("\n");

  area.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    const isHtml = /<table[\s>]/i.test(html);
    if (!isHtml && !looksLikeRows(text)) return;
    event.preventDefault();
    say("");
    try {
      const answer = await post(editor.dataset.paste, { html: isHtml ? html : "", text });
      const words = await answer.text();
      if (answer.ok && words) return put({ text: words });
      put({ text, plain: true });
      say(words);
    } catch {
      put({ text, plain: true });
      say(editor.dataset.noTable);
    }
  });

  // --- The dialog ---------------------------------------------------------------------------------------------------

  const dialog = document.createElement("dialog");
  dialog.className = "table-dialog";
  dialog.setAttribute("aria-labelledby", "table-heading");
  document.body.append(dialog);
  let place = {};

  function show(html) {
    dialog.innerHTML = html;
    dialog.querySelector("[autofocus]")?.focus();
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  }

  editor.addEventListener("editor:table", async () => {
    const { value, selectionStart, selectionEnd } = area;
    say("");
    try {
      const answer = await post(editor.dataset.table, {
        before: value.slice(0, selectionStart), after: value.slice(selectionStart), fragment: 1,
      });
      if (!answer.ok) return say(await answer.text());
      show(await answer.text());
    } catch {
      return say(editor.dataset.noDialog);
    }
    const { start, end } = dialog.querySelector("form").dataset;
    place = start ? { start: Number(start), end: Number(end) } : { start: selectionStart, end: selectionEnd };
    dialog.showModal();
    dialog.querySelector("[autofocus]")?.focus();
  });

  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(event.target);
    if (event.submitter) fields.set(event.submitter.name, event.submitter.value);
    try {
      const answer = await post(editor.dataset.table, fields);
      const told = await answer.text();
      if ((answer.headers.get("Content-Type") || "").startsWith("text/html")) return show(told);
      dialog.close();
      put({ text: told, ...place });
    } catch {
      const words = document.createElement("p");
      words.className = "notice notice-bad";
      words.setAttribute("role", "alert");
      words.textContent = editor.dataset.noDialog;
      dialog.querySelector(".table-head").after(words);
    }
  });
  dialog.addEventListener("close", () => area.focus());

  // Within a table the button says that it opens this one.
  function nameTool() {
    const line = area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1).split("\n", 1)[0];
    const words = line.includes("|") || /^Table:/.test(line) ? editor.dataset.editTable : label;
    if (tool.textContent !== words) tool.textContent = words;
  }
  for (const kind of ["keyup", "click", "focus", "input"]) area.addEventListener(kind, nameTool);
})();
