package io.alltools.agent.guard;

import io.alltools.agent.Checks;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.Set;

/**
 * Puts tags in the place of what is sensitive in the arguments of tools that {@linkplain Trait#SENDS_DATA send data}.
 * An argument that the tool itself calls a password, a token or a key may hold one: it is what the argument is for.
 */
public record RedactCalls(Redaction redaction) implements Checks.CallCheck {

    @Override
    public Checks.Finding check(ToolSpec tool, Set<Trait> traits, ToolCall call) {
        if (!traits.contains(Trait.SENDS_DATA)) {
            return Checks.Finding.PASS;
        }
        return new Checks.Finding.Replace(
                switch (tool.kind()) {
                    case BUILT_IN -> redaction.redact(call.arguments());
                    case FUNCTION -> inJson(tool, call.arguments());
                });
    }

    private String inJson(ToolSpec tool, String arguments) {
        try {
            return redaction.redactJson(
                    arguments,
                    Redaction.Tags.BY_KIND,
                    (depth, name) -> depth == 1
                            && SecretForms.namesSecret(name)
                            && tool.parameters().path("properties").has(name));
        } catch (IllegalArgumentException e) {
            // No tool gets it; the observation quotes it.
            return redaction.redact(arguments);
        }
    }
}
