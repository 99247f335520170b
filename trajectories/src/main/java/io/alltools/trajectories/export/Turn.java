package io.alltools.trajectories.export;

import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One turn of a dialogue. */
sealed interface Turn {

    /** The id of the trajectory's step that it is of. */
    int step();

    /** What was said, without images. */
    String text();

    /** The turn as the runtime was given it. */
    static Message message(Turn turn) {
        return switch (turn) {
            case Turn.System system -> new Message.System(system.content());
            case Turn.User user -> new Message.User(user.content());
            case Turn.Agent agent -> {
                List<ToolCall> calls = new ArrayList<>();
                agent.calls().forEach(call -> calls.add(new ToolCall(call.id(), call.name(), call.text())));
                yield new Message.Assistant(agent.text(), List.copyOf(calls));
            }
            case Turn.Observation observation ->
                new Message.Observation(observation.call().id(), observation.passages(), Trust.UNTRUSTED);
        };
    }

    record System(int step, List<Part> content) implements Turn {
        @Override
        public String text() {
            return Part.textOf(content);
        }
    }

    record User(int step, List<Part> content) implements Turn {
        @Override
        public String text() {
            return Part.textOf(content);
        }
    }

    /**
     * @param reasoning empty for none
     * @param trained whether a model is to learn this turn
     */
    record Agent(int step, List<Part> content, String reasoning, List<Call> calls, boolean trained) implements Turn {
        @Override
        public String text() {
            return Part.textOf(content);
        }
    }

    /** @param failure null for a call that was done */
    record Observation(
            int step,
            Call call,
            List<Passage> passages,
            @Nullable String failure) implements Turn {
        @Override
        public String text() {
            return passages.stream().map(Passage::text).collect(Collectors.joining("\n"));
        }
    }

    /**
     * @param text the arguments as the model spelled them: a built-in's content, or JSON
     * @param object the arguments as an object, always; a built-in's content is its one property
     * @param valid false for a function's arguments that are no JSON object
     */
    record Call(String id, String name, boolean builtIn, String text, ObjectNode object, boolean valid) {}
}
