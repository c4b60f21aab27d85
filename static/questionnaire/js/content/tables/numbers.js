/* Numbers as people write them in French and in English, read as the server reads them
   (questionnaire/content/tables/numbers.py); tests/vectors/numbers.json has examples
   for both. */

// The separators of groups of three digits: spaces of any width, apostrophes.
const SPACE = "[ \\u00a0\\u202f\\u2009'’]";
const BY_SPACES = new RegExp(
  `^([+-]?)(\\d{1,3}(?:${SPACE}\\d{3})+|\\d*)(?:[.,](\\d+))?$`,
);
const BY_COMMAS = /^([+-]?)(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;
const BY_POINTS = /^([+-]?)(\d{1,3}(?:\.\d{3})+),(\d+)$/;
const MAX_DIGITS = 15;
const MAX_DECIMALS = 10;

/** The number as it is stored, "1234.5", or null for what is not a number.

    “1 234,5” and “1,234.5” are read in both languages; “1,234” alone is a thousand in
    English and one and a bit in French. */
export function parseNumber(text, language) {
  const typed = text.trim().replace("−", "-");
  const byHabit = language === "fr" ? [BY_SPACES, BY_COMMAS] : [BY_COMMAS, BY_SPACES];
  for (const pattern of [...byHabit, BY_POINTS]) {
    const found = pattern.exec(typed);
    if (found) return plainNumber(...found.slice(1));
  }
  return null;
}

/** A stored number as it is written in `language`: “1 234,5”, “1,234.5”. */
export function formatNumber(number, language) {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(number);
  if (!found) return String(number);
  const [, sign, whole, decimals] = found;
  const [group, point] = language === "fr" ? ["\u00a0", ","] : [",", "."];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return sign + grouped + (decimals ? point + decimals : "");
}

function plainNumber(sign, whole, decimals = "") {
  if (!whole && !decimals) return null;
  const digits = whole.replace(/\D/g, "").replace(/^0+/, "") || "0";
  const part = decimals.replace(/0+$/, "");
  if (digits.length > MAX_DIGITS || part.length > MAX_DECIMALS) return null;
  const plain = part ? `${digits}.${part}` : digits;
  return sign === "-" && plain !== "0" ? `-${plain}` : plain;
}
