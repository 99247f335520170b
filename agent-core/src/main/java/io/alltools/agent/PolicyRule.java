package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of some calls.
 *
 * @param tool the tool's name, in which {@code *} stands for any characters
 * @param arguments a regular expression that is found in the call's arguments; null for any arguments
 * @param session the session's id; null for all
 * @param trust the conversation's trust; null for either
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyRule(
        ToolPolicy.Verdict verdict,
        String tool,
        @Nullable String arguments,
        @Nullable String session,
        @Nullable Trust trust) {

    /** @throws IllegalArgumentException when the arguments are no regular expression */
    public PolicyRule {
        if (arguments != null) {
            try {
                Pattern ignored = Pattern.compile(arguments);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "the rule for " + tool + " has the arguments \"" + arguments
                                + "\", which is no regular expression: " + e.getDescription(),
                        e);
            }
        }
    }

    /** For all calls of a tool. */
    public static PolicyRule of(ToolPolicy.Verdict verdict, String tool) {
        return new PolicyRule(verdict, tool, null, null, null);
    }

    boolean matches(ToolCall call, ToolPolicy.Context context) {
        return Pattern.matches(glob(tool), call.name())
                && (arguments == null
                        || Pattern.compile(arguments, Pattern.DOTALL)
                                .matcher(call.arguments())
                                .find())
                && (session == null || session.equals(context.sessionId()))
                && (trust == null || trust == context.trust());
    }

    ToolPolicy.Judgement judgement() {
        return new ToolPolicy.Judgement(
                verdict,
                switch (verdict) {
                    case ALLOW -> "";
                    case ASK -> "the rule for " + tool + " says ask";
                    case DENY -> "the rule for " + tool + " denies it";
                });
    }

    private static String glob(String text) {
        StringBuilder pattern = new StringBuilder();
        for (String part : text.split("(?<=\\*)|(?=\\*)")) {
            pattern.append(part.equals("*") ? ".*" : Pattern.quote(part));
        }
        return pattern.toString();
    }
}
