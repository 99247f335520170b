package io.alltools.web.api;

import io.alltools.web.http.ApiError;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A body that is kept in a file as it comes. */
final class Upload {

    private Upload() {}

    /**
     * Writes a request's body to a file.
     *
     * @param what it is, for an error
     * @param most bytes
     * @param tooLarge the error for more
     */
    static Mono<Void> receive(
            ServerRequest request, String what, Path file, long most, Supplier<? extends RuntimeException> tooLarge) {
        AtomicLong received = new AtomicLong();
        Flux<DataBuffer> whole = request.body(BodyExtractors.toDataBuffers())
                .onErrorMap(e -> ApiError.invalid("body", "the content of " + what + " broke off: " + e.getMessage()));
        Flux<DataBuffer> body = whole.handle((buffer, sink) -> {
            if (received.addAndGet(buffer.readableByteCount()) > most) {
                DataBufferUtils.release(buffer);
                sink.error(tooLarge.get());
            } else {
                sink.next(buffer);
            }
        });
        return DataBufferUtils.write(body, file);
    }
}
