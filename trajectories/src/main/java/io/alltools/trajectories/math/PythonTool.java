package io.alltools.trajectories.math;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The application's {@code python} for one episode, whose end ends the sessions in it but not the tool. */
final class PythonTool implements Tool {

    private final Tool shared;
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    PythonTool(Tool shared) {
        this.shared = shared;
    }

    @Override
    public ToolSpec spec() {
        return shared.spec();
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        sessions.add(context.sessionId());
        return shared.call(arguments, context);
    }

    @Override
    public Set<Trait> traits() {
        return shared.traits();
    }

    @Override
    public List<Tool> current() {
        return List.of(this);
    }

    @Override
    public void endSession(String sessionId) {
        sessions.remove(sessionId);
        shared.endSession(sessionId);
    }

    @Override
    public void close() {
        List.copyOf(sessions).forEach(this::endSession);
    }
}
