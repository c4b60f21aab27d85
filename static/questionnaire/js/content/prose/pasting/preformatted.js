/* Lines in which spaces count: trees of folders, code, output of programs. */

import { all, made, styleOf } from "studio/content/prose/pasting/elements";

// The lines that programs draw a tree with: ├── └── │, |-- and +--.
const BRANCH = /[├└│┣┗┃╠╚║]|^[\s|]*[|+`\\]-{2,}/;
// Names in a tree are short: sentences have more words, or longer lines.
const MOST_WORDS = 6;
const LONGEST = 90;

/** Whether a line is drawn as a branch of a tree. */
export const isBranch = (line) => BRANCH.test(line);

/** Whether lines are indented as a tree of folders is. */
export function isIndentedTree(lines) {
  const indents = lines.map((line) => /^[ \t\u00a0]*/.exec(line)[0].replace(/\t/g, "    ").length);
  const isDeeper = indents.some((indent) => indent >= indents[0] + 2);
  const isShort = (line) => line.length <= LONGEST && line.trim().split(/\s+/).length <= MOST_WORDS;
  return (
    isDeeper &&
    indents.every((indent) => indent >= indents[0]) &&
    lines.every((line) => isShort(line) && !/[.;:!?]\s*$/.test(line)) &&
    !lines.some((line) => /^\s*([-*•·▪◦‣–]|\d{1,3}[.)])\s/.test(line))
  );
}

export function readPreformatted(body) {
  for (const element of all(body, "pre")) keepLines(element, textOf(element));
  for (const element of all(body, "div[data-style],p[data-style]")) {
    const isCode = /(^|;)\s*white-space:\s*pre\s*(;|$)/i.test(styleOf(element));
    if (isCode && element.isConnected && !element.closest("pre")) {
      keepLines(element, textOf(element));
    }
  }
  joinBranches(body);
}

/** The text of an element, its lines apart. */
function textOf(element) {
  const { ownerDocument: document } = element;
  for (const br of all(element, "br")) br.replaceWith("\n");
  const lines = all(element, ":scope > div,:scope > p");
  for (const line of lines.slice(0, -1)) line.append(document.createTextNode("\n"));
  return element.textContent.replace(/\u00a0/g, " ").replace(/^\n+|\s+$/g, "");
}

/** In a list, a quotation or a cell they are lines of a paragraph. */
function keepLines(element, text) {
  const { ownerDocument: document } = element;
  if (!element.closest("li,blockquote,td,th")) {
    element.replaceWith(made(document, "pre", text));
    return;
  }
  const paragraph = made(document, "p");
  for (const line of text.split("\n")) {
    if (paragraph.hasChildNodes()) paragraph.append(document.createElement("br"));
    paragraph.append(line.replace(/^ +/, (spaces) => "\u00a0".repeat(spaces.length)));
  }
  element.replaceWith(paragraph);
}

/** A tree of which each line is a paragraph, as word processors have it. */
function joinBranches(body) {
  for (const first of all(body, "p")) {
    if (!first.isConnected || first.closest("li,blockquote,td,th,pre")) continue;
    const lines = [];
    let next = first;
    while (next?.matches("p") && linesOf(next).every(isBranch)) {
      lines.push(next);
      next = next.nextElementSibling;
    }
    const root = first.previousElementSibling;
    const isWhole = lines.length && linesOf(first).length + lines.length > 2;
    if (!isWhole && lines.length < 2) continue;
    const texts = lines.flatMap(linesOf);
    if (root?.matches("p") && /^\S+\/?$/.test(root.textContent.trim())) {
      texts.unshift(root.textContent.trim());
      root.remove();
    }
    for (const line of lines.slice(1)) line.remove();
    first.replaceWith(made(body.ownerDocument, "pre", texts.join("\n")));
  }
}

function linesOf(paragraph) {
  const copy = paragraph.cloneNode(true);
  for (const br of all(copy, "br")) br.replaceWith("\n");
  return copy.textContent.replace(/\u00a0/g, " ").split("\n").map((line) => line.trimEnd());
}
