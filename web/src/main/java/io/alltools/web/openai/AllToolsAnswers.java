package io.alltools.web.openai;

import io.alltools.web.http.JsonFields;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers the chat completions with tools that are no functions: the server runs them. */
@FunctionalInterface
public interface AllToolsAnswers {

    Mono<ServerResponse> answer(ServerRequest request, JsonFields body);
}
