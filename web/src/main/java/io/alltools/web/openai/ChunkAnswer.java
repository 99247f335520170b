package io.alltools.web.openai;

import io.alltools.web.http.Blocking;
import io.alltools.web.http.ErrorAnswers;
import io.alltools.web.http.EventStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Answers with chunks as they are made and {@code [DONE]}, or with the error that ended them. */
final class ChunkAnswer {

    private ChunkAnswer() {}

    /** A failure before the first chunk is answered with an HTTP status. */
    static Mono<ServerResponse> of(Blocking.Work<ObjectNode> work) {
        AtomicBoolean begun = new AtomicBoolean();
        Flux<ObjectNode> chunks = Blocking.stream(out -> work.run(chunk -> {
            begun.set(true);
            out.accept(chunk);
        }));
        return EventStream.answer(chunks.map(chunk -> EventStream.event(chunk.toString()))
                .concatWithValues(EventStream.event("[DONE]"))
                .onErrorResume(
                        failure -> begun.get(),
                        failure -> Mono.just(EventStream.event(
                                ErrorAnswers.of(failure).toJson().toString()))));
    }
}
