package io.alltools.agent.guard;

import io.alltools.agent.Checks;
import io.alltools.agent.ToolSpec;

/** Puts tags in the place of what is sensitive in a tool's result, before the model sees it. */
public record RedactResults(Redaction redaction) implements Checks.ResultCheck {

    @Override
    public Checks.Finding check(ToolSpec tool, String text) {
        return new Checks.Finding.Replace(redaction.redact(text));
    }
}
