package io.alltools.web.toolsource;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.List;
import java.util.Set;

/** A tool of a server of which some tools were chosen: what else the server offers, now or later, stays out. */
record ChosenTool(Tool tool, Set<String> chosen) implements Tool {

    @Override
    public ToolSpec spec() {
        return tool.spec();
    }

    @Override
    public Set<Trait> traits() {
        return tool.traits();
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        return tool.call(arguments, context);
    }

    @Override
    public List<Tool> current() {
        return tool.current().stream()
                .filter(each -> chosen.contains(each.spec().name()))
                .<Tool>map(each -> new ChosenTool(each, chosen))
                .toList();
    }

    @Override
    public void endSession(String sessionId) {
        tool.endSession(sessionId);
    }

    @Override
    public void close() {
        tool.close();
    }
}
