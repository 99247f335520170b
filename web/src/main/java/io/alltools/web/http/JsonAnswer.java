package io.alltools.web.http;

import io.alltools.agent.Json;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** JSON in, JSON out, with the project's one JSON setting. */
public final class JsonAnswer {

    private JsonAnswer() {}

    public static Mono<ServerResponse> ok(Object value) {
        return of(HttpStatus.OK, value);
    }

    public static Mono<ServerResponse> of(HttpStatus status, Object value) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .bodyValue(Json.MAPPER.writeValueAsBytes(value));
    }

    /** The request's body; an error when it is missing, beyond a limit or no JSON object. */
    public static Mono<JsonFields> body(ServerRequest request) {
        return Mono.deferContextual(context -> {
            RequestBodies bodies = LimitsFilter.bodies(context);
            return request.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]).map(bodies::read);
        });
    }

    /** As {@link #body}; no body is an object without fields. */
    public static Mono<JsonFields> optionalBody(ServerRequest request) {
        return Mono.deferContextual(context -> {
            RequestBodies bodies = LimitsFilter.bodies(context);
            return request.bodyToMono(byte[].class)
                    .filter(body -> body.length > 0)
                    .map(bodies::read)
                    .defaultIfEmpty(new JsonFields(Json.object(), ""));
        });
    }
}
