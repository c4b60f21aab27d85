/* Pasted text, made plain HTML that the editor's schema understands.

   Word writes lists as paragraphs with styles; Google Docs says by styles what is bold
   and what is not; tables come with merged cells. What can't be kept is counted, to be
   told beside the editor (paste_note.js). */

import { isAllowedAddress } from "studio/content/prose/addresses";
import {
  all,
  isBlock,
  neighbour,
  parseInert,
  unwrap,
} from "studio/content/prose/pasting/elements";
import { Losses, keepFootnotes, leaveOut } from "studio/content/prose/pasting/leaving_out";
import { buildLists } from "studio/content/prose/pasting/lists";
import { readPreformatted } from "studio/content/prose/pasting/preformatted";
import { readHeadings, readStyles } from "studio/content/prose/pasting/styles";
import { simplifyTables, unwrapLayouts } from "studio/content/prose/pasting/tables";

/** HTML of the clipboard → { html, losses }: what the editor takes, and what it can't. */
export function repairPaste(source) {
  const losses = new Losses();
  if (isFromOurEditor(source)) return { html: source, losses };
  const body = parseInert(source);
  keepFootnotes(body);
  leaveOut(body, losses);
  readPreformatted(body);
  buildLists(body);
  readStyles(body);
  unwrapLayouts(body);
  readHeadings(body);
  simplifyTables(body, losses);
  liftOutOfLists(body);
  removeEmptyLines(body);
  unwrapDeadLinks(body, losses);
  removeAttributes(body);
  return { html: body.innerHTML, losses };
}

function isFromOurEditor(source) {
  return /\bdata-pm-slice=/.test(source) && !/\sstyle\s*=/i.test(source);
}

/** A table stands between two lists, of which the second one goes on counting. */
function liftOutOfLists(body) {
  for (const table of all(body, "table")) {
    let around = table.closest("li,blockquote");
    while (around) {
      const isItem = around.matches("li");
      const outer = isItem ? around.parentElement : around;
      const rest = isItem ? itemsAfter(around) : [];
      outer.after(...siblingsFrom(table), ...rest);
      around = table.parentElement.closest("li,blockquote");
    }
  }
}

function siblingsFrom(element) {
  const found = [];
  for (let next = element; next; next = next.nextSibling) found.push(next);
  return found;
}

function itemsAfter(item) {
  const { parentElement: list } = item;
  const following = siblingsFrom(item).slice(1);
  if (!following.some(({ nodeName }) => nodeName === "LI")) return [];
  const others = list.cloneNode(false);
  if (others.matches("ol")) {
    const items = [...list.children].filter(({ nodeName }) => nodeName === "LI");
    others.start = Number(list.getAttribute("start") ?? 1) + items.indexOf(item) + 1;
  }
  others.append(...following);
  return [others];
}

function removeEmptyLines(body) {
  for (const br of all(body, "br")) {
    if (br.closest("td,th")) continue;
    if (isBlock(neighbour(br, "nextSibling"))) br.remove();
    else if (isBlock(neighbour(br, "previousSibling"))) br.remove();
  }
  for (const element of all(body, "p,li,h3,h4,pre").reverse()) {
    if (!element.textContent.trim()) element.remove();
  }
  for (const list of all(body, "ul,ol").reverse()) if (!list.children.length) list.remove();
}

function unwrapDeadLinks(body, losses) {
  for (const link of all(body, "a")) {
    const address = link.getAttribute("href");
    if (isAllowedAddress(address)) continue;
    // A mark of a note, a place on the page: it is no loss to a reader.
    const leadsSomewhere = address && !address.startsWith("#") && link.textContent.trim();
    if (leadsSomewhere && !/#_?(ftn|edn|sd)/.test(address)) losses.add("links");
    unwrap(link);
  }
}

function removeAttributes(body) {
  for (const element of all(body, "*")) {
    for (const name of element.getAttributeNames()) {
      if (name !== "href" && name !== "start") element.removeAttribute(name);
    }
  }
}
