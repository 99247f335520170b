package io.alltools.web.api;

import io.alltools.agent.Agent;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.RunOrder;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.http.JsonFields;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of {@code POST /api/runs/ID/regenerate}: what shall differ from the run as it was. */
final class Regeneration {

    private Regeneration() {}

    /**
     * The run again; its fields are those of the run where the body has none, but for the seed.
     *
     * @param after what it went on from
     */
    static RunOrder read(JsonFields body, RunEvent.RunStarted run, After after, AllTools app) {
        ObjectNode order = fields(run.sampling());
        order.put("input", run.input());
        order.put("maxSteps", run.budget().steps());
        run.messages().stream()
                .filter(Message.System.class::isInstance)
                .findFirst()
                .ifPresent(system -> order.put("system", system.text()));
        String agent = body.json().path("agent").asString(run.agent());
        if (!agent.equals(Agent.DEFAULT_NAME)) {
            order.put("agent", agent);
        }
        if (run.format() instanceof AnswerFormat.JsonSchema schema) {
            order.set("answerSchema", schema.schema());
        }
        AgentDefinition definition = app.agents().find(agent).orElse(null);
        if (!body.json().has("agent") && chosen(run.model(), definition, app)) {
            order.put("model", run.model());
        }
        Toolbox toolbox = app.toolbox(definition);
        // Tools that are gone since can't be used again.
        List<String> tools = run.tools().stream()
                .map(ToolSpec::name)
                .filter(name -> toolbox.find(name).isPresent())
                .toList();
        order.set("tools", Json.MAPPER.valueToTree(tools));
        order.setAll(body.json());
        order.remove("sessionId");
        RunOrder read = RunOrderReader.read(new JsonFields(order, ""), app);
        return read.inSession(run.sessionId(), List.of(), after);
    }

    /** Whether it is another model than the agent's, and is still there. */
    private static boolean chosen(String model, @Nullable AgentDefinition agent, AllTools app) {
        boolean own = agent == null || agent.model().isBlank();
        return !(own && model.equals(app.model().name()))
                && app.models().find(model).isPresent();
    }

    /** As {@link io.alltools.web.http.SamplingFields} reads them. */
    private static ObjectNode fields(Sampling sampling) {
        ObjectNode fields = Json.object()
                .put("temperature", sampling.temperature())
                .put("top_k", sampling.topK())
                .put("top_p", sampling.topP())
                .put("min_p", sampling.minP())
                .put("repetition_penalty", sampling.penalties().repetition())
                .put("presence_penalty", sampling.penalties().presence())
                .put("frequency_penalty", sampling.penalties().frequency())
                .put("seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        ObjectNode bias = fields.putObject("logit_bias");
        sampling.logitBias().forEach((token, value) -> bias.put(token.toString(), value));
        return fields;
    }
}
