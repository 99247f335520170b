package io.alltools.trajectories.generation;

import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An expert that makes calls one after the other, for a form in which a turn has one. */
final class SingleCalls implements Expert {

    private final Expert expert;
    private final Deque<Move> waiting = new ArrayDeque<>();
    private final List<Message.Observation> answers = new ArrayList<>();

    SingleCalls(Expert expert) {
        this.expert = expert;
    }

    @Override
    public Move next(List<Message.Observation> observations) {
        answers.addAll(observations);
        if (waiting.isEmpty()) {
            Move move = expert.next(List.copyOf(answers));
            answers.clear();
            spread(move);
        }
        return waiting.removeFirst();
    }

    private void spread(Move move) {
        switch (move) {
            case Move.Act act -> {
                String thought = act.thought();
                for (Move.Call call : act.calls()) {
                    waiting.add(new Move.Act(thought, List.of(call)));
                    thought = "That was one part; now " + call.name() + " for the next one.";
                }
            }
            case Move.Answer answer -> waiting.add(answer);
        }
    }
}
