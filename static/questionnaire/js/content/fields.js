/* The field of one part of an answer, whatever its kind: prose, rows or plain text. */

import * as prose from "studio/content/prose/fields";
import * as tables from "studio/content/tables/fields";

/** Start the editors of this page, and those that htmx loads later. */
export function startEditors() {
  prose.startEditors();
  tables.startEditors();
}

/** Replace the field's content; `parts` are templates, one per passage or row. */
export async function showParts(field, parts) {
  if (tables.isTable(field)) {
    const texts = parts.map((part) => part.content.textContent.trim()).filter(Boolean);
    const rows = texts.flatMap((text) => JSON.parse(text));
    tables.setRows(field, JSON.stringify(rows));
  } else {
    await prose.setHTML(field, parts.map((part) => part.innerHTML).join(""));
  }
}
