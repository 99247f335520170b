import { DownIcon } from "./icons.js";
import { Turn } from "./turn.js";
import { Component, createRef, html } from "./vendor.js";

const examples = [
  ["Calculate", "What is 48213 * 77?"],
  ["Count days", "How many days are there between 2024-01-01 and 2026-11-23?"],
  ["Sort", "Sort these numbers: 5, 3, 99, 1"],
  ["用中文问", "345 乘以 78 是多少？"],
];

function Welcome({ info, ask }) {
  return html`
    <div class="welcome">
      <h1>What shall I work out?</h1>
      <p>${info ? html`<strong>${info.model}</strong> plans, calls its tools and answers; each step shows here as it happens.` : "Connecting…"}</p>
      <ul class="examples">
        ${examples.map(([what, question]) => html`
          <li><button type="button" onClick=${() => ask(question)}><span>${what}</span>${question}</button></li>`)}
      </ul>
    </div>`;
}

/** All turns. Follows the newest text while its end is in view. */
export class Conversation extends Component {
  scroller = createRef();
  state = { behind: false };

  getSnapshotBeforeUpdate(before) {
    const asked = before.turns.length !== this.props.turns.length || before.turns[0]?.runId !== this.props.turns[0]?.runId;
    return asked || !this.#behind();
  }

  componentDidUpdate(before, _, follows) {
    if (follows && before.turns !== this.props.turns) {
      this.toEnd();
    }
    this.loadMissing();
  }

  componentDidMount() {
    this.loadMissing();
  }

  loadMissing() {
    const missing = this.props.turns.filter((turn) => turn.run === null);
    if (missing.length > 0) {
      this.props.load(missing.map((turn) => turn.runId));
    }
  }

  toEnd = () => {
    const element = this.scroller.current;
    element.scrollTop = element.scrollHeight;
  };

  watch = () => {
    const behind = this.#behind();
    if (behind !== this.state.behind) {
      this.setState({ behind });
    }
  };

  #behind() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller.current;
    return scrollHeight - scrollTop - clientHeight > 80;
  }

  render({ turns, info, ask, actions }, { behind }) {
    return html`
      <div class="scroller" ref=${this.scroller} onScroll=${this.watch}>
        <div class="conversation">
          ${turns.length === 0
            ? html`<${Welcome} info=${info} ask=${ask} />`
            : turns.map((turn, index) => html`<${Turn} key=${turn.runId ?? index} turn=${turn} actions=${actions} />`)}
        </div>
        ${behind && html`<button class="to-end" type="button" aria-label="Go to the newest text" onClick=${this.toEnd}><${DownIcon} /></button>`}
      </div>`;
  }
}
