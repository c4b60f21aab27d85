/* The tables of a page: a hidden textarea for each [data-table-editor], which posts the
   rows as JSON, and the editor that fills it. Until the editors are there, or without
   script, the controls of the cells post themselves. */

import { TableEditor } from "studio/content/tables/editor";

const editors = new Map(); // textarea → TableEditor

/** Start the editors of the page, and those that htmx loads later. */
export function startEditors() {
  document.addEventListener("htmx:load", (event) => startBoxes(event.target));
  startBoxes(document);
}

/** Start the editors in `root` that have not started yet. */
function startBoxes(root) {
  for (const box of root.querySelectorAll("[data-table-editor]")) {
    if (box.dataset.tableEditor) continue;
    const editor = new TableEditor(box);
    editors.set(editor.textarea, editor);
  }
}

export const isTable = (textarea) => editors.has(textarea);

/** Replace all rows; `text` is JSON, or "". */
export function setRows(textarea, text) {
  editors.get(textarea)?.showRows(rowsOf(text));
}

export function focus(textarea) {
  editors.get(textarea)?.focus();
}

/** The first table of a form, { field, title }, into which rows may go; null without. */
export function hasRoomForRows(form) {
  for (const [field, editor] of editors) {
    if (form && field.form === form) return { field, title: editor.title };
  }
  return null;
}

/** Add pasted rows of texts after those of a table, as if they had been pasted there. */
export function takeRows(field, rows) {
  editors.get(field)?.takeRows(rows);
}

/** Rows in one form, for comparing: `content` is JSON or what the server stores. */
export function normalizedRows(content) {
  const rows = Array.isArray(content) ? content : rowsOf(content);
  const filled = rows.map((row) => Object.entries(row).sort()).filter((row) => row.length);
  return filled.length ? JSON.stringify(filled) : "";
}

/** The rows of a JSON text; [] when it is none. */
export function rowsOf(text) {
  try {
    const rows = JSON.parse(text || "[]");
    return Array.isArray(rows) ? rows : [];
  } catch {
    return [];
  }
}
