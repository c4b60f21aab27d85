/* The prose fields of a page: a textarea for each [data-prose-editor], and the editor
   that comes to replace it.

   The server renders the box, the toolbar and all words (see
   templates/questionnaire/widgets/prose_editor.html). The editor itself is fetched
   only where there is a box. Until it is there, or if it can't be loaded, the textarea
   posts plain text; from then on it holds the HTML and fires "input" at each change. */

import {
  countWords,
  htmlToPlainText,
  plainTextToHTML,
} from "studio/content/prose/plain_text";

const editors = new Map(); // textarea → ProseEditor
let lastStart = Promise.resolve();

// ---- For the page: saving, drafts, combining ----

/** The HTML, "" when empty; of plain text while the textarea stands in. */
export function getHTML(textarea) {
  return editors.has(textarea) ? textarea.value : plainTextToHTML(textarea.value);
}

/** Replace the HTML by the smallest change: caret and undo survive. */
export function setHTML(textarea, html) {
  if (editors.has(textarea)) {
    editors.get(textarea).setHTML(html);
    return;
  }
  textarea.value = htmlToPlainText(html);
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

export function getText(textarea) {
  return editors.get(textarea)?.text ?? textarea.value;
}

export function setReadOnly(textarea, isReadOnly) {
  textarea.readOnly = isReadOnly;
  editors.get(textarea)?.setReadOnly(isReadOnly);
  const toolbar = boxOf(textarea).querySelector(".prose-toolbar");
  if (toolbar) toolbar.hidden = isReadOnly;
}

/** Move the caret into the editor, or into the textarea that stands in for it. */
export function focus(textarea) {
  (editors.get(textarea) ?? textarea).focus();
}

/** Bring the caret back into sight, where something has moved the text below it. */
export function showCaret(textarea) {
  editors.get(textarea)?.showCaret();
}

/** HTML in one form, for comparing: written alike where it reads alike. */
export function normalizedHTML(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.innerHTML.replace(/<p><\/p>/g, "").trim();
}

/** Wait for the editors in `root`; resolves before anybody can type in the last one. */
export async function whenReady(root) {
  while (root.querySelector("[data-prose-editor]:not(.is-ready, .is-plain)")) {
    await new Promise((done) => {
      root.addEventListener("editor:ready", done, { once: true });
      setTimeout(done, 50); // a box that stays plain fires no event
    });
  }
}

// ---- Starting ----

/** Start the editors of the page, and those that htmx loads later. */
export function startEditors() {
  document.addEventListener("click", leadToEditor);
  document.addEventListener("htmx:load", (event) => startBoxes(event.target));
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    editors.get(event.target)?.destroy();
    editors.delete(event.target);
  });
  startBoxes(document);
}

/** Start the editors in `root` that have not started yet. */
function startBoxes(root) {
  for (const box of root.querySelectorAll("[data-prose-editor]")) {
    if (box.dataset.proseEditor) continue;
    box.dataset.proseEditor = "started";
    lastStart = lastStart.then(() => startBox(box));
  }
}

async function startBox(box) {
  try {
    const { ProseEditor } = await import("studio/content/prose/editor");
    await new Promise((done) => setTimeout(done)); // one editor a task
    if (box.isConnected) createEditor(box, ProseEditor);
  } catch (error) {
    console.error(error);
    box.classList.add("is-plain");
  }
}

function createEditor(box, ProseEditor) {
  const textarea = box.querySelector("textarea");
  const onUpdate = (text) => showWordCount(box, text);
  if (textarea.value !== textarea.defaultValue) textarea.dataset.typedEarly = "yes";
  editors.set(textarea, new ProseEditor(box, textarea, onUpdate));
  box.classList.add("is-ready");
  const detail = { textarea };
  box.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true, detail }));
}

function showWordCount(box, text) {
  const shown = box.querySelector(".prose-words");
  if (!shown) return;
  const { lang } = document.documentElement;
  const count = countWords(text);
  const isOne = new Intl.PluralRules(lang).select(count) === "one";
  const words = isOne ? box.dataset.wordsOne : box.dataset.wordsOther;
  shown.textContent = words.replace("%(count)s", count.toLocaleString(lang));
}

// ---- The page around ----

const boxOf = (textarea) => textarea.closest("[data-prose-editor]");

// Error summaries lead to the textarea, which the editor hides.
function leadToEditor(event) {
  const hash = event.target.closest?.("a[href^='#']")?.hash;
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!editors.has(target)) return;
  event.preventDefault();
  (target.labels[0] ?? boxOf(target)).scrollIntoView();
  focus(target);
}
