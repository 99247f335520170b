import * as api from "./api-model.js";
import { bytes, duration } from "./format.js";
import { poll } from "./poll.js";
import { address } from "./route.js";
import { Component, html } from "./vendor.js";
import { Bar, Empty, Problem } from "./widgets.js";
import { t } from "./words/model.js";

const QUANTIZATIONS = ["auto", "none", "int8", "int4", "int4-symmetric"];
const BUSY = 400;
const IDLE = 3000;

const isOver = ({ state }) => state !== "queued" && state !== "running";

class Form extends Component {
  state = { source: "folder", place: "", quantize: "auto", busy: false, problem: null };

  set = (name) => (event) => this.setState({ [name]: event.target.value, problem: null });

  submit = async (event) => {
    event.preventDefault();
    const { source, place, quantize } = this.state;
    this.setState({ busy: true, problem: null });
    try {
      await api.startImport({ [source]: place.trim(), quantize });
      this.setState({ busy: false, place: "" });
    } catch (problem) {
      this.setState({ busy: false, problem });
    }
    this.props.ordered();
  };

  render(_, { source, place, quantize, busy, problem }) {
    return html`
      <form class="card model-form" aria-label=${t("import")} onSubmit=${this.submit}>
        <label class="field"><span>${t("source")}</span>
          <select value=${source} onChange=${this.set("source")}>
            <option value="folder">${t("sourceFolder")}</option><option value="repo">${t("sourceRepo")}</option>
          </select></label>
        <div class="field model-place"><label for="import-place">${t(source === "folder" ? "place_folder" : "place_repo")}</label>
          <input id="import-place" required value=${place} placeholder=${source === "folder" ? "/models/glm-4-9b-chat" : "THUDM/GLM-4-9B-0414"}
            autocomplete="off" spellcheck=${false} dir="ltr" aria-invalid=${Boolean(problem)} aria-describedby="import-hint" onInput=${this.set("place")} />
          <small id="import-hint" class=${problem ? "wrong" : ""} role=${problem ? "alert" : undefined}>${problem?.message ?? t(source === "folder" ? "hint_folder" : "hint_repo")}</small></div>
        <label class="field"><span>${t("quantize")}</span>
          <select value=${quantize} onChange=${this.set("quantize")}>
            ${QUANTIZATIONS.map((kind) => html`<option key=${kind} value=${kind}>${t(`quantize_${kind}`)}</option>`)}
          </select></label>
        <button class="button primary" type="submit" disabled=${busy}>${t("startImport")}</button>
      </form>`;
  }
}

function progressText({ done, total, bytesPerSecond, secondsLeft }) {
  if (!total) {
    return t("soon");
  }
  const parts = [t("doneOf", bytes(done), bytes(total))];
  if (bytesPerSecond) {
    parts.push(t("rate", bytes(bytesPerSecond)), t("left", duration(secondsLeft * 1000)));
  }
  return parts.join(" · ");
}

function Job({ job, remove }) {
  const name = job.repo ?? job.folder;
  return html`
    <li class="card model-job" aria-label=${t("importOf", name)}>
      <div class="model-job-head"><strong>${name}</strong><span class="badge">${t(`quantize_${job.quantize}`)}</span>
        <span class="badge" data-state=${job.state}>${t(`import_${job.state}`)}</span></div>
      ${job.state === "running" && html`<${Bar} label=${t(job.phase)} value=${job.total ? job.done : undefined} max=${job.total || 1} text=${progressText(job)} />`}
      ${job.state === "interrupted" && html`<p class="model-note">${t("interruptedHint")}</p>`}
      ${job.problem && html`<p class="model-problem" role="alert">${job.problem}</p>`}
      ${job.notes?.split("\n").map((note) => html`<p key=${note} class="model-note">${note}</p>`)}
      ${job.model && html`<p><a href=${address("model", job.model)}>${job.model}</a></p>`}
      <div class="model-actions"><button class="button" type="button" aria-label=${t(isOver(job) ? "forgetNamed" : "cancelNamed", name)}
        onClick=${() => remove(job.id)}>${t(isOver(job) ? "forget" : "cancel")}</button></div>
    </li>`;
}

/** Orders imports and shows how far they are; they go on without the page. */
export class ImportPanel extends Component {
  state = { jobs: null, problem: "", denied: false };

  componentDidMount() {
    this.polling = poll(this.look, () => (this.state.jobs?.every(isOver) === false ? BUSY : IDLE));
  }

  componentWillUnmount() {
    this.polling.stop();
  }

  look = async () => {
    if (this.state.denied) {
      return;
    }
    const before = this.state.jobs;
    try {
      const jobs = await api.imports();
      this.setState({ jobs, problem: "" });
      if (before && jobs.filter(isOver).length !== before.filter(isOver).length) {
        this.props.changed();
      }
    } catch (error) {
      this.setState(error.status === 403 ? { denied: true } : { problem: error.message });
    }
  };

  remove = async (id) => {
    try {
      await api.removeImport(id);
    } catch (error) {
      this.setState({ problem: error.message });
    }
    this.polling.now();
  };

  render(_, { jobs, problem, denied }) {
    if (denied) {
      return html`<h2>${t("import")}</h2><${Empty} title=${t("denied")} hint=${t("deniedHint")} />`;
    }
    return html`
      <h2>${t("import")}</h2>
      <${Form} ordered=${() => this.polling.now()} />
      ${problem && html`<${Problem} text=${problem} retry=${() => this.polling.now()} />`}
      ${jobs?.length === 0 && html`<p class="empty">${t("noImports")}</p>`}
      ${jobs?.length > 0 && html`<ul class="model-jobs">${jobs.map((job) => html`<${Job} key=${job.id} job=${job} remove=${this.remove} />`)}</ul>`}`;
  }
}
