/* Follow the device's theme where the person chose none. Loaded before the first
   paint; without it tokens.css still follows, and only Bootstrap's details stay light. */
(() => {
  const root = document.documentElement;
  if (root.dataset.bsTheme) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  follow();
  dark.addEventListener("change", follow);
})();
