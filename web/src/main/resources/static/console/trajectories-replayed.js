import { showPassage } from "./citation.js";
import { Steps } from "./steps.js";
import { Turn } from "./turn.js";
import { html } from "./vendor.js";

/** A citation in the answer leads to the quoted passage. */
function cite(event) {
  const cited = event.target.closest?.("[data-cite]");
  if (cited) {
    event.preventDefault();
    showPassage(event.currentTarget, cited.dataset.cite);
  }
}

/** A run as far as it is replayed: as a conversation shows it, without what would go on or be decided. */
export const Replayed = ({ run }) => html`
  <article class="turn reader-turn" onClick=${cite}>
    ${run.outcome
      ? html`<${Turn} turn=${{ runId: run.runId, input: run.input, outcome: run.outcome.kind, siblings: [], run }} titleId="replayed" />`
      : html`<h2 class="question" dir="auto">${run.input}</h2><${Steps} run=${run} live=${false} />`}
  </article>`;
