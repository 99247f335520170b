// Looking again and again, as long as somebody looks at the page.

/**
 * Calls `work` now, and again so many milliseconds after it has ended; not while the page is hidden.
 *
 * @param work may give a promise; what it throws is its own affair
 * @param pause gives the milliseconds
 * @returns {{now: Function, stop: Function}} `now` looks without waiting
 */
export function poll(work, pause) {
  let timer = 0;
  let stopped = false;
  let round = 0;
  const look = async () => {
    clearTimeout(timer);
    round += 1;
    const mine = round;
    await work();
    if (!stopped && mine === round && !document.hidden) {
      timer = setTimeout(look, pause());
    }
  };
  const seen = () => document.hidden || look();
  document.addEventListener("visibilitychange", seen);
  look();
  return {
    now: look,
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    },
  };
}
