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

/**
 * Where a file of a folder is loaded from, or null. An address elsewhere is none: the page loads nothing from there.
 *
 * @param folder its address, with a slash at the end
 */
export const addressIn = (folder, uri) => steps(uri) && `${folder}${steps(uri).map(encodeURIComponent).join("/")}`;

const isImage = (uri) => /^data:image\/(?:png|jpeg|gif|webp);/i.test(uri);

/** Where an image is loaded from: itself, or a file of the folder; null where that is neither. */
export const imageIn = (folder, uri) => (isImage(uri) ? uri : addressIn(folder, uri));

/** Where a file of a session is loaded from, or null. */
export const fileAddress = (uri, session) =>
  (session || shared ? addressIn(shared ?? `/api/sessions/${encodeURIComponent(session)}/files/`, uri) : null);

/** Where an image of a session is loaded from, or null. */
export const imageAddress = (uri, session) => (isImage(uri) ? uri : fileAddress(uri, session));

/** A file's name without its folders. */
export const fileName = (uri) => steps(uri)?.at(-1) ?? uri;
