// A button that opens a menu over everything else.

import { Component, createRef, html } from "./vendor.js";

const GAP = 4;

/**
 * @param items [{label, act, href, danger}]; with an address it is a link that saves a file
 * @param children what the button shows
 */
export class Menu extends Component {
  state = { open: false };
  button = createRef();
  menu = createRef();

  // The menu stands in the top layer, where no list cuts it off; so its place is the button's on the screen.
  toggled = ({ newState }) => {
    this.setState({ open: newState === "open" });
    if (newState === "open") {
      const { left, bottom, top, right } = this.button.current.getBoundingClientRect();
      const { style, offsetWidth, offsetHeight } = this.menu.current;
      style.left = `${Math.max(GAP, Math.min(left, right, innerWidth - offsetWidth - GAP))}px`;
      style.top = `${bottom + GAP + offsetHeight > innerHeight ? Math.max(GAP, top - GAP - offsetHeight) : bottom + GAP}px`;
      this.#entries()[0]?.focus();
    }
  };

  // Its entries are there while it is open: a long list has many menus.
  open = () => this.setState({ open: true }, () => this.menu.current.showPopover());

  close() {
    this.menu.current?.hidePopover();
    this.button.current?.focus();
  }

  keys = (event) => {
    const entries = this.#entries();
    const here = entries.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      entries[(next + entries.length) % entries.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      // Escape on the page stops a run.
      event.stopPropagation();
      this.close();
    }
  };

  chosen(item) {
    this.close();
    item.act?.();
  }

  #entries() {
    return [...this.menu.current.querySelectorAll("[role=menuitem]")];
  }

  render({ label, items, children }, { open }) {
    return html`
      <button class="quiet menu-button" type="button" ref=${this.button} aria-label=${label} title=${label} aria-haspopup="menu" aria-expanded=${open} onClick=${this.open}>${children}</button>
      <div class="menu-list" role="menu" aria-label=${label} popover="auto" ref=${this.menu} onToggle=${this.toggled} onKeyDown=${this.keys}>
        ${open && items.map((item) => (item.href
          ? html`<a role="menuitem" tabindex="-1" key=${item.label} href=${item.href} download="" title=${item.title} onClick=${() => this.chosen(item)}>${item.label}</a>`
          : html`<button role="menuitem" tabindex="-1" type="button" key=${item.label} data-danger=${item.danger} onClick=${() => this.chosen(item)}>${item.label}</button>`))}
      </div>`;
  }
}
