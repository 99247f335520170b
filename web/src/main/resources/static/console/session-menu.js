// What can be done with a conversation: the menu of the one that is shown, and of each in the list.

import { exportAddress, remove } from "./api-sessions.js";
import { MoreIcon } from "./icons.js";
import { Menu } from "./menu.js";
import { ShareDialog } from "./share-dialog.js";
import { Component, html } from "./vendor.js";
import { Confirm } from "./widgets.js";
import { t } from "./words/sessions.js";

const FORMATS = { markdown: "exportMarkdown", json: "exportJson", atif: "exportAtif" };

/** Whoever lists sessions hears "sessions" at the window when one was deleted, renamed or made here. */
export const changed = () => dispatchEvent(new Event("sessions"));

/**
 * @param id of the session
 * @param leaf the last run of the branch that is shown; null for the newest
 * @param rename is called to name it anew; without it that is not offered
 * @param deleted is called when it was deleted
 */
export class SessionMenu extends Component {
  state = { dialog: null };

  close = () => this.setState({ dialog: null });

  delete = async () => {
    await remove(this.props.id);
    changed();
    this.props.deleted();
  };

  render({ id, title, leaf, label, rename }, { dialog }) {
    const items = [
      ...(rename ? [{ label: t("rename"), act: rename }] : []),
      { label: t("share"), act: () => this.setState({ dialog: "share" }) },
      ...Object.entries(FORMATS).map(([format, name]) => ({
        label: t(name), title: t("exportHint"), href: exportAddress(id, format, format === "markdown" ? leaf : null),
      })),
      { label: t("delete"), danger: true, act: () => this.setState({ dialog: "delete" }) },
    ];
    return html`
      <${Menu} label=${label ?? t("menu")} items=${items}><${MoreIcon} /><//>
      ${dialog === "share" && html`<${ShareDialog} id=${id} leaf=${leaf} close=${this.close} />`}
      ${dialog === "delete" && html`
        <${Confirm} title=${t("deleteTitle")} text=${t("deleteText", title || t("untitled"))} verb=${t("deleteVerb")} act=${this.delete} close=${this.close} />`}`;
  }
}
