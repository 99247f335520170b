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

/** Plays an episode as an agent would: by its tools, whose arguments are checked against their schemas. */
public final class Play {

    private static final int MOST_TURNS = 100;

    private final Episode episode;
    private final Toolbox toolbox;
    private final List<Message> messages;
    private int calls;

    public Play(Episode episode) {
        this.episode = episode;
        toolbox = new Toolbox(episode.tools());
        messages = new ArrayList<>(episode.messages());
    }

    /** Lets the expert play to its end. */
    public static Attempt expert(Episode episode) {
        Play play = new Play(episode);
        Expert expert = episode.expert();
        List<Message.Observation> seen = List.of();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            switch (expert.next(seen)) {
                case Move.Act act -> seen = play.turn(act.thought(), act.calls());
                case Move.Answer answer -> {
                    return play.answer(answer.text());
                }
            }
        }
        throw new AssertionError("no answer after " + MOST_TURNS + " turns");
    }

    /** Who only says this. */
    public static Attempt saying(String answer) {
        return new Attempt(List.of(Message.assistant(answer)), answer, Outcome.ANSWERED);
    }

    public static ToolResult call(Toolbox toolbox, ToolCall call) throws InterruptedException {
        return toolbox.call(call, new ToolContext("session", call.id(), Path.of("unused")));
    }

    /** Makes one call and gives what the agent sees of it. */
    public String call(String name, String arguments) {
        return turn("", List.of(new Move.Call(name, arguments))).get(0).text();
    }

    public List<Message.Observation> turn(String thought, List<Move.Call> made) {
        List<ToolCall> asked = made.stream()
                .map(call -> new ToolCall("call-" + calls++, call.name(), call.arguments()))
                .toList();
        messages.add(new Message.Assistant(thought, asked));
        List<Message.Observation> seen = new ArrayList<>();
        for (ToolCall call : asked) {
            try {
                seen.add(call(toolbox, call).toObservation(call.id()));
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
        messages.addAll(seen);
        return seen;
    }

    /** Ends with these words. */
    public Attempt answer(String text) {
        messages.add(Message.assistant(text));
        return new Attempt(List.copyOf(messages), text, Outcome.ANSWERED);
    }

    public Score score(String answer) {
        return episode.score(answer(answer));
    }
}
