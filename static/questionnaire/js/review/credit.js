/* Whom the combined text credits, while it is put together and edited; the rule is that
   of queries/review/combining.py, which has the last word when the text is saved. */

import { phrasesIn, shareLeft } from "studio/review/phrases";
import { resultOf } from "studio/review/result";

const SOMETHING = 0.25;
const MOST = 0.5;

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
    share: shareLeft(result.textOf(wording), phrases),
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
