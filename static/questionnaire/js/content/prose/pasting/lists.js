/* Lists as Word writes them: paragraphs with “mso-list” styles on the desktop, a list
   for each item on the web. Both say how deep an item stands. */

import { all, made, styleOf } from "studio/content/prose/pasting/elements";

export function buildLists(body) {
  for (const end of all(body, ".EOP")) end.remove();
  buildWordLists(body);
  buildOnlineLists(body);
}

// ---- Word on the desktop ----

const WORD_ITEM = /mso-list:\s*\w+\s+level(\d+)/i;

function buildWordLists(body) {
  const builder = new Builder();
  for (const element of all(body, "[data-style*='mso-list:']")) {
    const item = readWordItem(element);
    if (!item) continue;
    item.marker.remove();
    if (element.tagName !== "P" || element.closest("li,td,th")) continue;
    builder.add(item, element, () => made(element.ownerDocument, "li", element));
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

// ---- Word on the web ----

function buildOnlineLists(body) {
  const builder = new Builder();
  for (const wrapper of all(body, ".ListContainerWrapper")) {
    if (wrapper.closest("li,td,th")) continue;
    for (const item of all(wrapper, "li")) {
      const level = Number(item.dataset.ariaLevel ?? item.getAttribute("aria-level") ?? 1);
      const list = item.parentElement;
      const number = Number(item.dataset.ariaPosinset ?? list.getAttribute("start") ?? 1);
      const tagName = list.tagName.toLowerCase();
      builder.add({ level, tagName, number }, wrapper, () => item);
    }
    wrapper.remove();
  }
}

// ---- Both ----

/** Puts items into lists that go on as long as nothing stands between them. */
class Builder {
  constructor() {
    this.open = []; // the lists being built, outermost first
  }

  /** `element` is where the item stands, `make` gives its li. */
  add(item, element, make) {
    if (element.previousElementSibling !== this.open[0]?.list) this.open = [];
    this.open = openFor(item, this.open);
    if (this.open.at(-1)?.level !== item.level) this.begin(item, element);
    const { list } = this.open.at(-1);
    list.append(make());
  }

  begin({ level, tagName, number }, element) {
    const list = element.ownerDocument.createElement(tagName);
    if (tagName === "ol" && number > 1) list.start = number;
    if (this.open.length) this.open.at(-1).list.lastElementChild.append(list);
    else element.before(list);
    this.open.push({ list, level, tagName });
  }
}

function openFor(item, open) {
  const kept = open.filter(({ level }, depth) => depth === 0 || level <= item.level);
  const last = kept.at(-1);
  if (!last) return kept;
  // Word may begin a list at a deeper level than it continues.
  if (last.level > item.level) last.level = item.level;
  if (last.level === item.level && last.tagName !== item.tagName) kept.pop();
  return kept;
}
