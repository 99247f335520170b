// A run's events from its first to its last, whatever becomes of the connection.

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 8000;
/** The server sends a sign of life every 15 seconds where it is not told otherwise. */
const SILENCE = 50_000;

/** The answers after which asking again is of no use. */
const FINAL = [204, 401, 403, 404];

/**
 * Follows a run. Where the connection breaks, the server is asked again for what comes after the last event, until it
 * answers: nothing is lost, nothing comes twice.
 *
 * @param after the number of the last event that is known; -1 for none
 * @param on {entry(entry), connection("open" | "lost"), over(status)}; over is called where the server has no more
 *     events and the last one was no RunFinished: with 204 when the record ends, with 404 when it knows no such run, with 401
 *     or 403 when it does not say
 * @returns a function that stops following
 */
export function follow(runId, after, on) {
  const stop = new AbortController();
  run(runId, after, on, stop.signal);
  return () => stop.abort();
}

async function run(runId, after, on, stop) {
  let last = after;
  let pause = FIRST_PAUSE;
  while (!stop.aborted) {
    const status = await read(runId, last, stop, {
      open: () => on.connection("open"),
      entry: (entry) => {
        // Not when it opens: a server that has nothing to say yet may close it again at once.
        pause = FIRST_PAUSE;
        last = entry.seq;
        on.entry(entry);
      },
    });
    if (stop.aborted || status === "finished") {
      return;
    }
    if (status === 401) {
      dispatchEvent(new Event("signed-out"));
    }
    if (FINAL.includes(status)) {
      on.over(status);
      return;
    }
    on.connection("lost");
    await waiting(pause, stop);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}

/** One connection; resolves to "finished" after the run's last event, else to the status, or null where there was no answer. */
async function read(runId, last, stop, on) {
  const broken = new AbortController();
  const lost = () => broken.abort();
  let watch = setTimeout(lost, SILENCE);
  addEventListener("offline", lost);
  try {
    const from = last < 0 ? "bare=true" : `after=${last}`;
    const response = await fetch(`api/runs/${encodeURIComponent(runId)}/events?${from}`, {
      headers: { Accept: "text/event-stream" },
      cache: "no-store",
      signal: AbortSignal.any([stop, broken.signal]),
    });
    if (response.status !== 200) {
      return response.status;
    }
    on.open();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(watch);
      watch = setTimeout(lost, SILENCE);
      const events = (text + piece.value).split("\n\n");
      text = events.pop();
      for (const entry of events.map(entryOf).filter(Boolean)) {
        if (stop.aborted) {
          return null;
        }
        on.entry(entry);
        if (entry.type === "RunFinished") {
          broken.abort();
          return "finished";
        }
      }
    }
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw error; // an event that is no JSON is a fault, and no lost connection
    }
    return null;
  } finally {
    clearTimeout(watch);
    removeEventListener("offline", lost);
  }
}

/** The data of a server-sent event, which is on one line; null for a sign of life. */
function entryOf(event) {
  const data = event.split("\n").find((line) => line.startsWith("data:"));
  return data ? JSON.parse(data.slice("data:".length)) : null;
}

/** Ends early when the network is back, or when nobody waits any longer. */
function waiting(millis, stop) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    addEventListener("online", done);
    stop.addEventListener("abort", done);
  });
}
