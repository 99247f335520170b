package io.alltools.web.http;

import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Server-sent events, each flushed as it comes. Written by hand because many clients of OpenAI's API insist on the
 * blank after {@code data:}, which Spring leaves out.
 */
public final class EventStream {

    private static final String HEARTBEAT = ": alive\n\n";

    private EventStream() {}

    /** An event with data on one line. */
    public static String event(String data) {
        return "data: " + data + "\n\n";
    }

    public static String event(String id, String name, String data) {
        return "id: " + id + "\nevent: " + name + "\n" + event(data);
    }

    /**
     * Answers with a stream. A failure before its first event is answered with an HTTP status; events are strings of
     * {@link #event}.
     */
    public static Mono<ServerResponse> answer(Flux<String> events) {
        Flux<String> heartbeat = Flux.deferContextual(context ->
                        Flux.interval(LimitsFilter.limits(context).streams().heartbeat()))
                .onBackpressureDrop()
                .map(n -> HEARTBEAT);
        Flux<String> alive =
                events.publish(source -> Flux.merge(source, heartbeat.takeUntilOther(source.ignoreElements())));
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .body((response, context) -> {
                    Flux<DataBuffer> buffers =
                            alive.map(text -> response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8)));
                    return response.writeAndFlushWith(buffers.map(Mono::just));
                });
    }
}
