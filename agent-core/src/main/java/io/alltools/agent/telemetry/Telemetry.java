package io.alltools.agent.telemetry;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.Callable;

/**
 * Makes a span and a measurement of each agent run, model call and tool call.
 *
 * <p>All names of OpenTelemetry's conventions for generative AI that the project uses stand here, because they still
 * change: <a href="https://github.com/open-telemetry/semantic-conventions-genai">semantic-conventions-genai</a>,
 * November 2026. No text of a conversation becomes an attribute.
 *
 * <table>
 *   <caption>What is made</caption>
 *   <tr><th>span</th><th>metric</th></tr>
 *   <tr><td>{@code invoke_agent NAME}</td><td>{@code gen_ai.invoke_agent.duration}</td></tr>
 *   <tr><td>{@code chat MODEL}</td><td>{@code gen_ai.client.operation.duration}, {@code gen_ai.client.token.usage}</td></tr>
 *   <tr><td>{@code execute_tool NAME}</td><td>{@code gen_ai.execute_tool.duration}</td></tr>
 * </table>
 */
public final class Telemetry {

    /** Observes nothing. */
    public static final Telemetry NONE = new Telemetry(ObservationRegistry.NOOP, new CompositeMeterRegistry());

    /** How long turns of models took, by {@link #MODEL}. */
    public static final String TURN_METRIC = "gen_ai.client.operation.duration";

    /** The model's name. */
    public static final String MODEL = "gen_ai.request.model";

    private static final String OPERATION = "gen_ai.operation.name";
    private static final String AGENT = "gen_ai.agent.name";
    private static final String TOOL = "gen_ai.tool.name";

    private final ObservationRegistry observations;
    private final MeterRegistry meters;

    /**
     * @param observations its handlers make spans, and timers in {@code meters}
     * @param meters counts tokens
     */
    public Telemetry(ObservationRegistry observations, MeterRegistry meters) {
        this.observations = observations;
        this.meters = meters;
    }

    /**
     * A run of an agent; what begins on this thread before it is closed lies within it.
     *
     * @param conversation the session's id
     */
    public Operation agent(String name, String model, String runId, String conversation) {
        return new Operation(start(observation("gen_ai.invoke_agent.duration", "invoke_agent", name)
                .lowCardinalityKeyValue(AGENT, name)
                .lowCardinalityKeyValue(MODEL, model)
                .highCardinalityKeyValue("gen_ai.conversation.id", conversation)
                .highCardinalityKeyValue("alltools.run.id", runId)));
    }

    /** One turn of a model. */
    public Operation chat(String model, int maxTokens, double temperature) {
        return new Operation(start(observation(TURN_METRIC, "chat", model)
                .lowCardinalityKeyValue(MODEL, model)
                .highCardinalityKeyValue("gen_ai.request.max_tokens", Integer.toString(maxTokens))
                .highCardinalityKeyValue("gen_ai.request.temperature", Double.toString(temperature))));
    }

    /**
     * One call of a tool.
     *
     * @param name of a tool that exists: what a model makes up would make a time series of its own
     * @param type {@code function} or {@code extension}, which is what the conventions call built-in tools
     */
    public Operation tool(String name, String type, String callId) {
        return new Operation(start(observation("gen_ai.execute_tool.duration", "execute_tool", name)
                .lowCardinalityKeyValue(TOOL, name)
                .lowCardinalityKeyValue("gen_ai.tool.type", type)
                .highCardinalityKeyValue("gen_ai.tool.call.id", callId)));
    }

    /** Counts the tokens of one turn. */
    public void tokens(String model, int input, int output) {
        summary(model, "input").record(input);
        summary(model, "output").record(output);
    }

    /** {@code work} for another thread, within what goes on in this one. */
    public <T> Callable<T> carry(Callable<T> work) {
        Observation current = observations.getCurrentObservation();
        return current == null
                ? work
                : () -> {
                    try (Observation.Scope ignored = current.openScope()) {
                        return work.call();
                    }
                };
    }

    private DistributionSummary summary(String model, String type) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .baseUnit("token")
                .tag(OPERATION, "chat")
                .tag(MODEL, model)
                .tag("gen_ai.token.type", type)
                .register(meters);
    }

    private Observation observation(String metric, String operation, String what) {
        return Observation.createNotStarted(metric, observations)
                .contextualName(operation + " " + what)
                .lowCardinalityKeyValue(OPERATION, operation)
                .lowCardinalityKeyValue(Operation.ERROR, Operation.NO_ERROR);
    }

    private static Observation start(Observation observation) {
        return observation.start();
    }
}
