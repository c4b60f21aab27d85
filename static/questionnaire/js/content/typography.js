/* French as it is set in Canada: what a text lacks, by the rules of
   questionnaire/content/typography.py; tests/vectors/typography.json has examples
   for both. */

const NBSP = "\u00a0";
const IN_TOKEN = '[^\\s«»“”"()]';
const WORD = "[\\p{L}\\p{N}_]";
const PROTECTED = new RegExp(
  `${IN_TOKEN}*(?:://|[@\\\\/_]|${WORD}\\.${WORD})${IN_TOKEN}*(?<![:;,.!?…])`,
  "gu",
);
const UNITS = "h|min|s|o|ko|Ko|Mo|Go|To|Po|mg|g|kg|mm|cm|m|km|mL|L|°C";
const SPACES = new RegExp(
  [
    "(?<=\\S) (?=[;!?»])",
    "(?<=\\S) (?=:(?:\\s|$))",
    "(?<=\\d) (?=[%‰$€])",
    `(?<=\\d) (?=(?:${UNITS})(?!${WORD}|['’]))`,
    `(?<=\\d[ ${NBSP}]h) (?=\\d)`,
    "(?<=«) (?=\\S)",
  ].join("|"),
  "gu",
);
const NUMBER = /(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)/gu;
const GAPS = /(?<=«)(?=[^\s»])|(?<=[^\s«])(?=»)|(?<=[^\s:])(?=:(?:\s|$))/gu;
const APOSTROPHE = new RegExp(`(?<=\\p{L})'(?=${WORD}|«)`, "gu");
const QUOTE = /[«»"]/gu;
const BEFORE_OPENING = /[\s([’'—–-]/u;
const DRIVE = new RegExp(`(?:^|(?!${WORD})[^])[A-Z]$`, "u");

/** [{ start, end, text }], in order: what stands from start to end becomes text.

    `isOpen`: the text goes on being typed, so that its end tells nothing yet;
    `links`: further stretches, [start, end], in which nothing is changed. */
export function typographicChanges(text, isOpen = false, links = []) {
  const spans = [...links];
  for (const found of text.matchAll(PROTECTED)) {
    spans.push([found.index, found.index + found[0].length]);
  }
  const isFree = ({ start, end }) =>
    !spans.some(([from, to]) =>
      start < end ? start < to && end > from : from < start && start < to,
    );
  return [...spacing(text, isOpen), ...quotes(text, isOpen)]
    .filter(isFree)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The text with all of these changes. */
export function typeset(text) {
  let [result, last] = ["", 0];
  for (const { start, end, text: piece } of typographicChanges(text)) {
    result += text.slice(last, start) + piece;
    last = end;
  }
  return result + text.slice(last);
}

function spacing(text, isOpen) {
  const found = [];
  for (const { index } of text.matchAll(SPACES)) {
    found.push(change(index, index + 1, NBSP));
  }
  for (const { 0: number, index } of text.matchAll(NUMBER)) {
    for (const { index: at } of number.matchAll(/ /g)) {
      found.push(change(index + at, index + at + 1, NBSP));
    }
  }
  for (const { index } of text.matchAll(GAPS)) {
    const isUnsure = isOpen && index + 1 === text.length;
    const isColon = text[index] === ":";
    if (isColon && (isUnsure || DRIVE.test(text.slice(0, index)))) continue;
    found.push(change(index, index, NBSP));
  }
  for (const { index } of text.matchAll(APOSTROPHE)) {
    found.push(change(index, index + 1, "’"));
  }
  return found;
}

/* Straight quotation marks in pairs, or the first of a pair being typed. */
function quotes(text, isOpen) {
  const found = [];
  let [depth, opening] = [0, null];
  for (const { 0: mark, index: at } of text.matchAll(QUOTE)) {
    const [before, after] = [text[at - 1] ?? "", text[at + 1] ?? ""];
    if (mark === "«") depth += 1;
    else if (mark === "»") depth = Math.max(0, depth - 1);
    else if (depth === 0 && opening === null) {
      const mayOpen = !before || BEFORE_OPENING.test(before);
      if (!mayOpen || !(after ? /\S/u.test(after) : isOpen)) continue;
      opening = at;
      if (isOpen) found.push(change(at, at + 1, `«${NBSP}`));
    } else if (/\S/u.test(before) && !text.includes("»", at)) {
      const isPair = opening !== null && !isOpen;
      if (isPair) found.push(change(opening, opening + 1, `«${NBSP}`));
      found.push(change(at, at + 1, `${NBSP}»`));
      [opening, depth] = [null, Math.max(0, depth - 1)];
    }
  }
  return found;
}

const change = (start, end, text) => ({ start, end, text });
