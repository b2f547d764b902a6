// Light or dark: as the system says, unless a person chose otherwise.

import { recall, remember } from "./memory.js";
import { t } from "./words.js";

const THEMES = ["auto", "light", "dark"];
const MEDIA = { auto: "screen and (prefers-color-scheme: dark)", light: "not all", dark: "screen" };
const sheet = document.getElementById("dark");

/** Apply the theme, and let a button go on to the next one. */
export function prepareTheme(button) {
  let theme = THEMES.includes(recall("theme", "auto")) ? recall("theme", "auto") : "auto";
  const apply = () => {
    sheet.media = MEDIA[theme];
    button.textContent = t(`theme.${theme}`);
    button.setAttribute("aria-label", t("theme.label", { name: t(`theme.${theme}`) }));
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    remember("theme", theme === "auto" ? null : theme);
    apply();
  });
  apply();
}
