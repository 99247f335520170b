// Style sheets of single pages, loaded with them.

const loaded = new Map();

/** Loads console/NAME.css once; resolves when its rules hold. */
export function styles(name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL(`${name}.css`, import.meta.url);
      link.onload = resolve;
      link.onerror = () => reject(new Error(`${name}.css could not be loaded`));
      document.head.append(link);
    }));
  }
  return loaded.get(name);
}
