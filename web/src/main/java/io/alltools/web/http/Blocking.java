package io.alltools.web.http;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** Does blocking work on virtual threads. When the client goes away, the thread is interrupted. */
public final class Blocking {

    private Blocking() {}

    /** One result. */
    public static <T> Mono<T> call(Callable<T> work) {
        return Mono.create(sink -> {
            Thread thread = Thread.ofVirtual().name("request").unstarted(() -> {
                try {
                    sink.success(work.call());
                } catch (Exception e) {
                    sink.error(e);
                }
            });
            sink.onCancel(thread::interrupt);
            thread.start();
        });
    }

    /**
     * Pieces as {@code work} finds them. A bounded number waits for a client that reads slowly; with one more the work
     * is interrupted and the stream fails.
     */
    public static <T> Flux<T> stream(Work<T> work) {
        return Flux.deferContextual(context -> {
            int most = LimitsFilter.limits(context).streams().pieces();
            return Blocking.<T>unbounded(work)
                    .onBackpressureBuffer(most)
                    .onErrorMap(Exceptions::isOverflow, e -> tooSlow(most));
        });
    }

    private static ApiError tooSlow(int most) {
        return new ApiError(
                ApiError.Kind.REQUEST_TIMEOUT,
                "the client reads too slowly: " + most + " pieces waited for it, and no more are kept",
                null,
                "client_too_slow");
    }

    private static <T> Flux<T> unbounded(Work<T> work) {
        return Flux.create(
                sink -> {
                    Thread thread = Thread.ofVirtual().name("stream").unstarted(() -> {
                        try {
                            work.run(sink::next);
                            sink.complete();
                        } catch (Exception e) {
                            sink.error(e);
                        }
                    });
                    sink.onCancel(thread::interrupt);
                    thread.start();
                },
                // The buffer behind it counts.
                FluxSink.OverflowStrategy.IGNORE);
    }

    /** Work that gives its pieces to a consumer on its own thread. */
    @FunctionalInterface
    public interface Work<T> {
        void run(Consumer<T> out) throws Exception;
    }
}
