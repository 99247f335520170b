package io.alltools.web.api;

import io.alltools.web.http.ApiError;
import io.alltools.web.store.AttachmentException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Receives the content of files. */
final class Uploads {

    private Uploads() {}

    /** The name that the address gives. */
    static String name(ServerRequest request) {
        return request.queryParam("name")
                .orElseThrow(() -> ApiError.invalid("name", "\"name\" is required: add ?name=data.csv to the address"));
    }

    /** The length that the request announces, in bytes; -1 where it announces none. */
    static long announced(ServerRequest request) {
        return request.headers().contentLength().orElse(-1);
    }

    /**
     * Writes the request's body into a file as it comes.
     *
     * @param what it is, for an error
     * @param most bytes
     * @param tooLarge the error for a body with more
     */
    static Mono<Void> receive(
            ServerRequest request,
            String what,
            Path content,
            long most,
            Supplier<? extends RuntimeException> tooLarge) {
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
        return DataBufferUtils.write(body, content);
    }

    static ApiError answered(AttachmentException e, boolean overwrite) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case NAME, SOURCE -> ApiError.invalid("name", message);
            case TYPE -> ApiError.unsupported("name", message);
            case EXISTS ->
                new ApiError(
                        ApiError.Kind.CONFLICT,
                        overwrite ? message : message + " with overwrite=true",
                        "name",
                        "file_exists");
            case TOO_LARGE -> new ApiError(ApiError.Kind.TOO_LARGE, message, null, "file_too_large");
            case TOO_MANY -> new ApiError(ApiError.Kind.TOO_LARGE, message, null, "too_many_files");
        };
    }
}
