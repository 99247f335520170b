package io.alltools.runtime.batch;

import io.alltools.agent.ModelException;
import io.alltools.agent.Service.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Requests that wait for a slot, bounded; {@link Turns} says whose turn it is. */
final class RequestQueue {

    private final int limit;
    private final Turns turns = new Turns();
    private final Deque<Sequence> interactive = new ArrayDeque<>();
    private final Deque<Sequence> rollouts = new ArrayDeque<>();
    private boolean closed;

    RequestQueue(int limit) {
        this.limit = limit;
    }

    /** @throws ModelException when it is full or closed */
    synchronized void add(Sequence sequence) {
        if (closed) {
            throw new ModelException(ModelException.Kind.FAILED, "the model is closed");
        }
        if (size() >= limit) {
            throw new ModelException(
                    ModelException.Kind.OVERLOADED,
                    size() + " requests are waiting already, of at most " + limit + "; try again later");
        }
        of(sequence.priority()).addLast(sequence);
        notifyAll();
    }

    /** Back to the front of its class, also when the queue is full: it was accepted once. */
    synchronized void putBack(Sequence sequence) {
        of(sequence.priority()).addFirst(sequence);
    }

    /** Takes the next one; null when none waits. A rollout that came by its turn keeps its slot. */
    synchronized @Nullable Sequence poll() {
        boolean both = !interactive.isEmpty() && !rollouts.isEmpty();
        Priority next = both ? turns.next() : interactive.isEmpty() ? Priority.ROLLOUT : Priority.INTERACTIVE;
        Sequence sequence = of(next).pollFirst();
        if (sequence != null) {
            turns.taken(next, both);
            if (both && next == Priority.ROLLOUT) {
                sequence.keepSlot();
            }
        }
        return sequence;
    }

    /** Takes the next interactive one; null when none waits. */
    synchronized @Nullable Sequence pollInteractive() {
        Sequence sequence = interactive.pollFirst();
        if (sequence != null) {
            turns.taken(Priority.INTERACTIVE, !rollouts.isEmpty());
        }
        return sequence;
    }

    synchronized boolean interactiveWaits() {
        return !interactive.isEmpty();
    }

    /** Takes out those that need no slot any more. */
    synchronized List<Sequence> remove(Predicate<Sequence> ended) {
        List<Sequence> removed = new ArrayList<>();
        for (Deque<Sequence> queue : List.of(interactive, rollouts)) {
            for (Iterator<Sequence> i = queue.iterator(); i.hasNext(); ) {
                Sequence sequence = i.next();
                if (ended.test(sequence)) {
                    i.remove();
                    removed.add(sequence);
                }
            }
        }
        return removed;
    }

    synchronized int size() {
        return interactive.size() + rollouts.size();
    }

    /** Returns when something waits or the queue is closed. */
    synchronized void await() throws InterruptedException {
        while (size() == 0 && !closed) {
            wait();
        }
    }

    /** Takes nothing more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private Deque<Sequence> of(Priority priority) {
        return switch (priority) {
            case INTERACTIVE -> interactive;
            case ROLLOUT -> rollouts;
        };
    }
}
