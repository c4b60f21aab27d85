/* Tell those who listen how far an export is: at the start, at each quarter, at the
   end, and not every two seconds. */

import { announce } from "studio/shared/announce";

// A region must be there before its words, or they are not read.
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
