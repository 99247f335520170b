/**
 * Guardrails: what finds secrets and personal data in texts, and the checks that keep them, or too much, or a tool,
 * from passing the agent's border; see {@link io.alltools.agent.Checks}.
 */
@NullMarked
package io.alltools.agent.guard;

import org.jspecify.annotations.NullMarked;
