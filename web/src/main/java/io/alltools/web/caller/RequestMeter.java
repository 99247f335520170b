package io.alltools.web.caller;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Usage;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Counts the tokens of one request, for its caller and for the record. A route that lets a model speak takes
 * {@link #metered} of it:
 *
 * <pre>{@code
 * ChatModel model = RequestMeter.of(request).metered(this.model);
 * }</pre>
 */
public final class RequestMeter {

    private static final String ATTRIBUTE = RequestMeter.class.getName();

    private final Caller caller;
    private final Meter meter;
    private final AtomicReference<Usage> total = new AtomicReference<>(Usage.NONE);

    public RequestMeter(Caller caller, Meter meter) {
        this.caller = caller;
        this.meter = meter;
    }

    /**
     * The meter of a request.
     *
     * @throws IllegalStateException when nobody asked who its caller is
     */
    public static RequestMeter of(ServerRequest request) {
        if (request.exchange().getAttribute(ATTRIBUTE) instanceof RequestMeter meter) {
            return meter;
        }
        throw new IllegalStateException("the request has no meter: the filter that finds its caller was not asked");
    }

    /** Keeps it with a request. */
    public void keepIn(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    /** Tokens that were used for the request. */
    public void used(Usage usage) {
        total.accumulateAndGet(usage, Usage::plus);
        meter.used(caller, usage);
    }

    /** The sum of what was used so far. */
    public Usage total() {
        return total.get();
    }

    /** The model, whose turns count; choices of one prompt count the prompt once. */
    public ChatModel metered(ChatModel model) {
        return new MeteredModel(model, this::used);
    }
}
