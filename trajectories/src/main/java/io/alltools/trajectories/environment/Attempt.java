package io.alltools.trajectories.environment;

import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunResult;
import io.alltools.agent.ToolCall;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an agent did in an episode.
 *
 * @param messages the episode's own and all that followed
 * @param answer the agent's last words; empty when it came to none
 */
public record Attempt(List<Message> messages, String answer, Outcome outcome) {

    public static Attempt of(RunResult result) {
        return new Attempt(result.messages(), result.answer(), result.outcome());
    }

    /** All calls that the agent made, in order, those that failed included. */
    public Stream<ToolCall> calls() {
        return messages.stream()
                .flatMap(message -> message instanceof Message.Assistant said ? said.calls().stream() : Stream.empty());
    }
}
