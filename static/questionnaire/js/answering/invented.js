/* What an answer that was started from an example still has of its made-up details:
   marked in the editor, and named under it until others stand in their place. By the
   rules of questionnaire/content/invented.py. */

const SAME = [
  [/[\u00a0\u202f\n]/g, " "],
  [/’/g, "'"],
];
const WORD = "[\\p{L}\\p{N}_]";
const MARK = "invented";
const marked = new Map(); // textarea → ranges in its editor

/** Those of the passages that stand in the text, each once. */
export function inventedLeft(text, passages) {
  return [...new Set(passages)].filter((each) => places(text, each).length);
}

export function markInvented() {
  document.addEventListener("editor:ready", ({ detail: { textarea } }) => {
    const example = document.querySelector(`[data-example="${exampleOf(textarea)}"]`);
    const passages = example?.dataset.invented?.split("\n").filter(Boolean) ?? [];
    if (passages.length) watch(textarea, passages);
  });
}

const exampleOf = (textarea) => CSS.escape(textarea.id.replace(/^id_/, ""));

function watch(textarea, passages) {
  const box = textarea.closest("[data-prose-editor]");
  const words = document.querySelector("[data-invented-note]");
  const note = words?.content.firstElementChild.cloneNode(true);
  note?.querySelector("button").addEventListener("click", () => goToFirst(textarea));
  const show = () => {
    const ranges = rangesIn(box.querySelector("[role=textbox]"), passages);
    marked.set(textarea, ranges);
    CSS.highlights?.set(MARK, new Highlight(...[...marked.values()].flat()));
    if (!note) return;
    const found = [...new Set(ranges.map(String))];
    note.querySelector("[data-invented-list]").textContent = found.join(" · ");
    if (!found.length) note.remove();
    else if (!note.isConnected) box.after(note);
  };
  textarea.addEventListener("input", show);
  show();
}

function goToFirst(textarea) {
  const [range] = marked.get(textarea) ?? [];
  if (!range) return;
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

/* In the order of the text. */
function rangesIn(editor, passages) {
  return textBlocks(editor).flatMap((nodes) => {
    const text = nodes.map(({ data }) => data).join("");
    const found = passages.flatMap((each) => places(text, each));
    found.sort((a, b) => a.start - b.start);
    return found.map(({ start, end }) => rangeOver(nodes, start, end));
  });
}

/* The text nodes of an editor, in a list for each paragraph or the like. */
function textBlocks(editor) {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  const blocks = new Map();
  while (walker.nextNode()) {
    const block = walker.currentNode.parentElement.closest("p,h1,h2,h3,h4,pre,td,th");
    blocks.set(block, [...(blocks.get(block) ?? []), walker.currentNode]);
  }
  return [...blocks.values()];
}

function rangeOver(nodes, start, end) {
  const range = new Range();
  let before = 0;
  for (const node of nodes) {
    const [from, to] = [start - before, end - before];
    if (from >= 0 && from < node.length) range.setStart(node, from);
    if (to > 0 && to <= node.length) range.setEnd(node, to);
    before += node.length;
  }
  return range;
}

function places(text, passage) {
  const escaped = plain(passage).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const words = new RegExp(`(?<!${WORD})${escaped}(?!${WORD})`, "gu");
  return [...plain(text).matchAll(words)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

function plain(text) {
  return SAME.reduce((same, [pattern, letter]) => same.replace(pattern, letter), text);
}
