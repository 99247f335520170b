package io.alltools.web.api;

import io.alltools.agent.Agent;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Toolbox;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.RunOrder;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import io.alltools.web.model.ModelStatus;
import java.util.List;
import java.util.stream.Collectors;
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
                app.toolbox(agent).only(tools);
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
                .to(model(body, app))
                .withHistory(List.of(), after(body));
    }

    /** The name of a model that can be used; null where the body names none. */
    private static @Nullable String model(JsonFields body, AllTools app) {
        String name = body.text("model");
        if (name == null) {
            return null;
        }
        List<ModelStatus> models = app.models().list();
        ModelStatus chosen = models.stream()
                .filter(status -> status.known().name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiError.invalid(
                        "model",
                        "there is no model \"" + name + "\"; there is: "
                                + models.stream()
                                        .map(status -> status.known().name())
                                        .collect(Collectors.joining(", "))));
        if (chosen.stage() == ModelStatus.Stage.UNUSABLE) {
            throw ApiError.invalid("model", "the model \"" + name + "\" can't be used: " + chosen.problem());
        }
        return name;
    }

    /**
     * The agent that the body names, all of whose parts can be opened; null for the application's own. Its model is no
     * part of it where the body names another.
     */
    private static @Nullable AgentDefinition agent(JsonFields body, AllTools app) {
        String name = body.text("agent");
        if (name == null) {
            return null;
        }
        try {
            AgentDefinition agent = agent(name, app);
            if (body.text("model") == null) {
                Agent ignored = app.agent(agent);
            } else {
                Toolbox ignored = app.toolbox(agent);
            }
            return agent;
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("agent", String.valueOf(e.getMessage()));
        }
    }

    private static AgentDefinition agent(String name, AllTools app) {
        return app.agents()
                .find(name)
                .orElseThrow(() -> ApiError.invalid("agent", "there is no agent \"" + name + "\""));
    }

    /**
     * The tools of an agent; no model is loaded for that.
     *
     * @param agent its name; null for the application's own
     * @throws ApiError when there is none of this name, or a part of it can't be opened
     */
    static Toolbox toolbox(@Nullable String agent, AllTools app) {
        try {
            return app.toolbox(agent == null ? null : agent(agent, app));
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
