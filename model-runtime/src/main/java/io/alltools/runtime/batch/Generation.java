package io.alltools.runtime.batch;

import io.alltools.agent.ModelException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one request as they come, for the thread that asked.
 *
 * <p>Those of the prompt come first where they were asked for. Tokens that nobody has taken yet wait here, never more
 * than the context holds. A slow reader therefore costs memory within that bound, and no other request any time.
 */
public final class Generation {

    private final Queue<GeneratedToken> tokens = new ArrayDeque<>();
    private boolean ended;
    private @Nullable ModelException failure;
    private volatile boolean cancelled;
    private volatile int cachedTokens;

    Generation() {}

    /**
     * Waits for the next token; empty when the generation is complete or was cancelled.
     *
     * @throws ModelException when it failed or its deadline passed
     */
    public synchronized Optional<GeneratedToken> next() throws InterruptedException {
        while (tokens.isEmpty() && !ended) {
            wait();
        }
        GeneratedToken token = tokens.poll();
        if (token == null && failure != null) {
            throw failure;
        }
        return Optional.ofNullable(token);
    }

    /** Stops the work on this request, also while it waits, at the latest after the run that is under way. */
    public void cancel() {
        cancelled = true;
    }

    /** Prompt tokens whose keys and values were reused; final once the first token is there. */
    public int cachedTokens() {
        return cachedTokens;
    }

    boolean cancelled() {
        return cancelled;
    }

    void begin(int cachedTokens) {
        this.cachedTokens = cachedTokens;
    }

    synchronized void emit(GeneratedToken token) {
        tokens.add(token);
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized void fail(ModelException e) {
        failure = e;
        end();
    }

    synchronized boolean ended() {
        return ended;
    }
}
