/* French as it is typed and pasted: the rules of typography.js, applied in the editor.

   What they change is a step of its own: Ctrl+Z takes back the typography and leaves
   what was typed. Nothing is done in passages of another language, in links, or for
   people who switched it off in their profile. */

import { closeHistory } from "tiptap";
import { typographicChanges } from "studio/content/typography";

// How far back what is being typed can matter.
const REACH = 400;

/** `tiptap`: an editor that stands for `textarea`, which knows its language. */
export function startFrenchTyping(tiptap, textarea) {
  const isWanted = () =>
    textarea.lang === "fr" && !("plainTyping" in document.body.dataset);
  tiptap.view.setProps({
    handleTextInput: (view, from, to, text, insert) =>
      isWanted() && typeText(view, from, to, text, insert),
  });
  tiptap.on("transaction", ({ transaction }) => {
    if (transaction.getMeta("paste") && isWanted()) setPasted(tiptap.view, transaction);
  });
}

/* Whether the text was put in here, as there was something to change with it. */
function typeText(view, from, to, text, insert) {
  const place = view.state.doc.resolve(from);
  if (!place.parent.isTextblock || place.parent.type.spec.code) return false;
  const skipped = Math.max(0, place.parentOffset - REACH);
  const before = textOf(place.parent).slice(skipped, place.parentOffset);
  const links = linksIn(place.parent).map((span) => span.map((at) => at - skipped));
  const changesIn = (typed) => typographicChanges(typed, true, links);
  const wanted = changesIn(before + text);
  if (!wanted.length) return false;
  // What was there before is as its author wants it, or has taken it back to.
  const earlier = new Set(changesIn(before).map(keyOf));
  const changes = wanted.filter((each) => !earlier.has(keyOf(each)));
  if (!changes.length) return false;
  view.dispatch(insert?.() ?? view.state.tr.insertText(text, from, to));
  apply(view, changes, place.start() + skipped);
  return true;
}

function setPasted(view, transaction) {
  const [from, to] = changedRange(transaction);
  const found = [];
  view.state.doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock || node.type.spec.code) return;
    const start = position + 1;
    for (const change of typographicChanges(textOf(node), false, linksIn(node))) {
      const isPasted = start + change.start >= from && start + change.end <= to;
      if (isPasted) found.push(moved(change, start));
    }
  });
  if (found.length) apply(view, found, 0);
}

/* From the last to the first, as each moves what stands after it. */
function apply(view, changes, start) {
  const step = closeHistory(view.state.tr);
  for (const change of changes.reverse()) {
    step.insertText(change.text, start + change.start, start + change.end);
  }
  view.dispatch(step);
  view.dispatch(closeHistory(view.state.tr));
}

function changedRange({ mapping, doc }) {
  let [from, to] = [doc.content.size, 0];
  mapping.maps.forEach((map, index) => {
    const rest = mapping.slice(index + 1);
    map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
      from = Math.min(from, rest.map(newFrom, -1));
      to = Math.max(to, rest.map(newTo, 1));
    });
  });
  return [from, to];
}

/* A line break takes one place in the text, as in the document. */
const textOf = (block) => block.textBetween(0, block.content.size, null, "\n");

function linksIn(block) {
  const spans = [];
  block.forEach((node, offset) => {
    const isLink = node.marks.some(({ type }) => type.name === "link");
    if (isLink) spans.push([offset, offset + node.nodeSize]);
  });
  return spans;
}

const keyOf = ({ start, end, text }) => `${start}-${end}-${text}`;

const moved = ({ start, end, text }, by) => ({ start: start + by, end: end + by, text });
