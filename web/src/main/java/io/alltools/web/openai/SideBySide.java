package io.alltools.web.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the parts of one answer at the same time. */
final class SideBySide {

    /** One part. */
    interface Part<T> {
        T make(int index) throws InterruptedException;
    }

    private SideBySide() {}

    /**
     * Blocks until all are complete, each on a thread of its own; the results stand in order. When one fails or the
     * thread is interrupted, all others are interrupted too, and have ended when this returns.
     */
    static <T> List<T> make(int count, Part<T> part) throws InterruptedException {
        if (count == 1) {
            return List.of(part.make(0));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<T> running = new ExecutorCompletionService<>(executor);
            List<Future<T>> parts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                parts.add(running.submit(() -> part.make(index)));
            }
            try {
                for (int i = 0; i < parts.size(); i++) {
                    running.take().get();
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw cause(e);
            } catch (InterruptedException e) {
                executor.shutdownNow();
                throw e;
            }
            return parts.stream().map(Future::resultNow).toList();
        }
    }

    private static RuntimeException cause(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
