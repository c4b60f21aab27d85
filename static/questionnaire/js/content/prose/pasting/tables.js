/* Pasted tables, made simple: rows of equally many cells, each of one line or several. */

import { BLOCKS, all, made, neighbour, unwrap } from "studio/content/prose/pasting/elements";

/** A table of one column, or that only lays out a page, becomes paragraphs. */
export function unwrapLayouts(body) {
  for (const table of all(body, "table")) if (isLayout(table)) replaceByContents(table);
}

export function simplifyTables(body, losses) {
  for (const table of all(body, "table")) if (table.isConnected) simplify(table, losses);
}

function isLayout(table) {
  if (table.getAttribute("role") === "presentation") return true;
  const widest = Math.max(0, ...[...table.rows].map(({ cells }) => cells.length));
  const holdsTables = table.querySelector("table") && !table.querySelector(":scope > * > tr > th");
  return widest < 2 || (holdsTables && table.rows.length < 2);
}

function replaceByContents(table) {
  const cells = [...table.rows].flatMap((row) => [...row.cells]);
  const caption = table.caption ? [paragraphOf(table.caption)] : [];
  table.replaceWith(...caption, ...cells.map(paragraphOf));
}

function paragraphOf(cell) {
  const hasBlocks = cell.querySelector(BLOCKS);
  return made(cell.ownerDocument, hasBlocks ? "div" : "p", ...cell.childNodes);
}

function simplify(table, losses) {
  const document = table.ownerDocument;
  for (const inner of all(table, "table")) {
    if (!inner.isConnected) continue;
    losses.add("nested");
    inner.replaceWith(...[...inner.rows].map((row) => lineOf(document, row)));
  }
  const grid = trimmed(gridOf(table, losses));
  if (table.caption?.textContent.trim()) table.before(paragraphOf(table.caption));
  if (!grid.length) return table.remove();
  const simple = made(document, "table");
  grid.forEach((cells, index) => {
    const tagName = index === 0 && grid.length > 1 ? "th" : "td";
    const row = made(document, "tr");
    for (const cell of cells) {
      // A heading is bold already.
      if (cell && tagName === "th") for (const bold of all(cell, "b,strong")) unwrap(bold);
      row.append(made(document, tagName, ...(cell?.childNodes ?? [])));
    }
    simple.append(row);
  });
  table.replaceWith(simple);
}

function lineOf(document, row) {
  const texts = [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim());
  return made(document, "p", texts.join(" | "));
}

/** The cells in their places; what merged cells cover is null. */
function gridOf(table, losses) {
  const grid = [...table.rows].map(() => []);
  [...table.rows].forEach((row, top) => {
    let column = 0;
    for (const cell of row.cells) {
      while (grid[top][column] !== undefined) column += 1;
      const width = Math.min(cell.colSpan, 100);
      const height = Math.min(cell.rowSpan || 1, grid.length - top);
      if (width > 1 || height > 1) losses.add("merged");
      for (let down = 0; down < height; down++) {
        for (let right = 0; right < width; right++) grid[top + down][column + right] = null;
      }
      asLines(cell);
      if (hasText(cell)) grid[top][column] = cell;
      column += width;
    }
  });
  return grid;
}

const hasText = (cell) => Boolean(cell.textContent.trim());

/** Without rows and columns at the ends that hold nothing, with rows equally long. */
function trimmed(grid) {
  const isFilled = (cell) => Boolean(cell);
  const height = grid.findLastIndex((row) => row.some(isFilled)) + 1;
  const width = Math.max(0, ...grid.map((row) => row.findLastIndex(isFilled) + 1));
  return grid
    .slice(0, height)
    .map((row) => Array.from({ length: width }, (_none, column) => row[column] ?? null));
}

/** What stands on lines of its own in a cell, with breaks between. */
function asLines(cell) {
  const { ownerDocument: document } = cell;
  const br = () => document.createElement("br");
  for (const item of all(cell, "li")) item.prepend(markerOf(item));
  for (const block of all(cell, BLOCKS).reverse()) {
    block.before(br());
    block.after(br());
    unwrap(block);
  }
  for (const each of all(cell, "br")) {
    const before = neighbour(each, "previousSibling");
    const isSpare = !before || before.nodeName === "BR" || !neighbour(each, "nextSibling");
    if (isSpare) each.remove();
  }
  for (const each of all(cell, "br").reverse()) {
    if (neighbour(each, "nextSibling")) break;
    each.remove();
  }
}

function markerOf(item) {
  const { parentElement: list } = item;
  if (list?.tagName !== "OL") return "• ";
  const start = Number(list.getAttribute("start") ?? 1);
  return `${start + [...list.children].indexOf(item)}. `;
}
