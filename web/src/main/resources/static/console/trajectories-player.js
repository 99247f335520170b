import { number } from "./format.js";
import { FirstIcon, LastIcon, NextIcon, PauseIcon, PlayIcon, PreviousIcon } from "./icons.js";
import { Component, html } from "./vendor.js";
import { t } from "./words/trajectories-reader.js";

const SPEEDS = [0.5, 1, 2, 4];
/** How long a step stands at speed 1. */
const MILLIS = 1500;

const moves = {
  ArrowLeft: (at) => at - 1, ArrowRight: (at) => at + 1, Home: () => 0, End: (_, last) => last,
};

/** Goes through the steps of a run: `at` is how many of `last` are shown, `go` shows another number. */
export class Player extends Component {
  state = { playing: false, speed: 1 };
  #timer = 0;

  componentDidMount() {
    addEventListener("keydown", this.key);
  }

  componentWillUnmount() {
    removeEventListener("keydown", this.key);
    clearTimeout(this.#timer);
  }

  componentDidUpdate(before, was) {
    const { at, last } = this.props;
    const { playing, speed } = this.state;
    if (playing && at === last) {
      this.setState({ playing: false });
    } else if (playing !== was.playing || speed !== was.speed || at !== before.at) {
      clearTimeout(this.#timer);
      if (playing) {
        this.#timer = setTimeout(() => this.go(this.props.at + 1), MILLIS / speed);
      }
    }
  }

  // Whoever writes, chooses or goes through tabs means these.
  key = (event) => {
    const elsewhere = event.target.closest?.("input, textarea, select, [role=tablist], dialog, pre, [contenteditable]");
    if (moves[event.key] && !elsewhere && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.move(moves[event.key]);
    }
  };

  go(at) {
    const next = Math.max(0, Math.min(this.props.last, at));
    if (next !== this.props.at) {
      this.props.go(next);
    }
  }

  move(move) {
    this.setState({ playing: false });
    this.go(move(this.props.at, this.props.last));
  }

  play = () => {
    const playing = !this.state.playing;
    if (playing && this.props.at === this.props.last) {
      this.props.go(0);
    }
    this.setState({ playing });
  };

  render({ at, last }, { playing, speed }) {
    const button = (label, Icon, key, disabled) => html`
      <button class="button" type="button" aria-label=${label} title=${label} disabled=${disabled} onClick=${() => this.move(moves[key])}><${Icon} /></button>`;
    const where = at === 0 ? t("atStart", number(last)) : t("at", number(at), number(last));
    return html`
      <div class="player card" role="group" aria-label=${t("replay")} title=${t("keys")}>
        ${button(t("first"), FirstIcon, "Home", at === 0)}
        ${button(t("previous"), PreviousIcon, "ArrowLeft", at === 0)}
        <button class="button primary" type="button" aria-label=${playing ? t("pause") : t("play")} title=${playing ? t("pause") : t("play")}
          disabled=${last === 0} onClick=${this.play}><${playing ? PauseIcon : PlayIcon} /></button>
        ${button(t("next"), NextIcon, "ArrowRight", at === last)}
        ${button(t("last"), LastIcon, "End", at === last)}
        <input type="range" min="0" max=${last} step="1" value=${at} aria-label=${t("position")} aria-valuetext=${where}
          onInput=${(event) => this.move(() => Number(event.target.value))} />
        <select class="input" aria-label=${t("speed")} title=${t("speed")} value=${String(speed)} onChange=${(event) => this.setState({ speed: Number(event.target.value) })}>
          ${SPEEDS.map((each) => html`<option key=${each} value=${String(each)}>${t("times", number(each))}</option>`)}
        </select>
        <output class="player-at" role="status">${where}</output>
      </div>`;
  }
}
