package io.alltools.runtime.batch;

import io.alltools.agent.Service.Priority;

/**
 * Who comes first: interactive requests, but after {@value #INTERACTIVE_IN_A_ROW} of them in a row while rollouts wait
 * one rollout, so that rollouts get on under any load. First come, first served within a class.
 */
final class Turns {

    static final int INTERACTIVE_IN_A_ROW = 4;

    private int inARow;

    /** The class whose turn it is where both wait. */
    Priority next() {
        return inARow < INTERACTIVE_IN_A_ROW ? Priority.INTERACTIVE : Priority.ROLLOUT;
    }

    /** @param rolloutsWait whether there was a rollout that could have been taken */
    void taken(Priority priority, boolean rolloutsWait) {
        inARow = priority == Priority.INTERACTIVE && rolloutsWait ? inARow + 1 : 0;
    }
}
