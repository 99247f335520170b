// What was seen of each model while the console was open, for the last minutes. It is lost with a reload.

const MOST = 180;

const histories = new Map();

/** Notes how many tokens a model has read and written by now. */
export function record({ name, loadedAt, metrics: { tokens } }, at = performance.now()) {
  let history = histories.get(name);
  const last = history?.samples.at(-1);
  if (!history || history.loadedAt !== loadedAt || tokens.generated < last.generated || tokens.prefilled < last.prefilled) {
    history = { loadedAt, samples: [] };
    histories.set(name, history);
  }
  const before = history.samples.at(-1);
  const seconds = before ? (at - before.at) / 1000 : 0;
  history.samples.push({
    at,
    generated: tokens.generated,
    prefilled: tokens.prefilled,
    write: seconds > 0 ? (tokens.generated - before.generated) / seconds : 0,
    read: seconds > 0 ? (tokens.prefilled - before.prefilled) / seconds : 0,
  });
  if (history.samples.length > MOST) {
    history.samples.shift();
  }
}

/** @returns {number[]} tokens a second, the newest last */
export const rates = (name, which) => (histories.get(name)?.samples ?? []).slice(1).map((sample) => sample[which]);
