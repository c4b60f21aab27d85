/* What an answer that was started from an example still has of its made-up details:
   marked in the editor, and named under it until others stand in their place. By the
   rules of questionnaire/content/invented.py, which also says what stood around each
   detail in the example. */

const SAME = [
  [/[\u00a0\u202f\n]/g, " "],
  [/’/g, "'"],
];
const NEAR = 200; // characters
const ITSELF = "…";
const GAP = "_";
const LETTER = "[\\p{L}\\p{N}_]";
const WORD = new RegExp(`${LETTER}+(?:['-]${LETTER}+)*`, "gu");
const MARK = "invented";
const BREAKS = "p,h1,h2,h3,h4,pre,li,td,th,br";
const marked = new Map(); // textarea → {passage, range} in its editor

/** The details that the page lists, one on each line, ready to be looked for. */
export function readDetails(lines) {
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [passage, around] = line.split("\t");
      const places = wholeWords(passage);
      return { passage, places, around: pairs(around.split(" ")) };
    });
}

/** The passages of those details that stand in the text as the example's, each once. */
export function inventedLeft(text, details) {
  const plain = simplified(text);
  const left = details.filter((detail) => placesOf(detail, plain).length);
  return [...new Set(left.map(({ passage }) => passage))];
}

export function markInvented() {
  document.addEventListener("editor:ready", ({ detail: { textarea } }) => {
    const example = document.querySelector(`[data-example="${exampleOf(textarea)}"]`);
    const details = readDetails(example?.dataset.invented ?? "");
    if (details.length) watch(textarea, details);
  });
}

const exampleOf = (textarea) => CSS.escape(textarea.id.replace(/^id_/, ""));

function watch(textarea, details) {
  const box = textarea.closest("[data-prose-editor]");
  const words = document.querySelector("[data-invented-note]");
  const note = words?.content.firstElementChild.cloneNode(true);
  note?.querySelector("button").addEventListener("click", () => goToFirst(textarea));
  const show = () => {
    const marks = marksIn(box.querySelector("[role=textbox]"), details);
    marked.set(textarea, marks);
    const ranges = [...marked.values()].flat().map(({ range }) => range);
    CSS.highlights?.set(MARK, new Highlight(...ranges));
    if (!note) return;
    const found = [...new Set(marks.map(({ passage }) => passage))];
    note.querySelector("[data-invented-list]").textContent = found.join(" · ");
    if (!found.length) note.remove();
    else if (!note.isConnected) box.after(note);
  };
  textarea.addEventListener("input", show);
  show();
}

function goToFirst(textarea) {
  const [first] = marked.get(textarea) ?? [];
  if (!first) return;
  const { range } = first;
  // Not by the editor's own command, which would bring back its former selection.
  range.startContainer.parentElement.closest("[role=textbox]").focus();
  getSelection().setBaseAndExtent(
    range.startContainer,
    range.startOffset,
    range.endContainer,
    range.endOffset,
  );
  range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
}

/* In the order of the text, each place once. */
function marksIn(editor, details) {
  const { text, nodes } = readText(editor);
  const plain = simplified(text);
  const marks = new Map();
  for (const detail of details) {
    const { passage } = detail;
    for (const place of placesOf(detail, plain)) marks.set(place.start, { passage, ...place });
  }
  const found = [...marks.values()].sort((a, b) => a.start - b.start);
  return found.map(({ passage, start, end }) => ({
    passage,
    range: rangeOver(nodes, start, end),
  }));
}

/* The text of an editor, with a break where lines and blocks begin, and its nodes. */
function readText(editor) {
  const shown = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;
  const walker = document.createTreeWalker(editor, shown);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      nodes.push({ node, start: text.length });
      text += node.data;
    } else if (node.matches(BREAKS)) text += "\n";
  }
  return { text, nodes };
}

function rangeOver(nodes, start, end) {
  const range = new Range();
  for (const { node, start: before } of nodes) {
    const [from, to] = [start - before, end - before];
    if (from >= 0 && from < node.length) range.setStart(node, from);
    if (to > 0 && to <= node.length) range.setEnd(node, to);
  }
  return range;
}

/* Where a detail stands in a text with the words around it that it has in the example. */
function placesOf({ places, around }, text) {
  const found = [...text.matchAll(places)].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
  return found.filter(({ start, end }) => {
    const before = wordsOf(text.slice(Math.max(0, start - NEAR), start));
    const near = pairs([...before, ITSELF, ...wordsOf(text.slice(end, end + NEAR))]);
    return 2 * [...around].filter((pair) => near.has(pair)).length >= around.size;
  });
}

/* As words of its own; a figure, as a whole one. */
function wholeWords(passage) {
  const escaped = simplified(passage).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const before = `(?<!${LETTER})(?!(?<=\\p{Nd}[ ,.])\\p{Nd})`;
  const after = `(?!${LETTER}|[,.]\\p{Nd})`;
  return new RegExp(before + escaped + after, "gu");
}

function pairs(words) {
  const found = words.slice(1).map((word, index) => [words[index], word]);
  const known = found.filter((pair) => !pair.includes(GAP));
  return new Set(known.map((pair) => pair.join(" ")));
}

const wordsOf = (text) => text.toLowerCase().match(WORD) ?? [];

function simplified(text) {
  return SAME.reduce((same, [pattern, letter]) => same.replace(pattern, letter), text);
}
