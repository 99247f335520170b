// The language of the page. The words themselves stand in words/, one file a page, both languages side by side.

const LANGUAGES = ["en", "zh"];
const KEPT = "language";
const TAGS = { en: "en", zh: "zh-CN" };

let current = LANGUAGES.includes(localStorage.getItem(KEPT))
  ? localStorage.getItem(KEPT)
  : LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? "en";
document.documentElement.lang = TAGS[current];

export const language = () => current;

/** For Intl and toLocaleString. */
export const locale = () => TAGS[current];

/** Changes the language, which is kept; the window hears "language". */
export function speak(language) {
  current = language;
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = TAGS[language];
  dispatchEvent(new Event("language"));
}

/**
 * A translator of its own words.
 *
 * @param catalogue for each language the same keys; a value is a text, or a function that makes one of numbers and names
 * @returns (key, ...values) => text
 */
export function words(catalogue) {
  const [first, ...others] = LANGUAGES.map((language) => Object.keys(catalogue[language]).sort().join());
  if (others.some((keys) => keys !== first)) {
    throw new Error(`the languages have different words: ${LANGUAGES.map((l, i) => `${l}: ${[first, ...others][i]}`).join("; ")}`);
  }
  return (key, ...values) => {
    const found = catalogue[current][key];
    if (found === undefined) {
      throw new Error(`no words for "${key}"`);
    }
    return typeof found === "function" ? found(...values) : found;
  };
}
