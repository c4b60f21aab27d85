/* Announce the progress of an export to screen readers: at the start, at each quarter
   and at the end, but not at every poll. */

import { announce } from "studio/shared/announce";

// A live region must exist before its text, or the text is not read.
const PAUSE = 500;

export function announceProgress() {
  let announced = null;
  const announceQuarter = () => {
    const news = document.querySelector("[data-say]");
    if (!news || news.dataset.quarter === announced) return;
    announced = news.dataset.quarter;
    setTimeout(() => announce(news.dataset.say), PAUSE);
  };
  document.addEventListener("htmx:afterSwap", announceQuarter);
  announceQuarter();
}
