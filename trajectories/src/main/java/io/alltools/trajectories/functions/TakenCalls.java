package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The functions of an episode, which take calls and keep them. What breaks a schema never gets here. */
final class TakenCalls {

    /** More than any task needs; an agent that goes on and on must not fill the memory. */
    private static final int MOST = 100;

    private final List<AstCheck.Call> calls = new ArrayList<>();

    Tool tool(ToolSpec spec) {
        return new Tool() {
            @Override
            public ToolSpec spec() {
                return spec;
            }

            @Override
            public Set<Trait> traits() {
                return Set.of(Trait.PARALLEL);
            }

            @Override
            public ToolResult call(String arguments, ToolContext context) {
                return take(new AstCheck.Call(spec.name(), Json.parseObject(arguments)));
            }
        };
    }

    private synchronized ToolResult take(AstCheck.Call call) {
        if (calls.size() == MOST) {
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED, "there were " + MOST + " calls already, which is the limit");
        }
        calls.add(call);
        return ToolResult.ok("The call of " + call.name() + " was taken.");
    }

    synchronized List<AstCheck.Call> calls() {
        return List.copyOf(calls);
    }
}
