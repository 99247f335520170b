package io.alltools.web;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The project's own tools, as the environment sets them, and a {@code cogview} that draws, for the model that does what
 * it is told.
 */
public final class RealToolsParts extends EchoParts {

    private static final Tool COGVIEW = new Tool() {

        @Override
        public ToolSpec spec() {
            return ToolSpec.builtIn("cogview", "makes an image", "prompt");
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.SENDS_DATA);
        }

        @Override
        public ToolResult call(String prompt, ToolContext context) throws InterruptedException {
            return prompt.equals("nothing")
                    ? ToolResult.failed(ToolResult.Kind.UNAVAILABLE, "no image could be made")
                    : PAINT.call("images/a cat.png", context);
        }
    };

    private final Map<String, String> environment;

    public RealToolsParts(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public List<Tool> openTools(Lifetime lifetime) {
        List<Tool> tools = new ArrayList<>(new ProjectParts(environment).openTools(lifetime));
        tools.add(COGVIEW);
        return List.copyOf(tools);
    }
}
