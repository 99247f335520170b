package io.alltools.trajectories.dataset;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads one line as a trajectory. What the format leaves to the writer's choice and our records always have is filled
 * in; what it demands and isn't there is an error.
 */
final class AtifLine {

    private static final String VERSIONS = "ATIF-v1.";

    private AtifLine() {}

    static AtifTrajectory read(Lines.Line line) throws IOException {
        AtifTrajectory read;
        try {
            read = Json.MAPPER.readValue(line.text(), AtifTrajectory.class);
        } catch (JacksonException e) {
            throw line.problem(problem(e), e);
        }
        try {
            return whole(read);
        } catch (IllegalArgumentException e) {
            throw line.problem(String.valueOf(e.getMessage()), e);
        }
    }

    private static String problem(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference at : e.getPath()) {
            if (at.getPropertyName() == null) {
                path.append('[').append(at.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(at.getPropertyName());
            }
        }
        // There is but one line of text, whose number is said already.
        String what = Json.where(e).replaceFirst(" \\(line \\d+, column (\\d+)\\)$", " (column $1)");
        return path.isEmpty() ? "not a trajectory in JSON: " + what : "not a trajectory: " + path + ": " + what;
    }

    private static AtifTrajectory whole(@Nullable AtifTrajectory line) {
        AtifTrajectory read = need(line, "the trajectory");
        String version = need(read.schemaVersion(), "schema_version");
        if (!version.startsWith(VERSIONS)) {
            throw new IllegalArgumentException("schema_version is \"" + version + "\"; expected " + VERSIONS
                    + "x, such as " + AtifTrajectory.SCHEMA_VERSION);
        }
        AtifTrajectory.Agent agent = need(read.agent(), "agent");
        List<AtifTrajectory.Step> steps = need(read.steps(), "steps");
        // Since version 1.7 a trajectory has an id of its own; before, the session's was the only one.
        String id = need(read.trajectoryId() == null ? read.sessionId() : read.trajectoryId(), "session_id");
        return new AtifTrajectory(
                version,
                or(read.sessionId(), id),
                id,
                new AtifTrajectory.Agent(
                        need(agent.name(), "agent.name"),
                        or(agent.version(), ""),
                        or(agent.modelName(), ""),
                        agent.toolDefinitions()),
                whole(steps),
                read.finalMetrics() == null ? metrics(steps) : read.finalMetrics(),
                or(read.extra(), Json.object()));
    }

    private static AtifTrajectory.FinalMetrics metrics(List<AtifTrajectory.Step> steps) {
        int prompt = 0;
        int completion = 0;
        int cached = 0;
        for (AtifTrajectory.Step step : steps) {
            if (step.metrics() != null) {
                prompt += step.metrics().promptTokens();
                completion += step.metrics().completionTokens();
                cached += step.metrics().cachedTokens();
            }
        }
        return new AtifTrajectory.FinalMetrics(prompt, completion, cached, steps.size());
    }

    private static List<AtifTrajectory.Step> whole(List<AtifTrajectory.Step> steps) {
        List<AtifTrajectory.Step> whole = new ArrayList<>(steps.size());
        for (AtifTrajectory.Step step : steps) {
            String where = "steps[" + whole.size() + "]";
            need(step, where);
            need(step.source(), where + ".source");
            AtifTrajectory.Step now =
                    step.message() == null || step.message().isNull() ? step.withMessage(text("")) : step;
            if (step.toolCalls() != null) {
                calls(step.toolCalls(), where + ".tool_calls");
            }
            if (step.observation() != null) {
                now = now.withObservation(whole(step.observation(), where + ".observation"));
            }
            whole.add(now);
        }
        return List.copyOf(whole);
    }

    private static void calls(List<AtifTrajectory.ToolCall> calls, String where) {
        for (int i = 0; i < calls.size(); i++) {
            String at = where + "[" + i + "]";
            AtifTrajectory.ToolCall call = need(calls.get(i), at);
            need(call.toolCallId(), at + ".tool_call_id");
            need(call.functionName(), at + ".function_name");
            need(call.arguments(), at + ".arguments");
        }
    }

    private static AtifTrajectory.Observation whole(AtifTrajectory.Observation observation, String where) {
        List<AtifTrajectory.Result> results = need(observation.results(), where + ".results");
        List<AtifTrajectory.Result> whole = new ArrayList<>(results.size());
        for (AtifTrajectory.Result result : results) {
            need(result, where + ".results[" + whole.size() + "]");
            JsonNode content = result.content();
            whole.add(new AtifTrajectory.Result(
                    or(result.sourceCallId(), ""),
                    content == null || content.isNull() ? text("") : content,
                    or(result.extra(), Json.object())));
        }
        return new AtifTrajectory.Observation(List.copyOf(whole));
    }

    private static JsonNode text(String text) {
        return Json.MAPPER.getNodeFactory().stringNode(text);
    }

    /** Jackson leaves null where a record's component is not in the JSON, whatever its type says. */
    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static <T> T need(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing; expected a trajectory in ATIF");
        }
        return value;
    }
}
