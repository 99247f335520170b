// All turns. Only those near the window are elements of the page; a short conversation is there as a whole, so that the
// browser's own search finds all of it. Follows the newest text while its end is in view.

import { findPassage, showPassage } from "./citation.js";
import { DownIcon } from "./icons.js";
import { styles } from "./styles.js";
import { Turn } from "./turn.js";
import { Component, Virtualizer, createRef, elementScroll, html, measureElement, observeElementOffset, observeElementRect } from "./vendor.js";
import { Welcome } from "./welcome.js";
import { t } from "./words/conversation.js";

await styles("conversation");

/** A conversation of at most so many turns is there as a whole. */
const WHOLE = 30;
/** Turns before and after the window that are there, too. */
const NEAR = 3;
/** A turn's height before it is known, in pixels. */
const GUESS = 320;
/** How far from the end still counts as at the end, in pixels. */
const NEAR_END = 80;
/** How many frames a turn may take to come up. */
const PATIENCE = 30;

/** Pixels that a turn may be out of view when it was scrolled to: its size is a fraction of them, and scrolling rounds twice. */
const SLACK = 4;

/** The turns that are there while those from `startIndex` to `endIndex` are in the window. */
function near({ startIndex, endIndex, overscan, count }) {
  const from = count <= WHOLE ? 0 : Math.max(0, startIndex - overscan);
  const to = count <= WHOLE ? count - 1 : Math.min(count - 1, endIndex + overscan);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

export class Conversation extends Component {
  scroller = createRef();
  state = { behind: false };
  #follows = true;
  #keyOf = null;
  #keys = [];
  #focused = null;
  #top = 0;
  #size = 0;
  #seeking = null;
  #frame = 0;
  #virtualizer = new Virtualizer(this.#options(this.props));

  #options({ turns }) {
    const keys = turns.map((turn, index) => turn.runId ?? `before-${index}`);
    if (keys.length !== this.#keys.length || keys.some((key, index) => key !== this.#keys[index])) {
      this.#keys = keys;
      this.#keyOf = (index) => keys[index];
    }
    return {
      count: turns.length,
      getItemKey: this.#keyOf ?? ((index) => index),
      getScrollElement: () => this.scroller.current,
      estimateSize: () => GUESS,
      paddingStart: 28,
      paddingEnd: 12,
      overscan: NEAR,
      rangeExtractor: near,
      scrollToFn: elementScroll,
      measureElement,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.forceUpdate(),
    };
  }

  componentDidMount() {
    this.unmount = this.#virtualizer._didMount();
    // What lies above the window must not push what is read; a turn that grows below its beginning does not.
    this.#virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _, { scrollOffset, itemSizeCache }) =>
      item.end <= scrollOffset || (item.start < scrollOffset && !itemSizeCache.has(item.key));
    this.componentDidUpdate({ turns: [], focus: null });
  }

  componentWillUnmount() {
    cancelAnimationFrame(this.#frame);
    this.unmount();
  }

  componentDidUpdate(before) {
    const { turns, focus } = this.props;
    this.#virtualizer._willUpdate();
    this.#virtualizer.measureElement(null);
    const place = focus ? turns.findIndex((turn) => turn.runId === focus) : -1;
    if (before.turns[0]?.runId !== turns[0]?.runId || before.turns.length !== turns.length) {
      // Another conversation, or another question in this one.
      this.#follows = place < 0 || place === turns.length - 1;
      this.#focused = null;
    }
    if (place >= 0 && place < turns.length - 1 && this.#focused !== focus) {
      this.#focused = focus;
      this.#goTo(place);
    } else if (this.#follows && (before.turns !== turns || this.#size !== this.#virtualizer.getTotalSize())) {
      this.toEnd();
    }
    this.#size = this.#virtualizer.getTotalSize();
    this.#load();
    this.#seek();
  }

  /** Asks for the runs of the turns that are there, once a frame. */
  #load() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const { turns, load } = this.props;
      const missing = this.#virtualizer.getVirtualItems().map(({ index }) => turns[index]).filter((turn) => turn?.run === null && turn.runId);
      if (load && missing.length > 0) {
        load(missing.map((turn) => turn.runId));
      }
    });
  }

  toEnd = () => {
    const element = this.scroller.current;
    this.#follows = true;
    element.scrollTop = element.scrollHeight;
  };

  watch = () => {
    if (!this.scroller.current) {
      return; // the last scrolling of a conversation that was just left
    }
    const { scrollHeight, scrollTop, clientHeight } = this.scroller.current;
    const left = scrollHeight - scrollTop - clientHeight;
    // Whoever scrolls back reads, however little it is; whoever comes near the end wants what is new.
    if (scrollTop < this.#top && left > 2) {
      this.#follows = false;
    } else if (scrollTop >= this.#top && left <= NEAR_END) {
      this.#follows = true;
    }
    this.#top = scrollTop;
    if ((left > NEAR_END) !== this.state.behind) {
      this.setState({ behind: left > NEAR_END });
    }
  };

  #goTo(index, align = "start") {
    this.#follows = false;
    this.#virtualizer.scrollToIndex(index, { align });
  }

  #turn(index) {
    return this.scroller.current?.querySelector(`.turn[data-index="${index}"]`);
  }

  /** Calls `act` with the turn's element as soon as it is there. */
  #withTurn(index, act, frames = PATIENCE) {
    const turn = this.#turn(index);
    if (turn) {
      act(turn);
    } else if (frames > 0) {
      requestAnimationFrame(() => this.#withTurn(index, act, frames - 1));
    }
  }

  click = (event) => {
    const cited = event.target.closest?.("[data-cite]");
    if (cited) {
      event.preventDefault();
      this.#seeking = { number: cited.dataset.cite, from: Number(cited.closest(".turn").dataset.index) };
      this.#seek();
    } else if (event.target.closest?.("summary, button") && this.props.turns.at(-1)?.run?.outcome) {
      // What is opened now is to be read from its beginning.
      this.#follows = false;
    }
  };

  /** Goes to the passage that is looked for, or loads what may hold it. */
  #seek() {
    if (!this.#seeking) {
      return;
    }
    const { number, from } = this.#seeking;
    const { index, missing } = findPassage(this.props.turns, number, from);
    if (missing) {
      this.props.load?.(missing);
      return;
    }
    this.#seeking = null;
    if (index >= 0) {
      this.#follows = false;
      if (!this.#turn(index)) {
        this.#goTo(index);
      }
      this.#withTurn(index, (turn) => showPassage(turn, number));
    }
  }

  /** Page keys go from turn to turn where the focus is on one and its end is in view. */
  keys = (event) => {
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    const turn = event.target.closest?.(".turn");
    if (!step || !turn || event.target.closest("textarea, input, dialog")) {
      return;
    }
    const window = this.scroller.current.getBoundingClientRect();
    const box = turn.getBoundingClientRect();
    const next = Number(turn.dataset.index) + step;
    const more = step > 0 ? box.bottom > window.bottom + SLACK : box.top < window.top - SLACK;
    if (more || !this.props.turns[next]) {
      return;
    }
    event.preventDefault();
    this.#goTo(next, step > 0 ? "start" : "end");
    this.#withTurn(next, (element) => element.focus({ preventScroll: true }));
  };

  render({ turns, info, ask, actions }, { behind }) {
    this.#virtualizer.setOptions(this.#options(this.props));
    const items = this.#virtualizer.getVirtualItems();
    return html`
      <div class="scroller" ref=${this.scroller} onScroll=${this.watch} onClick=${this.click} onKeyDown=${this.keys}>
        ${turns.length === 0 ? html`<div class="conversation"><${Welcome} info=${info} ask=${ask} /></div>` : html`
          <div class="conversation talk" role="feed" aria-label=${t("conversation")} style=${{ height: `${this.#virtualizer.getTotalSize()}px` }}>
            <div class="window" style=${{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
              ${items.map(({ index, key }) => html`
                <article class="turn" key=${key} ref=${this.#virtualizer.measureElement} data-index=${index} tabindex="0" aria-posinset=${index + 1}
                  aria-setsize=${turns.length} aria-labelledby=${`question-${index}`} aria-busy=${!turns[index].run?.outcome}>
                  <${Turn} turn=${turns[index]} actions=${actions} titleId=${`question-${index}`} />
                </article>`)}
            </div>
          </div>`}
        ${behind && html`<button class="to-end" type="button" aria-label=${t("toEnd")} onClick=${this.toEnd}><${DownIcon} /></button>`}
      </div>`;
  }
}
