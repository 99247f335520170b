package io.alltools.web.api;

import io.alltools.agent.Toolbox;
import io.alltools.web.After;
import io.alltools.web.Ids;
import io.alltools.web.RunOrder;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import java.util.List;

/** Reads the body of {@code POST /api/runs}. */
final class RunOrderReader {

    private static final int MAX_STEPS = 100;

    private RunOrderReader() {}

    static RunOrder read(JsonFields body, Toolbox toolbox) {
        String sessionId = body.text("sessionId");
        List<String> tools = body.texts("tools");
        if (tools != null) {
            try {
                toolbox.only(tools);
            } catch (IllegalArgumentException e) {
                throw ApiError.invalid("tools", String.valueOf(e.getMessage()));
            }
        }
        return new RunOrder(
                Ids.run(),
                sessionId == null ? Ids.session() : sessionId,
                List.of(),
                body.requiredText("input"),
                body.text("system"),
                tools,
                SamplingFields.read(body),
                body.integer("maxSteps", 1, MAX_STEPS),
                after(body));
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
