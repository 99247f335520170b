// Files in a session's folder, as tools name them.

const unsafe = ["", ".", ".."];

/** The steps of a file's path, or null for what is no file of the session. A URI that begins with "./" is decoded; all else is a plain path. */
function steps(uri) {
  const relative = uri.startsWith("./");
  try {
    const path = relative ? uri.slice(2).split("/").map(decodeURIComponent) : uri.split("/");
    const plain = (relative || !uri.includes(":")) && path.every((step) => !unsafe.includes(step) && !/[/\\\0]/.test(step));
    return plain ? path : null;
  } catch {
    return null; // a % that begins no character
  }
}

let shared = null;

/** On the page of a shared conversation its link has the files, whatever the session; `address` ends with a slash. */
export function serveFilesFrom(address) {
  shared = address;
}

/** Where a file is loaded from, or null. An address elsewhere is none: the page loads nothing from there. */
export function fileAddress(uri, session) {
  const path = session || shared ? steps(uri) : null;
  return path && `${shared ?? `/api/sessions/${encodeURIComponent(session)}/files/`}${path.map(encodeURIComponent).join("/")}`;
}

/** Where an image is loaded from: itself, or a file of the session; null where that is neither. */
export const imageAddress = (uri, session) => (/^data:image\/(?:png|jpeg|gif|webp);/i.test(uri) ? uri : fileAddress(uri, session));

/** A file's name without its folders. */
export const fileName = (uri) => steps(uri)?.at(-1) ?? uri;
