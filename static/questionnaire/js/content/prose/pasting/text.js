/* Pasted plain text, and what was typed before the editor was there: bullets and numbers
   make lists, and the marks of questionnaire/content/prose/marks.py what they stand for. */

import { isBranch, isIndentedTree } from "studio/content/prose/pasting/preformatted";

const BULLET = /^\s*[-*•·▪◦‣–]\s+(.*)/;
const NUMBER = /^\s*(\d{1,3})[.)]\s+(.*)/; // four digits are a year
const HEADING = /^(##|###) +(\S.*)/;
const ROW = /^\|.*\|\s*$/;
const RULE = /^\|( *-{3,} *\|)+\s*$/;
const FENCE = /^```[ \t]*$/;
const CELL_BREAK = " ⏎ ";

/** Plain text → HTML: empty lines end paragraphs. */
export function textToHTML(text) {
  const box = document.createElement("div");
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (const block of blocksOf(lines)) addBlock(box, block);
  return box.innerHTML;
}

/** The lines of each block: empty lines are between them, unless between fences. */
function blocksOf(lines) {
  const blocks = [];
  let open = { lines: [] };
  const begin = (isFenced) => {
    if (open.lines.length) blocks.push(open);
    open = { isFenced, lines: [] };
  };
  for (const line of lines) {
    if (FENCE.test(line)) begin(!open.isFenced);
    else if (open.isFenced || line.trim()) open.lines.push(line);
    else begin(false);
  }
  begin(false);
  return blocks;
}

function addBlock(box, { isFenced, lines }) {
  if (isFenced) return addPreformatted(box, lines);
  const rows = cellsOf(lines);
  if (rows) return addTable(box, rows);
  if (isIndentedTree(lines)) return addPreformatted(box, lines);
  const first = lines.findIndex(isBranch);
  if (first < 0) return addLines(box, lines);
  const last = lines.findLastIndex(isBranch);
  const root = Math.max(0, first - 1);
  addLines(box, lines.slice(0, root));
  addPreformatted(box, lines.slice(root, last + 1));
  return addLines(box, lines.slice(last + 1));
}

function addLines(box, lines) {
  let last = null;
  for (const line of lines) if (line.trim()) last = addLine(box, last, line);
}

function addLine(box, last, line) {
  const bullet = BULLET.exec(line);
  const number = NUMBER.exec(line);
  const heading = HEADING.exec(line);
  if (heading) return append(box, heading[1] === "##" ? "h3" : "h4", heading[2]);
  if (bullet) return addItem(box, last, "UL", bullet[1]);
  if (number) return addItem(box, last, "OL", number[2], Number(number[1]));
  if (last?.tagName === "P") {
    last.append(document.createElement("br"), line);
    return last;
  }
  return append(box, "p", line);
}

function addItem(box, last, tagName, text, start) {
  let list = last;
  if (list?.tagName !== tagName) {
    list = append(box, tagName);
    if (start > 1) list.start = start;
  }
  append(append(list, "li"), "p", text);
  return list;
}

function addPreformatted(box, lines) {
  append(box, "pre", lines.map((line) => line.trimEnd()).join("\n"));
}

// ---- Tables: rows between bars, or with tabs between cells ----

function cellsOf(lines) {
  if (lines.every((line) => ROW.test(line))) {
    const isHeaded = lines.length > 1 && RULE.test(lines[1]);
    const rows = lines.filter((_line, index) => !(isHeaded && index === 1));
    return { isHeaded, rows: rows.map(splitRow) };
  }
  const tabs = lines.map((line) => line.split("\t").length);
  const isGrid = lines.length > 1 && tabs[0] > 1 && tabs.every((count) => count === tabs[0]);
  if (!isGrid || lines.some((line) => BULLET.test(line) || NUMBER.test(line))) return null;
  return { isHeaded: true, rows: lines.map((line) => line.split("\t")) };
}

function splitRow(line) {
  const cells = line.trim().split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.replaceAll("\\|", "|").trim());
}

function addTable(box, { isHeaded, rows }) {
  const table = append(box, "table");
  rows.forEach((cells, index) => {
    const row = append(table, "tr");
    for (const text of cells) {
      const cell = append(row, isHeaded && index === 0 ? "th" : "td");
      text.split(CELL_BREAK).forEach((line, number) => {
        if (number) cell.append(document.createElement("br"));
        cell.append(line.trim());
      });
    }
  });
}

function append(box, tagName, text = "") {
  const element = box.appendChild(document.createElement(tagName));
  element.textContent = text;
  return element;
}
