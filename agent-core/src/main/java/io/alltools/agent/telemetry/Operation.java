package io.alltools.agent.telemetry;

import io.micrometer.observation.Observation;

/** Something that is observed from its making until it is closed, on one thread. */
public final class Operation implements AutoCloseable {

    /** Always set, since a metric's tags must be the same each time. */
    public static final String ERROR = "error.type";

    /** Its value where nothing failed. */
    public static final String NO_ERROR = "none";

    private final Observation observation;
    private final Observation.Scope scope;

    Operation(Observation observation) {
        this.observation = observation;
        this.scope = observation.openScope();
    }

    /** @param type why it failed, one of few values, such as {@code timeout} */
    public Operation failed(String type) {
        observation.lowCardinalityKeyValue(ERROR, type);
        return this;
    }

    /** What the model's turn cost and why it ended. */
    public Operation turn(int inputTokens, int cachedTokens, int outputTokens, String finishReason) {
        observation
                .highCardinalityKeyValue("gen_ai.usage.input_tokens", Integer.toString(inputTokens))
                .highCardinalityKeyValue("gen_ai.usage.cache_read.input_tokens", Integer.toString(cachedTokens))
                .highCardinalityKeyValue("gen_ai.usage.output_tokens", Integer.toString(outputTokens))
                .highCardinalityKeyValue("gen_ai.response.finish_reasons", finishReason);
        return this;
    }

    @Override
    public void close() {
        scope.close();
        observation.stop();
    }
}
