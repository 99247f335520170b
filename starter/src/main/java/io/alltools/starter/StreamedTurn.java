package io.alltools.starter;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * One turn that a virtual thread of its own generates. It can be cancelled from any thread, from within its listener
 * too; then its slot in the model is free at once and the listener hears no more.
 */
public final class StreamedTurn {

    /** Hears of a turn, on the turn's thread: pieces, and then one of the other two. */
    public interface Listener {

        void piece(ChatDelta piece);

        void finished(AssistantTurn turn);

        void failed(Throwable failure);
    }

    private final ChatModel model;
    private final Supplier<ChatRequest> request;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean cancelled;

    /** Guarded by this: an interrupt must not reach what the listener does after the turn. */
    private boolean generating = true;

    /** @param request is read on the turn's thread; what it throws is a failure of the turn */
    public StreamedTurn(ChatModel model, Supplier<ChatRequest> request, Listener listener) {
        this.model = model;
        this.request = request;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("glm-stream").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public synchronized void cancel() {
        cancelled = true;
        // The turn's own thread sees the mark after this piece; an interrupt would disturb what its caller does next.
        if (generating && Thread.currentThread() != thread) {
            thread.interrupt();
        }
    }

    public boolean cancelled() {
        return cancelled;
    }

    private void run() {
        try {
            AssistantTurn turn = generate();
            if (!cancelled) {
                listener.finished(turn);
            }
        } catch (Throwable e) {
            // An Error as well: whoever waits for the stream must hear of its end.
            if (!cancelled) {
                listener.failed(e);
            }
        }
    }

    private AssistantTurn generate() throws InterruptedException {
        if (cancelled) {
            throw new CancellationException("the stream was cancelled before it began");
        }
        try {
            return model.generate(request.get(), this::piece);
        } finally {
            synchronized (this) {
                generating = false;
                if (cancelled) {
                    Thread.interrupted();
                }
            }
        }
    }

    private void piece(ChatDelta piece) {
        listener.piece(piece);
        if (cancelled) {
            throw new CancellationException("the stream was cancelled");
        }
    }
}
