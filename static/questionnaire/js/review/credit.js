/* Whom the combined text credits, while it is put together and edited; the rule is that
   of queries/review/combining.py, which has the last word when the text is saved. */

import { resultOf } from "studio/review/result";

const SOMETHING = 0.25;
const MOST = 0.5;
const SHORT = 6;

export function showCredit(form) {
  const credited = new Set();
  for (const part of form.querySelectorAll("[data-part]")) {
    const result = resultOf(part);
    if (!result) continue;
    const phrases = phrasesIn(result.text.join(" "));
    for (const rivals of part.querySelectorAll("[data-rivals]")) {
      for (const wording of wordingsIn(rivals, result, phrases)) {
        const { credit } = wording.querySelector("input").dataset;
        for (const version of credit.split(" ")) credited.add(version);
      }
    }
  }
  const list = form.querySelector("[data-credit-list]");
  for (const item of list.querySelectorAll("[data-version]")) {
    item.hidden = !credited.has(item.dataset.version);
  }
  list.querySelector("[data-nobody]").hidden = credited.size > 0;
}

/** The wordings of a passage that are in the result. */
function wordingsIn(rivals, result, phrases) {
  const shares = [...rivals.querySelectorAll("[data-wording]")].map((wording) => ({
    wording,
    share: shareLeft(wording, phrases),
    isTicked: wording.querySelector("input").checked,
  }));
  const found = shares.filter(
    ({ wording, share, isTicked }) =>
      result.holds(wording) || (isTicked && share >= SOMETHING),
  );
  if (found.length || !shares.length) return found.map(({ wording }) => wording);
  const nearest = shares.reduce((best, each) => (each.share > best.share ? each : best));
  return nearest.share >= MOST ? [nearest.wording] : [];
}

function shareLeft(wording, phrases) {
  const words = wordsIn(textOf(wording));
  const own = words.length < SHORT ? new Set(words) : new Set(pairsOf(words));
  return own.size ? [...own].filter((each) => phrases.has(each)).length / own.size : 0;
}

/** What it says: of a row, its cells; of prose, its paragraphs. */
function textOf(wording) {
  const { content } = wording.querySelector("template");
  const text = content.textContent.trim();
  if (content.firstElementChild) return [...content.children].map(linesOf).join(" ");
  try {
    return JSON.parse(text).flatMap(Object.values).join(" ");
  } catch {
    return text;
  }
}

function linesOf(element) {
  const lines = element.querySelectorAll("p, li");
  return lines.length
    ? [...lines].map(({ textContent }) => textContent).join(" ")
    : element.textContent;
}

function phrasesIn(text) {
  const words = wordsIn(text);
  return new Set([...words, ...pairsOf(words)]);
}

function wordsIn(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ""))
    .filter(Boolean);
}

const pairsOf = (words) => words.slice(1).map((word, index) => `${words[index]} ${word}`);
