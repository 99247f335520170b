package io.alltools.web.http;

import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Stands behind the routes of a path and answers what no method of theirs took. */
public final class OtherMethods {

    private OtherMethods() {}

    /** 405 with the one method that the path has. */
    public static RouterFunction<ServerResponse> of(String path, String method) {
        return RouterFunctions.route(RequestPredicates.path(path), request -> {
            request.exchange().getResponse().getHeaders().set("Allow", method);
            return Mono.error(new ApiError(
                    ApiError.Kind.METHOD_NOT_ALLOWED,
                    request.method() + " is not possible at " + request.path() + ": expected " + method,
                    null,
                    "method_not_allowed"));
        });
    }
}
