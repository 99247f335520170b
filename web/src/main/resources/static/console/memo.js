// Parts of a page that are shown anew only when something of them changes.

import { language } from "./i18n.js";
import { Component } from "./vendor.js";

/**
 * A component of `render` that is rendered again when one of its properties is another one, or the page's language is.
 *
 * @param same by a property's name: whether two values of it are shown alike, where that is not whether they are the same
 */
export const memo = (render, same = {}) => class extends Component {
  shouldComponentUpdate(next) {
    const names = Object.keys(next);
    return this.spoken !== language()
      || names.length !== Object.keys(this.props).length
      || names.some((name) => next[name] !== this.props[name] && !same[name]?.(next[name], this.props[name]));
  }

  render(props) {
    this.spoken = language();
    return render(props);
  }
};
