/* Words and times as this page's language writes them. Every word comes from the
   server; scripts only fill it in. */

/** Fill in the gaps of a sentence: "Row %(row)s" and { row: 2 } make "Row 2". */
export function interpolate(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_gap, name) => values[name]);
}

/** A time of day as Canadians write it: 14 h 32, 14 h, 2:32 p.m. */
export function formatTime(moment) {
  const { lang: language } = document.documentElement;
  const { timeZone } = document.body.dataset;
  const options = { hour: "numeric", minute: "2-digit", timeZone };
  const text = new Intl.DateTimeFormat(language, options).format(new Date(moment));
  return language.startsWith("fr") ? text.replace(/\s00$/, "") : text;
}

/** The time of a moment, with its day unless that is today. */
export function formatMoment(moment) {
  const { lang: language } = document.documentElement;
  const { timeZone } = document.body.dataset;
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone });
  const time = formatTime(moment);
  const [then, today] = [day.format(new Date(moment)), day.format(new Date())];
  return then === today ? time : `${then}, ${time}`;
}

/** “fr” or “en”, without the country. */
export function pageLanguage() {
  return document.documentElement.lang.slice(0, 2);
}
