// Light, dark, or as the system has it.

const KEPT = "theme";
export const THEMES = ["system", "light", "dark"];

const known = (name) => (THEMES.includes(name) ? name : "system");

export const theme = () => known(localStorage.getItem(KEPT));

/** Shows the page so from now on, and the next time too. */
export function choose(name) {
  localStorage.setItem(KEPT, name);
  show();
}

function show() {
  document.documentElement.dataset.theme = theme();
}

show();
