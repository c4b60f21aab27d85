/* How much of a wording is left in an edited text: by each two words in a row, as in
   content/remains.py; in short ones, by words. */

const SHORT = 6;

/** The share of a text that is among `phrases`, from 0 to 1. */
export function shareLeft(text, phrases) {
  const words = wordsIn(text);
  const own = new Set(words.length < SHORT ? words : pairsOf(words));
  return own.size ? [...own].filter((each) => phrases.has(each)).length / own.size : 0;
}

export function phrasesIn(text) {
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
