/* Pasted text, made plain HTML that the editor's schema understands.

   Word writes lists as paragraphs with "mso-list" styles; Google Docs says by styles
   what is bold and what is not. And a strict Content-Security-Policy blocks style=""
   even in detached documents, so styles and handlers are renamed in the source, to
   data-style="" and so on, before any parser reads it. */

import { isAllowedAddress } from "studio/content/prose/addresses";

const BLOCKS = "p,ul,ol,li,blockquote,table,div,h1,h2,h3,h4,h5,h6";

/** HTML of the clipboard → HTML of paragraphs, lists, quotations, bold, italic, links. */
export function repairHTML(source) {
  if (isFromOurEditor(source)) return source;
  const body = parseInert(source);
  removeNoise(body);
  buildWordLists(body);
  readStyles(body);
  turnHeadingsIntoBoldParagraphs(body);
  turnTablesIntoLines(body);
  removeEmptyLines(body);
  unwrapDeadLinks(body);
  removeAttributes(body);
  return body.innerHTML;
}

/** Plain text → HTML: empty lines end paragraphs; bullets and numbers make lists. */
export function textToHTML(text) {
  const box = document.createElement("div");
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    let last = null;
    for (const line of block.split("\n")) {
      if (line.trim()) last = addLine(box, last, line);
    }
  }
  return box.innerHTML;
}

// ---- Plain text ----

const BULLET = /^\s*[-*•·▪◦‣–]\s+(.*)/;
const NUMBER = /^\s*(\d{1,3})[.)]\s+(.*)/; // four digits are a year

function addLine(box, last, line) {
  const bullet = BULLET.exec(line);
  const number = NUMBER.exec(line);
  if (bullet) return addItem(box, last, "UL", bullet[1]);
  if (number) return addItem(box, last, "OL", number[2], Number(number[1]));
  if (last?.tagName === "P") {
    last.append(document.createElement("br"), line);
    return last;
  }
  return box.appendChild(paragraph(line));
}

function addItem(box, last, tagName, text, start) {
  let list = last;
  if (list?.tagName !== tagName) {
    list = box.appendChild(document.createElement(tagName));
    if (start > 1) list.start = start;
  }
  const item = list.appendChild(document.createElement("li"));
  item.append(paragraph(text));
  return list;
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

// ---- Reading the source ----

function isFromOurEditor(source) {
  return /\bdata-pm-slice=/.test(source) && !/\sstyle\s*=/i.test(source);
}

function parseInert(source) {
  const safe = source
    .replace(/<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi, renameStyleAndHandlers);
  return new DOMParser().parseFromString(safe, "text/html").body;
}

function renameStyleAndHandlers(tag) {
  return tag.replace(/(\s|"|'|\/)(style|on[a-z]+)(?=\s*=)/gi, "$1data-$2");
}

const styleOf = (element) => element.dataset.style ?? "";
const all = (body, selector) => [...body.querySelectorAll(selector)];

function removeNoise(body) {
  const noise = [
    "hr,meta,link,img,iframe,object,svg,video,audio,canvas",
    "button,input,select,textarea,nav",
    "[data-style*='mso-element:footnote-list']",
    "[data-style*='mso-element:endnote-list']",
    "[data-style*='display:none']",
  ];
  for (const element of all(body, noise.join(","))) element.remove();
}

// ---- Word's lists ----

const WORD_ITEM = /mso-list:\s*l\d+\s+level(\d+)/i;

function buildWordLists(body) {
  let open = []; // the lists being built, outermost first
  for (const element of all(body, "[data-style*='mso-list:']")) {
    const item = readWordItem(element);
    if (!item) continue;
    item.marker.remove();
    if (element.tagName !== "P" || element.closest("li")) continue;
    if (element.previousElementSibling !== open[0]?.list) open = [];
    open = listsOpenFor(item, open);
    if (open.at(-1)?.level !== item.level) open.push(beginList(item, open, element));
    addWordItem(open.at(-1).list, element);
  }
}

function readWordItem(paragraph) {
  const level = WORD_ITEM.exec(styleOf(paragraph))?.[1];
  const marker = all(paragraph, "[data-style*='mso-list:']").find((element) =>
    /mso-list:\s*ignore/i.test(styleOf(element)),
  );
  if (!level || !marker) return null;
  const text = marker.textContent.trim();
  const tagName = /^\(?(\d+|[a-z]{1,4})[.)]/i.test(text) ? "ol" : "ul";
  return { level: Number(level), marker, tagName, number: parseInt(text, 10) };
}

function listsOpenFor(item, open) {
  const kept = open.filter(({ level }, depth) => depth === 0 || level <= item.level);
  const last = kept.at(-1);
  if (!last) return kept;
  // Word may begin a list at a deeper level than it continues.
  if (last.level > item.level) last.level = item.level;
  if (last.level === item.level && last.tagName !== item.tagName) kept.pop();
  return kept;
}

function beginList({ level, tagName, number }, open, paragraph) {
  const list = paragraph.ownerDocument.createElement(tagName);
  if (tagName === "ol" && number > 1) list.start = number;
  if (open.length) open.at(-1).list.lastElementChild.append(list);
  else paragraph.before(list);
  return { list, level, tagName };
}

function addWordItem(list, paragraph) {
  const item = paragraph.ownerDocument.createElement("li");
  list.append(item);
  item.append(paragraph);
}

// ---- Common to all sources ----

function readStyles(body) {
  for (const element of all(body, "b,strong")) {
    if (/(^|;)\s*font-weight:\s*(normal|[1-4]00)/i.test(styleOf(element))) {
      unwrap(element);
    }
  }
  for (const element of all(body, "span,font")) {
    const style = styleOf(element);
    if (/(^|;)\s*font-weight:\s*(bold|[6-9]00)/i.test(style)) wrap(element, "strong");
    if (/(^|;)\s*font-style:\s*italic/i.test(style)) wrap(element, "em");
  }
}

function turnHeadingsIntoBoldParagraphs(body) {
  for (const heading of all(body, "h1,h2,h3,h4,h5,h6")) {
    const bold = body.ownerDocument.createElement("p");
    bold.append(...heading.childNodes);
    heading.replaceWith(bold);
    wrap(bold, "strong");
  }
}

function turnTablesIntoLines(body) {
  for (const table of all(body, "table")) {
    for (const row of table.rows) {
      const cells = [...row.cells].map(textOnOneLine).filter(Boolean);
      if (cells.length) table.before(paragraph(cells.join(" | ")));
    }
    table.remove();
  }
}

function textOnOneLine(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function removeEmptyLines(body) {
  for (const br of all(body, "br")) {
    if (isBlock(neighbour(br, "nextSibling"))) br.remove();
    else if (isBlock(neighbour(br, "previousSibling"))) br.remove();
  }
  for (const element of all(body, "p,li")) {
    if (!element.textContent.trim()) element.remove();
  }
}

function neighbour(node, side) {
  let found = node[side];
  while (found?.nodeType === Node.TEXT_NODE && !found.data.trim()) found = found[side];
  return found;
}

const isBlock = (node) => node?.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);

function unwrapDeadLinks(body) {
  for (const link of all(body, "a")) {
    if (!isAllowedAddress(link.getAttribute("href"))) unwrap(link);
  }
}

function removeAttributes(body) {
  for (const element of all(body, "*")) {
    for (const name of element.getAttributeNames()) {
      if (name !== "href" && name !== "start") element.removeAttribute(name);
    }
  }
}

function wrap(element, tagName) {
  const wrapper = element.ownerDocument.createElement(tagName);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}
