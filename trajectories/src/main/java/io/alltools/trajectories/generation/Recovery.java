package io.alltools.trajectories.generation;

import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An expert among failures: it makes mistakes at a given rate, sees what was wrong and mends it, and tries again what
 * did not get through. The expert within sees only calls that got through.
 */
final class Recovery implements Expert {

    private final Expert expert;
    private final Mistakes mistakes;
    private final double rate;
    private final RandomGenerator random;

    private Move.@Nullable Act mended;
    private List<Move.Call> calls = List.of();
    private final List<Message.@Nullable Observation> answers = new ArrayList<>();
    private List<Integer> open = List.of();

    /** @param rate how often a mistake comes before the right call */
    Recovery(Expert expert, Mistakes mistakes, double rate, RandomGenerator random) {
        this.expert = expert;
        this.mistakes = mistakes;
        this.rate = rate;
        this.random = random;
    }

    @Override
    public Move next(List<Message.Observation> observations) {
        if (mended != null) {
            Move.Act act = mended;
            mended = null;
            return made(act);
        }
        List<Integer> again = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            answers.set(open.get(i), observations.get(i));
            if (Faults.is(observations.get(i))) {
                again.add(open.get(i));
            }
        }
        if (!again.isEmpty()) {
            open = List.copyOf(again);
            return new Move.Act(
                    "The call did not get through. Nothing was done, so I make it again.",
                    again.stream().map(calls::get).toList());
        }
        List<Message.Observation> all = new ArrayList<>();
        for (Message.Observation answer : answers) {
            if (answer != null) {
                all.add(answer);
            }
        }
        return switch (expert.next(List.copyOf(all))) {
            case Move.Act act -> perhapsWrong(act);
            case Move.Answer answer -> answer;
        };
    }

    private Move perhapsWrong(Move.Act act) {
        Optional<Mistakes.Mistake> mistake =
                random.nextDouble() < rate ? mistakes.insteadOf(act.calls().getFirst()) : Optional.empty();
        if (mistake.isEmpty()) {
            return made(act);
        }
        mended = new Move.Act(mistake.get().insight() + " I mend that.", act.calls());
        return new Move.Act(act.thought(), List.of(mistake.get().call()));
    }

    private Move made(Move.Act act) {
        calls = act.calls();
        answers.clear();
        calls.forEach(call -> answers.add(null));
        open = IntStream.range(0, calls.size()).boxed().toList();
        return act;
    }
}
