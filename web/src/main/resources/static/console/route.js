// What the address after the # shows.
//
// #/                 a new conversation
// #/session/ID       a conversation
// #/run/ID           the conversation that a run belongs to
// #/PAGE[/…][?…]     one of the other pages

export const PAGES = ["agents", "tools", "knowledge", "trajectories", "model"];

/** @returns {{page: string, path: string[], query: URLSearchParams}} page "chat" for conversations and for what is unknown */
export function route(hash = location.hash) {
  const [address, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const steps = address.split("/").filter(Boolean).map(decoded);
  const page = PAGES.includes(steps[0]) ? steps[0] : "chat";
  return { page, path: page === "chat" ? steps : steps.slice(1), query: new URLSearchParams(query) };
}

/** The address of these steps, for links. */
export const address = (...steps) => `#/${steps.map(encodeURIComponent).join("/")}`;

function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step; // a % that begins no character
  }
}
