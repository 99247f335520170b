// Replays a recorded run step by step, from its events alone.

import { record, rate, rateStep, rating, stats, trajectory } from "./api-trajectories.js";
import { follow } from "./follow.js";
import { date, number } from "./format.js";
import { address } from "./route.js";
import { apply, newRun } from "./run-state.js";
import { Given } from "./trajectories-given.js";
import { Player } from "./trajectories-player.js";
import { Preview } from "./trajectories-preview.js";
import { Rating } from "./trajectories-rating.js";
import { Replayed } from "./trajectories-replayed.js";
import { Outcome } from "./trajectories-table.js";
import { Component, html } from "./vendor.js";
import { Loading, Problem } from "./widgets.js";
import { t } from "./words/trajectories-reader.js";

/** Where each step of the model ends among the events, the run's end with the last one. */
export function endsOf(entries) {
  const begins = entries.flatMap((entry, index) => (entry.type === "StepStarted" ? [{ step: entry.step, index }] : []));
  // A step that began again is one step, which ends where the next one begins.
  const steps = begins.filter(({ step }, i) => begins.findLastIndex((other) => other.step === step) === i);
  const first = begins[0]?.index ?? entries.length;
  return [first, ...steps.map((_, i) => steps[i + 1]?.index ?? entries.length)];
}

export class Reader extends Component {
  state = { run: null, given: null, rated: null, entries: [], at: null, version: 0, tasks: [], problem: "" };
  #pending = [];
  #frame = 0;
  #stop = () => {};

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    this.#stop();
    cancelAnimationFrame(this.#frame);
  }

  load = async () => {
    const { runId } = this.props;
    this.#stop();
    this.#pending = [];
    this.setState({ problem: "", entries: [] });
    try {
      const [run, rated, given] = await Promise.all([trajectory(runId), rating(runId), record(runId)]);
      this.setState({ run, rated, given });
      this.#stop = follow(runId, -1, { entry: this.#take, connection: () => {}, over: () => {} });
    } catch (error) {
      this.setState({ problem: error.message });
    }
    stats({}).then(({ tasks }) => this.setState({ tasks: tasks.map(({ task }) => task).filter(Boolean) }), () => {});
  };

  /** Many events come at once: one rendering a frame. */
  #take = (entry) => {
    this.#pending.push(entry);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.setState({ entries: [...this.#pending] }));
  };

  saved = () => this.setState({ version: this.state.version + 1 });

  render({ runId, list }, { run, given, rated, entries, at, version, tasks, problem }) {
    const back = html`<a class="quiet" href=${`${address("trajectories")}${list.size ? `?${list}` : ""}`}>← ${t("back")}</a>`;
    if (problem) {
      return html`<div class="reader-page">${back}<${Problem} text=${problem} retry=${this.load} /></div>`;
    }
    if (!run || entries.length === 0) {
      return html`<div class="reader-page">${back}<${Loading} /></div>`;
    }
    const ends = endsOf(entries);
    const last = ends.length - 1;
    const here = Math.min(at ?? last, last);
    const folded = entries.slice(0, ends[here]).reduce(apply, newRun(runId, ""));
    const over = entries.at(-1).type === "RunFinished";
    const step = folded.steps.at(-1)?.number;
    return html`
      <div class="reader-page">
        <div class="page-head reader-head">${back}
          <span class="reader-facts"><${Outcome} run=${{ ...run, live: run.live && !over }} /> <span>${run.model}</span> <time datetime=${run.startedAt}>${date(run.startedAt)}</time></span>
          <a class="button" href=${address("run", runId)}>${t("conversation")}</a>
        </div>
        <div class="reader">
          <section class="reader-run" aria-label=${t("replay")}>
            <${Player} at=${here} last=${last} go=${(next) => this.setState({ at: next })} />
            ${!over && html`<p class="hint-line">${run.live ? t("running") : t("brokenOff")}</p>`}
            <${Given} record=${given} />
            <${Replayed} run=${folded} />
          </section>
          <div class="reader-side">
            <${Rating} key="run" title=${t("ratingOfRun")} rating=${rated} whole=${true} tasks=${tasks} saved=${this.saved}
              save=${(next) => rate(runId, next)} />
            ${here === 0 || !step
              ? html`<p class="hint-line">${t("noStep")}</p>`
              : html`<${Rating} key=${`step ${step}`} title=${t("ratingOfStep", number(step))} rating=${rated.steps[step]} saved=${this.saved}
                  save=${async (next) => (rated.steps[step] = await rateStep(runId, step, next))} />`}
            <${Preview} runId=${runId} version=${`${version} ${over}`} />
          </div>
        </div>
      </div>`;
  }
}
