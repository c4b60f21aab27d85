/* The field of one part of an answer, whatever its kind: prose, rows or plain text. */

import * as prose from "studio/content/prose/fields";
import * as tables from "studio/content/tables/fields";

/** Start the editors of this page, and those that htmx loads later. */
export function startEditors() {
  prose.startEditors();
  tables.startEditors();
}

/** Its pieces in order, paragraphs, items of lists or rows: `key` is the same for what
    says the same. */
export function piecesOf(field) {
  return tables.isTable(field)
    ? tables.rowsOf(field.value).map(rowPiece)
    : htmlPieces(prose.getHTML(field));
}

/** The pieces of a template that holds rows as JSON, or HTML, for this field. */
export function piecesIn(template, field) {
  return tables.isTable(field)
    ? tables.rowsOf(template.content.textContent).map(rowPiece)
    : htmlPieces(template.innerHTML);
}

export async function showPieces(field, pieces) {
  const sources = pieces.map(({ source }) => source);
  if (tables.isTable(field)) tables.setRows(field, JSON.stringify(sources));
  else await prose.setHTML(field, joinedHTML(sources));
}

function rowPiece(row) {
  const text = Object.values(row).join(" ");
  return { key: tables.normalizedRows([row]), source: row, text };
}

function htmlPieces(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children]
    .flatMap(itemsApart)
    .map((element) => ({
      key: wordsOf(element),
      source: element.outerHTML,
      text: wordsOf(element),
    }))
    .filter(({ text }) => text);
}

function itemsApart(element) {
  if (!element.matches("ul, ol")) return [element];
  return [...element.children].map((item) => {
    const list = element.cloneNode(false);
    list.append(item.cloneNode(true));
    return list;
  });
}

/** With items that follow each other in one list. */
function joinedHTML(sources) {
  const template = document.createElement("template");
  for (const source of sources) {
    const before = template.content.lastElementChild;
    const holder = document.createElement("template");
    holder.innerHTML = source;
    const element = holder.content.firstElementChild;
    if (before?.matches("ul, ol") && before.tagName === element.tagName) {
      before.append(...element.children);
    } else {
      template.content.append(element);
    }
  }
  return template.innerHTML;
}

/** The text of an element, with a space between its paragraphs and lines. */
function wordsOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  let block = null;
  while (walker.nextNode()) {
    const { currentNode } = walker;
    const parent = currentNode.parentElement.closest("p, li, blockquote, td, th, h3, h4, pre");
    if (parent !== block) texts.push(" ");
    block = parent;
    texts.push(currentNode.data);
  }
  return texts.join("").replace(/\s+/g, " ").trim();
}

/** Whether the field holds what these parts say, and nothing else. */
export function holdsParts(field, parts) {
  const { normalizedRows } = tables;
  const { getHTML, normalizedHTML } = prose;
  return tables.isTable(field)
    ? normalizedRows(field.value) === normalizedRows(JSON.stringify(rowsOf(parts)))
    : normalizedHTML(getHTML(field)) === normalizedHTML(htmlOf(parts));
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
