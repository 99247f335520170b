package io.alltools.web.api;

import io.alltools.agent.Agent;
import io.alltools.agent.AnswerFormat;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.RunOrder;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /api/runs}. */
public final class RunOrderReader {

    private static final int MAX_STEPS = 100;

    private RunOrderReader() {}

    static RunOrder read(JsonFields body, AllTools app) {
        return settings(body, app).saying(body.requiredText("input"));
    }

    /** All but the input. */
    public static RunOrder settings(JsonFields body, AllTools app) {
        String sessionId = body.text("sessionId");
        AgentDefinition agent = agent(body, app);
        List<String> tools = body.texts("tools");
        if (tools != null) {
            try {
                app.agent(agent).toolbox().only(tools);
            } catch (IllegalArgumentException e) {
                throw ApiError.invalid("tools", String.valueOf(e.getMessage()));
            }
        }
        JsonFields schema = body.object("answerSchema");
        RunOrder order = new RunOrder(
                Ids.run(),
                sessionId == null ? Ids.session() : sessionId,
                "",
                body.text("system"),
                tools,
                agent != null && !SamplingFields.in(body) ? agent.sampling() : SamplingFields.read(body),
                body.integer("maxSteps", 1, MAX_STEPS));
        return order.by(agent, schema == null ? null : new AnswerFormat.JsonSchema(schema.json(), false))
                .withHistory(List.of(), after(body));
    }

    /** The agent that the body names, all of whose parts can be opened; null for the application's own. */
    private static @Nullable AgentDefinition agent(JsonFields body, AllTools app) {
        String name = body.text("agent");
        if (name == null) {
            return null;
        }
        Agent ignored = agent(name, app);
        return app.agents().find(name).orElseThrow();
    }

    /**
     * An agent with all of its parts open.
     *
     * @param name null for the application's own
     * @throws ApiError when there is none of this name, or a part of it can't be opened
     */
    static Agent agent(@Nullable String name, AllTools app) {
        try {
            return name == null
                    ? app.agent(null)
                    : app.agent(app.agents()
                            .find(name)
                            .orElseThrow(() -> ApiError.invalid("agent", "there is no agent \"" + name + "\"")));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("agent", String.valueOf(e.getMessage()));
        }
    }

    /** Null is the session's begin, and what is not said its end. */
    private static After after(JsonFields body) {
        if (!body.json().has("after")) {
            return After.NEWEST;
        }
        String runId = body.text("after");
        return runId == null ? After.NOTHING : new After.Run(runId);
    }
}
