/* The field of one part of an answer, whatever its kind: prose, rows or plain text. */

import * as prose from "studio/content/prose/fields";
import * as tables from "studio/content/tables/fields";

/** Start the editors of this page, and those that htmx loads later. */
export function startEditors() {
  prose.startEditors();
  tables.startEditors();
}

/** Whether the field holds these parts and nothing else. */
export function holdsParts(field, parts) {
  return tables.isTable(field)
    ? tables.normalizedRows(field.value) === tables.normalizedRows(rowsOf(parts))
    : prose.normalizedHTML(prose.getHTML(field)) === prose.normalizedHTML(htmlOf(parts));
}

/** Add a part at the end of the field's content. */
export async function addPart(field, part) {
  if (tables.isTable(field)) {
    const rows = JSON.parse(field.value || "[]");
    tables.setRows(field, JSON.stringify([...rows, ...rowsOf([part])]));
  } else {
    await prose.setHTML(field, prose.getHTML(field) + htmlOf([part]));
  }
}

/** Replace the field's content; `parts` are templates, one per passage or row. */
export async function showParts(field, parts) {
  if (tables.isTable(field)) tables.setRows(field, JSON.stringify(rowsOf(parts)));
  else await prose.setHTML(field, htmlOf(parts));
}

const htmlOf = (parts) => parts.map((part) => part.innerHTML).join("");

function rowsOf(parts) {
  const texts = parts.map((part) => part.content.textContent.trim()).filter(Boolean);
  return texts.flatMap((text) => JSON.parse(text));
}
