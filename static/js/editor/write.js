// The buttons above a text area: `<div data-editor>` with a `role="toolbar"`, whose buttons say what they write.
//
// Everything goes in as if it were typed, so the browser's own undo takes it back.
(() => {
  "use strict";

  // --- Writing into a text area ---------------------------------------------------------------------------------

  function replace(area, start, end, text) {
    area.focus();
    area.setSelectionRange(start, end);
    if (text === area.value.slice(start, end)) return;
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (done) return;
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A block stands between blank lines. Returns where its text begins.
  function writeBlock(area, start, end, text) {
    const before = area.value.slice(0, start);
    const after = area.value.slice(end);
    const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const below = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    replace(area, start, end, above + text + below);
    return start + above.length;
  }

  function lines(area) {
    const { value, selectionStart, selectionEnd } = area;
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const found = value.indexOf("\n", Math.max(start, selectionEnd - (selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? 1 : 0)));
    return [start, found === -1 ? value.length : found];
  }

  // --- What a button writes -----------------------------------------------------------------------------------------

  function writeInline(area, open, close, words) {
    const { value, selectionStart: start, selectionEnd: end } = area;
    const picked = value.slice(start, end);
    if (open === close && value.slice(start - open.length, start) === open && value.slice(end, end + close.length) === close) {
      replace(area, start - open.length, end + close.length, picked);
      area.setSelectionRange(start - open.length, end - open.length);
      return;
    }
    const inner = picked.trim() || words;
    const [lead, trail] = picked.trim() ? [picked.match(/^\s*/)[0], picked.match(/\s*$/)[0]] : ["", ""];
    replace(area, start, end, lead + open + inner + close + trail);
    const at = start + lead.length + open.length;
    area.setSelectionRange(at, at + inner.length);
  }

  // On whole lines: those that are selected, or the one with the caret. Pressed again, it takes its signs away.
  function writeLines(area, { text, words, each }) {
    const [start, end] = lines(area);
    const picked = area.value.slice(start, end);
    const [open, close] = text.split("{}");
    const rows = picked.split("\n");
    if (!open.includes("\n") && picked.trim() && rows.every((row) => row.startsWith(open + each))) {
      const bare = rows.map((row) => row.slice((open + each).length)).join("\n");
      replace(area, start, end, bare);
      area.setSelectionRange(start, start + bare.length);
      return;
    }
    const inner = (picked.trim() ? picked.replace(/^#+ |^- /gm, "") : words).split("\n").map((row) => each + row).join("\n");
    const at = writeBlock(area, start, end, open + inner + close) + open.length + each.length;
    area.setSelectionRange(at, at + inner.length - each.length);
  }

  // A line of its own, below the line with the caret.
  function placeBelow(area, line) {
    const [, end] = lines(area);
    const at = writeBlock(area, end, end, line) + line.length;
    area.setSelectionRange(at, at);
  }

  // --- The toolbar ----------------------------------------------------------------------------------------------

  function arm(editor) {
    const area = editor.querySelector("textarea");
    const bar = editor.querySelector("[role=toolbar]");
    const tools = Array.from(bar.children);
    const help = editor.nextElementSibling?.querySelector("[data-with-script]");

    function press(tool) {
      const told = tool.dataset;
      if (told.does === "write") writeInline(area, ...told.text.split("{}"), told.words);
      else if (told.does === "block") writeLines(area, told);
      else if (told.does === "table") editor.dispatchEvent(new CustomEvent("editor:table"));
      else choose(told);
    }

    function choose(told) {
      const dialog = editor.querySelector(`[data-chooser="${told.name}"]`);
      const select = dialog.querySelector("select");
      if (select.dataset.from) fill(select);
      const none = !select.options.length;
      dialog.querySelector("[data-none]").hidden = !none;
      dialog.querySelector("[data-pick]").hidden = select.hidden = none;
      dialog.onclose = () => {
        area.focus();
        if (dialog.returnValue !== "pick") return;
        if (told.does === "source") return writeInline(area, "[^", "]", select.value);
        if (told.does === "place") return placeBelow(area, told.text.replace("{}", () => select.value));
        const title = select.selectedOptions[0].text;
        writeInline(area, "[", `](step:${select.value})`, title);
      };
      dialog.returnValue = "";
      dialog.showModal();
    }

    // The sources as they stand in their own field, one on each line: key | title | …
    function fill(select) {
      const listed = document.getElementById(select.dataset.from)?.value.split("\n") || [];
      const sources = listed.map((line) => line.split("|").map((part) => part.trim())).filter(([key]) => key);
      select.replaceChildren(...sources.map(([key, title]) => new Option(title ? `${title} (${key})` : key, key)));
    }

    function goTo(index) {
      const next = tools[(index + tools.length) % tools.length];
      tools.forEach((tool) => { tool.tabIndex = tool === next ? 0 : -1; });
      next.focus();
    }

    bar.addEventListener("click", (event) => {
      const tool = event.target.closest("button");
      if (!tool) return;
      tools.forEach((each) => { each.tabIndex = each === tool ? 0 : -1; });
      press(tool);
    });
    bar.addEventListener("keydown", (event) => {
      const here = tools.indexOf(document.activeElement);
      const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tools.length - 1 }[event.key];
      if (event.key === "Escape") area.focus();
      else if (to !== undefined) goTo(to);
      else return;
      event.preventDefault();
    });
    area.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "F10") {
        event.preventDefault();
        bar.querySelector("[tabindex='0']").focus();
      }
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const tool = tools.find((each) => each.dataset.key === event.key.toLowerCase());
      if (!tool) return;
      event.preventDefault();
      press(tool);
    });
    for (const dialog of editor.querySelectorAll("dialog")) {
      dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
      dialog.querySelector("[data-pick]").addEventListener("click", () => dialog.close("pick"));
      dialog.querySelector("select").addEventListener("keydown", (event) => {
        if (event.key === "Enter") { event.preventDefault(); dialog.close("pick"); }
      });
    }
    // For the other scripts of this page: put a block where the caret is, or in the place of a part of the text.
    editor.addEventListener("editor:put", (event) => {
      const { text, start = area.selectionStart, end = area.selectionEnd, plain = false } = event.detail;
      if (plain) return replace(area, start, end, text);
      const at = writeBlock(area, start, end, text);
      area.setSelectionRange(at + text.length, at + text.length);
    });

    tools.forEach((tool, index) => { tool.tabIndex = index ? -1 : 0; });
    bar.hidden = false;
    if (help) help.hidden = false;
  }

  document.querySelectorAll("[data-editor]").forEach(arm);
})();
