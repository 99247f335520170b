// Images that tools made: in the result, and larger over the page.

import { DownloadIcon } from "./icons.js";
import { fileName, imageAddress } from "./session-files.js";
import { Component, html } from "./vendor.js";
import { Dialog } from "./widgets.js";
import { t } from "./words/conversation.js";

export class Picture extends Component {
  state = { large: false };

  open = () => this.setState({ large: true });

  close = () => this.setState({ large: false });

  render({ uri, session, caption }, { large }) {
    const source = imageAddress(uri, session);
    if (!source) {
      return html`<p class="image-name">${t("image", uri)}</p>`;
    }
    const name = uri.startsWith("data:") ? t("imageOfTool") : fileName(uri);
    return html`
      <figure class="picture-box">
        <button class="picture-open" type="button" aria-label=${t("enlarge", name)} onClick=${this.open}>
          <img class="picture" src=${source} alt=${caption || name} />
        </button>
        ${large && html`
          <${Dialog} title=${name} close=${this.close} footer=${html`
              <a class="button" href=${source} download=${uri.startsWith("data:") ? "image" : name}><${DownloadIcon} />${t("download")}</a>`}>
            <div class="picture-large"><img src=${source} alt=${caption || name} /></div>
            ${caption && html`<p class="picture-caption" dir="auto">${caption}</p>`}
          <//>`}
      </figure>`;
  }
}
