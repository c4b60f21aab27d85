/* The language of an answer while it is typed: what the server notices about it is
   shown beside it, and the page in the other language goes on with the same text. */

import { AnswerField } from "studio/answering/answer_field";
import { announce } from "studio/shared/announce";

export function followLanguage() {
  document.addEventListener("answer-stored", ({ target, detail }) => {
    const note = target.querySelector("[data-language-note]");
    if (!note || "confirmed" in note.dataset) return;
    show(note, isEmpty(target) ? 0 : (detail.misplaced ?? 0));
  });
  document.addEventListener("input", ({ target }) => {
    const root = target.closest?.("[data-saving]");
    if (!root) return;
    keepLanguage(root.querySelector('[name$="language"]').value);
    forgetWhenEmpty(root);
  });
}

/** What was said of a text, or of its being right here, ends with the text. */
function forgetWhenEmpty(root) {
  const note = root.querySelector("[data-language-note]");
  if (!note || !(note.firstElementChild || "confirmed" in note.dataset)) return;
  if (!isEmpty(root)) return;
  delete note.dataset.confirmed;
  note.dataset.count = 0;
  note.replaceChildren();
}

function isEmpty(root) {
  return new AnswerField(root).normalized() === "[]";
}

/** How many passages of a form's texts seem to be in the other language. */
export function countMisplaced(form) {
  const notes = [...form.querySelectorAll("[data-language-note]")];
  return notes.reduce((sum, note) => sum + Number(note.dataset.count), 0);
}

/** Ask for the words again only when something else is to be said. */
async function show(note, count) {
  if (count === Number(note.dataset.count)) return;
  note.dataset.count = count;
  const content = count ? await fetchNote(note.dataset.languageNote) : "";
  if (content === null || count !== Number(note.dataset.count)) return;
  if (content && isEmpty(note.closest("[data-saving]"))) {
    note.dataset.count = 0;
    return;
  }
  const wasEmpty = !note.firstElementChild;
  const template = document.createElement("template");
  template.innerHTML = content;
  note.replaceChildren(template.content);
  if (wasEmpty) announce(note.querySelector("h3")?.textContent ?? "");
}

async function fetchNote(address) {
  try {
    const headers = { "HX-Request": "true" };
    const response = await fetch(address, { headers, redirect: "error" });
    return response.ok ? (await response.text()).trim() : null;
  } catch {
    return null;
  }
}

/** Text that was typed just now is still there on the page in the other language. */
function keepLanguage(language) {
  for (const link of document.querySelectorAll("a.language-toggle")) {
    const address = new URL(link.href);
    address.searchParams.set("in", language);
    link.href = address;
  }
}
