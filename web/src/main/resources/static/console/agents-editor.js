// One agent: its form, and its file as it is written.

import { agent, agentText, agents as allAgents, putAgent, putAgentText } from "./api-agents.js";
import { tools as allTools } from "./api-tools.js";
import { definitionOf, formOf } from "./agents-fields.js";
import { AgentForm } from "./agents-form.js";
import { address } from "./route.js";
import { Component, html } from "./vendor.js";
import { Loading, Problem, Tabs } from "./widgets.js";
import { t } from "./words/agents.js";

/** @param name null for a new one; @param from the name of one to begin with, or null */
export class Editor extends Component {
  state = { view: "form", before: null, form: null, text: "", problems: {}, problem: "", broken: "", tools: [], agents: [], busy: false, dirty: false };

  componentDidMount() {
    this.load();
  }

  load = async () => {
    const { name, from } = this.props;
    try {
      const [tools, agents] = await Promise.all([allTools(), allAgents()]);
      const base = name ?? from;
      let before = {};
      let broken = "";
      if (base) {
        try {
          before = await agent(base);
        } catch (error) {
          if (error.code !== "agent_broken") {
            throw error;
          }
          broken = error.message;
        }
      }
      const known = agents.find((each) => each.name === base)?.error ?? "";
      if (from) {
        before = { ...before, name: t("copyOf", from) };
      }
      const text = name ? await agentText(name) : "";
      this.setState({
        tools, agents: agents.filter((each) => each.name !== name), before, form: formOf(before), text,
        broken: broken || known, view: broken ? "file" : "form", problem: "",
      });
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  change = (field, value) => this.setState(({ form, problems }) => ({ dirty: true, form: { ...form, [field]: value }, problems: { ...problems, [field]: "" } }));

  save = async (event) => {
    event.preventDefault();
    const { view, form, before, text } = this.state;
    const { definition, problems } = definitionOf(form, before);
    if (view === "form" && Object.keys(problems).length) {
      this.wrong(Object.fromEntries(Object.entries(problems).map(([field, kind]) => [field, t(`not_${kind}`)])));
      return;
    }
    const name = this.props.name ?? definition.name;
    this.setState({ busy: true, problem: "", problems: {} });
    try {
      if (!this.props.name && (await allAgents()).some((each) => each.name === name)) {
        this.wrong({ name: t("nameTaken") });
        return;
      }
      await (view === "file" ? putAgentText(name, text) : putAgent(name, definition));
      this.props.saved(name);
    } catch (error) {
      const field = this.fieldOf(error.param);
      if (view === "form" && field) {
        this.wrong({ [field]: error.message });
      } else {
        this.setState({ busy: false, problem: error.message });
      }
    }
  };

  /** The field of the form that the API's name means: "policy[0].verdict" is in policy. */
  fieldOf(param) {
    const { form } = this.state;
    return [param, param?.replace(/[.[].*$/, "")].find((name) => name && name in form);
  }

  wrong(problems) {
    this.setState({ busy: false, problems }, () => document.querySelector('.agent [aria-invalid="true"]')?.focus());
  }

  render({ name, from }, { view, form, text, problems, problem, broken, tools, agents, busy, dirty }) {
    if (!form) {
      return problem ? html`<${Problem} text=${problem} retry=${this.load} />` : html`<${Loading} />`;
    }
    const tabs = [{ id: "form", title: t("form") }, ...(name ? [{ id: "file", title: t("file") }] : [])];
    return html`
      <p><a href=${address("agents")}>${t("all")}</a></p>
      <form class="agent card" aria-label=${name ?? t("create")} onSubmit=${this.save} novalidate>
        <h2>${name ?? (from ? t("duplicateOf", from) : t("create"))}</h2>
        ${broken && html`<${Problem} text=${broken} />`}
        <${Tabs} label=${t("views")} tabs=${tabs} chosen=${view} choose=${(id) => this.setState({ view: id, problem: "" })}>
          ${view === "form"
            ? html`<${AgentForm} form=${form} problems=${problems} change=${this.change} tools=${tools} agents=${agents} fresh=${!name} />`
            : html`<label class="field"><span>${t("fileLabel")}</span>
                <textarea class="mono" rows="20" spellcheck="false" value=${text} onInput=${(event) => this.setState({ text: event.currentTarget.value, dirty: true })}></textarea>
                <small>${t("fileHint")}</small></label>`}
        <//>
        ${problem && html`<${Problem} text=${problem} />`}
        <div class="agent-buttons">
          <button class="button primary" type="submit" disabled=${busy}>${busy ? t("saving") : t("save")}</button>
          <a class="button" href=${address("agents")}>${t("cancel")}</a>
          ${name && !dirty && !broken && html`<a class="button" href=${`#/?agent=${encodeURIComponent(name)}`}>${t("tryIt")}</a>`}
          ${view === "form" && name && html`<small>${t("formHint")}</small>`}
        </div>
      </form>`;
  }
}
