/* The result of combining, as it is edited: wordings come in and go out at their place,
   and what was edited there stays. */

import { piecesIn, piecesOf, showPieces } from "studio/content/fields";
import { phrasesIn, shareLeft } from "studio/review/phrases";

// So much of a wording is left where it was edited.
const MOST = 0.5;

/** The part of the form that shows the result of `part`, a [data-part]. */
export function resultOf(part) {
  const name = part.dataset.part;
  const field = document.getElementById(`id_${name}`);
  if (field) return new TextResult(field);
  const choices = [...document.getElementsByName(name)];
  return choices.length ? new ChoiceResult(choices) : null;
}

/** Paragraphs, or rows of a table. */
class TextResult {
  constructor(field) {
    this.field = field;
  }

  get text() {
    return piecesOf(this.field).map(({ text }) => text);
  }

  textOf(wording) {
    return this.piecesOf(wording)
      .map(({ text }) => text)
      .join(" ");
  }

  /** Whether a wording stands there word for word. */
  holds(wording) {
    return this.place(piecesOf(this.field), wording) !== null;
  }

  /** Put a wording in the place of others, or after what comes before it. Returns those
      that were edited, and therefore stay. */
  async put(wording, { instead = [], before = [], after = [] } = {}) {
    const pieces = piecesOf(this.field);
    const { start, kept } = this.takeOut(pieces, instead);
    if (!this.place(pieces, wording)) {
      const at = start ?? this.placeBetween(pieces, [...kept, ...before], after);
      pieces.splice(at, 0, ...this.piecesOf(wording));
    }
    await showPieces(this.field, pieces);
    return kept;
  }

  async remove(wording) {
    const pieces = piecesOf(this.field);
    const { kept } = this.takeOut(pieces, [wording]);
    if (!kept.length) await showPieces(this.field, pieces);
    return kept;
  }

  takeOut(pieces, wordings) {
    let start = null;
    const kept = [];
    for (const wording of wordings) {
      const place = this.place(pieces, wording);
      if (!place) {
        kept.push(wording);
        continue;
      }
      pieces.splice(place.start, place.count);
      start = Math.min(start ?? place.start, place.start);
    }
    return { start, kept };
  }

  placeBetween(pieces, before, after) {
    for (const wording of before) {
      const place = this.place(pieces, wording) ?? this.edited(pieces, wording);
      if (place) return place.start + place.count;
    }
    for (const wording of after) {
      const place = this.place(pieces, wording);
      if (place) return place.start;
    }
    return pieces.length;
  }

  place(pieces, wording) {
    const keys = this.piecesOf(wording).map(({ key }) => key);
    const start = pieces.findIndex((_piece, index) =>
      keys.every((key, offset) => pieces[index + offset]?.key === key),
    );
    return keys.length && start >= 0 ? { start, count: keys.length } : null;
  }

  /** Where a wording stands that was edited. */
  edited(pieces, wording) {
    const text = this.textOf(wording);
    const shares = pieces.map((piece) => shareLeft(text, phrasesIn(piece.text)));
    const most = Math.max(0, ...shares);
    return most >= MOST ? { start: shares.indexOf(most), count: 1 } : null;
  }

  piecesOf(wording) {
    return piecesIn(wording.querySelector("template"), this.field);
  }
}

/** One of several choices. */
class ChoiceResult {
  constructor(choices) {
    this.choices = choices;
  }

  get text() {
    return [];
  }

  textOf() {
    return "";
  }

  holds(wording) {
    return this.choices.some(({ checked, value }) => checked && value === valueOf(wording));
  }

  async put(wording) {
    this.choose(valueOf(wording));
    return [];
  }

  async remove(wording) {
    if (!this.holds(wording)) return [wording];
    this.choose("");
    return [];
  }

  choose(wanted) {
    const choice = this.choices.find(({ value }) => value === wanted);
    if (!choice || choice.checked) return;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const valueOf = (wording) => wording.querySelector("input").dataset.value;
