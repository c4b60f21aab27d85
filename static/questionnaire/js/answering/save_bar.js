/* The bar that saves stands over the end of the window: its height is measured, so that
   nothing that is scrolled into view comes to stand behind it (--save-bar). */

export function measureSaveBar() {
  const bar = document.querySelector(".save-bar");
  if (!bar) return;
  const { style } = document.documentElement;
  new ResizeObserver(() => {
    style.setProperty("--save-bar", `${bar.offsetHeight}px`);
  }).observe(bar);
}
