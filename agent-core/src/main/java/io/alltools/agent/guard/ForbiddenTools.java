package io.alltools.agent.guard;

import io.alltools.agent.Checks;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses calls of tools by their names.
 *
 * @param names in which {@code *} stands for any characters
 */
public record ForbiddenTools(List<String> names) implements Checks.CallCheck {

    @Override
    public Checks.Finding check(ToolSpec tool, Set<Trait> traits, ToolCall call) {
        return names.stream().anyMatch(name -> Pattern.matches(expression(name), call.name()))
                ? new Checks.Finding.Refuse("this tool is forbidden here; go on without it")
                : Checks.Finding.PASS;
    }

    private static String expression(String name) {
        return Pattern.quote(name).replace("*", "\\E.*\\Q");
    }
}
