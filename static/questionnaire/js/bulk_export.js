/* Tell those who listen how far an export is: at the start, at each quarter, at the
   end, and not every two seconds. */
(() => {
  // A region must be there before its words, or they are not read.
  const PAUSE = 500;
  let told = null;

  function tell() {
    const news = document.querySelector("[data-say]");
    if (!news || news.dataset.quarter === told) return;
    told = news.dataset.quarter;
    setTimeout(() => {
      document.getElementById("announce").textContent = news.dataset.say;
    }, PAUSE);
  }

  document.addEventListener("htmx:afterSwap", tell);
  tell();
})();
