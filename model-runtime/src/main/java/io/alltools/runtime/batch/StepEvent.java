package io.alltools.runtime.batch;

import java.util.List;

/** What the decoder's thread did, in order, for those who watch it. */
sealed interface StepEvent {

    /** A sequence got a slot. */
    record Admitted(Generation generation, int slot) implements StepEvent {}

    /** A rollout went back to the queue. */
    record Preempted(Generation generation) implements StepEvent {}

    /** The first tokens of a slot became those of another. */
    record Copied(int from, int to, int tokens) implements StepEvent {}

    /** A chunk of a prompt was read, {@code [from, to)}. */
    record Prefilled(Generation generation, int from, int to) implements StepEvent {}

    /** A decode step: one run over the slots from {@code first} on, those of {@code generations} among them. */
    record Decoded(int first, int slots, List<Generation> generations) implements StepEvent {}

    /** Forced tokens ran. */
    record CaughtUp(Generation generation, int tokens) implements StepEvent {}

    /** Proposed tokens were verified. */
    record Verified(Generation generation, int proposed, int accepted) implements StepEvent {}

    /** A request ended, whichever way. */
    record Ended(Generation generation) implements StepEvent {}
}
