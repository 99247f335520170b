// One tool, called by hand.

import { filesOf, tryTool } from "./api-tools.js";
import { Code, pretty } from "./code.js";
import { duration } from "./format.js";
import { addressIn, fileName, imageIn } from "./session-files.js";
import { argumentsOf, fieldsOf, textsOf } from "./tools-fields.js";
import { Component, html } from "./vendor.js";
import { Problem, Tabs } from "./widgets.js";
import { t } from "./words/tools.js";

const CODE = {
  python: { label: "code", example: "print(sum(range(10)))" },
  simple_browser: { label: "command", example: 'open_url("https://example.org")' },
  cogview: { label: "prompt", example: "" },
};

function Field({ field, text, problem, change }) {
  const id = `argument-${field.name}`;
  const common = {
    id, "aria-invalid": Boolean(problem), "aria-describedby": `${id}-about`, onInput: (event) => change(event.currentTarget.value),
  };
  const about = problem ? t(`not_${problem}`) : field.description;
  return html`
    <div class="field">
      <label for=${id}><code>${field.name}</code>${field.required ? ` ${t("requiredMark")}` : ""}</label>
      ${field.kind === "boolean" || field.kind === "choice"
        ? html`
          <select ...${common} value=${text}>
            <option value="">${t("notGiven")}</option>
            ${field.kind === "boolean"
              ? ["true", "false"].map((word) => html`<option key=${word} value=${word}>${word}</option>`)
              : field.choices.map((choice, i) => html`<option key=${i} value=${String(i)}>${typeof choice === "string" ? choice : JSON.stringify(choice)}</option>`)}
          </select>`
        : field.kind === "lines" || field.kind === "json"
          ? html`<textarea ...${common} class="mono" rows="3" value=${text} placeholder=${field.kind === "lines" ? t("onePerLine") : "{}"}></textarea>`
          : html`<input ...${common} value=${text} inputmode=${field.kind === "text" ? "text" : "decimal"} autocomplete="off" />`}
      <small id=${`${id}-about`} class=${problem ? "wrong" : ""}>${about}</small>
    </div>`;
}

function Image({ uri, session }) {
  const from = session && imageIn(filesOf(session), uri);
  return from
    ? html`<img class="tried-picture" src=${from} alt=${uri.startsWith("data:") ? t("picture") : fileName(uri)} />`
    : html`<p>${t("picture")}: ${uri}</p>`;
}

/** What a model would have got. */
export function Observation({ answer, session }) {
  return html`
    <section class="tried" aria-label=${t("observation")}>
      <p class="tried-facts" role="status">
        ${answer.failed ? html`<span class="badge tried-failed">${t("failedWith", answer.failed)}</span>` : html`<span class="badge">${t("done")}</span>`}
        ${answer.durationMillis !== undefined && html`<span>${duration(answer.durationMillis)}</span>`}
        ${answer.observation.trust === "UNTRUSTED" && html`<span class="tried-outside">${t("outside")}</span>`}
      </p>
      ${answer.observation.passages.map((passage, i) => html`<${Passage} key=${i} passage=${passage} session=${session} />`)}
    </section>`;
}

function Passage({ passage, session }) {
  const text = passage.content.filter((part) => part.type === "Text").map((part) => part.text).join("\n");
  const images = passage.content.filter((part) => part.type === "Image");
  const json = pretty(text);
  const files = (passage.items ?? []).filter((item) => session && addressIn(filesOf(session), item.url));
  return html`
    <div class="tried-passage">
      ${passage.metadata && html`<code class="metadata">${passage.metadata}</code>`}
      ${text && html`<div class="code"><${Code} label=${t("result")} text=${json ?? text} language=${json ? "json" : "text"} /></div>`}
      ${!text && images.length === 0 && html`<p class="soft">${t("nothing")}</p>`}
      ${images.map((image) => html`<${Image} key=${image.uri} uri=${image.uri} session=${session} />`)}
      ${files.length > 0 && html`<ul class="tried-files">${files.map((file) => html`
        <li key=${file.url}><a href=${addressIn(filesOf(session), file.url)} download=${fileName(file.url)}>${file.title || file.url}</a></li>`)}</ul>`}
    </div>`;
}

export class Try extends Component {
  fields = fieldsOf(this.props.tool.parameters);
  function = this.props.tool.kind === "FUNCTION";
  state = {
    view: this.fields.length ? "form" : "json",
    texts: {},
    text: this.function ? "{}" : CODE[this.props.tool.name]?.example ?? "",
    problems: {}, problem: "", running: false, answer: null, session: null,
  };

  componentWillUnmount() {
    this.stopping?.abort();
  }

  /** What is typed in one view stands in the other. */
  look = (view) => {
    if (view === "json") {
      this.setState(({ texts }) => ({ view, text: JSON.stringify(argumentsOf(this.fields, texts).value, null, 2), problem: "" }));
      return;
    }
    try {
      this.setState({ view, texts: textsOf(this.fields, JSON.parse(this.state.text)), problems: {}, problem: "" });
    } catch (error) {
      this.setState({ problem: t("notJson", error.message) });
    }
  };

  run = async (event) => {
    event.preventDefault();
    let given = this.state.text;
    if (this.function && this.state.view === "form") {
      const { value, problems } = argumentsOf(this.fields, this.state.texts);
      if (Object.keys(problems).length) {
        this.setState({ problems }, () => document.querySelector('.try [aria-invalid="true"]')?.focus());
        return;
      }
      given = value;
    }
    this.stopping = new AbortController();
    this.setState({ running: true, problems: {}, problem: "", answer: null });
    try {
      const answer = await this.called(given, this.state.session);
      this.setState({ answer, session: answer.sessionId, running: false });
    } catch (error) {
      this.setState({ problem: this.stopping.signal.aborted ? t("stopped") : error.message, running: false });
    }
  };

  /** A session that the server has forgotten is begun anew. */
  async called(given, session) {
    const { name } = this.props.tool;
    try {
      return await tryTool(name, { arguments: given, sessionId: session ?? undefined }, this.stopping.signal);
    } catch (error) {
      if (error.code !== "session_not_found") {
        throw error;
      }
      return tryTool(name, { arguments: given }, this.stopping.signal);
    }
  }

  anew = () => this.setState({ session: null, answer: null, problem: "" });

  arguments({ view, text, texts, problems }) {
    if (!this.function) {
      const label = t(CODE[this.props.tool.name]?.label ?? "input");
      return html`<label class="field"><span>${label}</span>
        <textarea class="mono" rows="6" spellcheck="false" value=${text} onInput=${(event) => this.setState({ text: event.currentTarget.value })}></textarea></label>`;
    }
    return html`
      <${Tabs} label=${t("arguments")} tabs=${[{ id: "form", title: t("form") }, { id: "json", title: "JSON" }]} chosen=${view} choose=${this.look}>
        ${view === "form"
          ? this.fields.length
            ? this.fields.map((field) => html`<${Field} key=${field.name} field=${field} text=${texts[field.name] ?? ""} problem=${problems[field.name]}
                change=${(value) => this.setState((now) => ({ texts: { ...now.texts, [field.name]: value } }))} />`)
            : html`<p>${t("noParameters")}</p>`
          : html`<label class="field"><span>${t("argumentsJson")}</span>
              <textarea class="mono" rows="6" spellcheck="false" value=${text} onInput=${(event) => this.setState({ text: event.currentTarget.value })}></textarea></label>`}
      <//>`;
  }

  render({ tool }, state) {
    return html`
      <form class="try card" aria-label=${t("tryIt")} onSubmit=${this.run} novalidate>
        <h2>${t("tryIt")}</h2>
        <p class="soft">${t("tryHint")}${tool.traits.includes("changes_state") ? ` ${t("realHint")}` : ""}</p>
        ${this.arguments(state)}
        <div class="try-buttons">
          ${state.running
            ? html`<button key="stop" class="button" type="button" onClick=${() => this.stopping.abort()}>${t("stop")}</button>`
            : html`<button key="run" class="button primary" type="submit">${t("run")}</button>`}
          ${state.session && !state.running && html`<button class="quiet" type="button" onClick=${this.anew}>${t("anew")}</button>`}
          <span class="soft" role="status">${state.running ? t("running") : ""}</span>
        </div>
        ${state.problem && html`<${Problem} text=${state.problem} />`}
        ${state.answer && html`<${Observation} answer=${state.answer} session=${state.session} />`}
      </form>`;
  }
}
