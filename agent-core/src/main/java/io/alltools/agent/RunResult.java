package io.alltools.agent;

import java.util.List;

/**
 * What a run came to.
 *
 * @param messages the request's messages and all that the run added: what the next run of the session continues from
 * @param usage of its own model calls
 * @param spent the runs within it included
 */
public record RunResult(Outcome outcome, String answer, List<Message> messages, Usage usage, Spent spent) {

    /** What the answer's {@code 【7†source】} stand for. */
    public List<Citation> citations() {
        return Citation.in(answer, messages);
    }
}
