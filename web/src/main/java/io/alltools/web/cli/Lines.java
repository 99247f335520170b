package io.alltools.web.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a terminal line by line on a thread of its own, since a read can't be interrupted: who waits for a line can. A
 * line that nobody waited for any longer goes to who asks next.
 */
final class Lines {

    private final Terminal terminal;
    private @Nullable CompletableFuture<Optional<String>> reading;

    Lines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The next line; empty at the end of the input. */
    Optional<String> next() throws InterruptedException, IOException {
        try {
            return taken(read().get());
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** @throws TimeoutException when none came within this time */
    Optional<String> next(Duration patience) throws InterruptedException, IOException, TimeoutException {
        try {
            return taken(read().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private synchronized CompletableFuture<Optional<String>> read() {
        CompletableFuture<Optional<String>> line = reading;
        if (line == null) {
            CompletableFuture<Optional<String>> begun = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("terminal").start(() -> {
                try {
                    begun.complete(terminal.readLine());
                } catch (IOException | RuntimeException e) {
                    begun.completeExceptionally(e);
                }
            });
            reading = begun;
            line = begun;
        }
        return line;
    }

    private synchronized Optional<String> taken(Optional<String> line) {
        reading = null;
        return line;
    }

    private synchronized IOException failure(ExecutionException e) {
        reading = null;
        return new IOException("the terminal can't be read: " + e.getCause(), e);
    }
}
