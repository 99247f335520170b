package io.alltools.trajectories.environment;

import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Toolbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An episode that an expert has played through the toolbox, as an agent would. */
public record Played(Attempt attempt, int calls) {

    private static final int MAX_TURNS = 100;

    public static Played by(Expert expert, Episode episode) throws InterruptedException {
        List<Message> messages = new ArrayList<>(episode.messages());
        List<Message.Observation> observations = List.of();
        int calls = 0;
        try (Toolbox toolbox = new Toolbox(episode.tools())) {
            for (int turn = 0; turn < MAX_TURNS; turn++) {
                switch (expert.next(observations)) {
                    case Move.Answer answer -> {
                        messages.add(Message.assistant(answer.text()));
                        return new Played(new Attempt(messages, answer.text(), Outcome.ANSWERED), calls);
                    }
                    case Move.Act act -> {
                        List<ToolCall> made = new ArrayList<>();
                        observations = new ArrayList<>();
                        for (Move.Call call : act.calls()) {
                            ToolCall toolCall = new ToolCall("call_" + calls++, call.name(), call.arguments());
                            made.add(toolCall);
                            observations.add(call(toolbox, toolCall).toObservation(toolCall.id()));
                        }
                        messages.add(new Message.Assistant(act.thought(), made));
                        messages.addAll(observations);
                    }
                }
            }
        }
        throw new AssertionError("no answer after " + MAX_TURNS + " turns: " + messages.getLast());
    }

    public static ToolResult call(Toolbox toolbox, ToolCall call) throws InterruptedException {
        return toolbox.call(call, new ToolContext("session", call.id(), Path.of("unused")));
    }

    public static Attempt saying(String answer) {
        return new Attempt(List.of(Message.assistant(answer)), answer, Outcome.ANSWERED);
    }
}
