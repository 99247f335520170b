package io.alltools.trajectories.math;

import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** One problem with an interpreter. */
final class MathEpisode implements Episode {

    private static final String SYSTEM =
            "Solve the user's problem. Think first about the steps that lead to the answer,"
                    + " then compute with python rather than in your head. End your answer with a line of its own that has ####"
                    + " and the number, without a unit, such as: #### 42";

    private final Problem problem;
    private final PythonTool python;

    MathEpisode(Problem problem, Tool python) {
        this.problem = problem;
        this.python = new PythonTool(python);
    }

    @Override
    public List<Message> messages() {
        return List.of(Message.system(SYSTEM), Message.user(problem.question()));
    }

    @Override
    public List<Tool> tools() {
        return List.of(python);
    }

    @Override
    public Score score(Attempt attempt) {
        Optional<BigDecimal> found = FinalNumber.of(attempt.answer());
        return Score.of(
                found.isPresent() && found.get().compareTo(problem.answer()) == 0,
                "expected " + FinalNumber.plain(problem.answer()) + ", found "
                        + found.map(FinalNumber::plain).orElse("no number behind ####"));
    }

    @Override
    public Expert expert() {
        boolean[] computed = {problem.code().isEmpty()};
        return observations -> {
            if (!computed[0]) {
                computed[0] = true;
                return Move.act(problem.thought(), python.spec().name(), problem.code());
            }
            String number = FinalNumber.plain(problem.answer());
            return new Move.Answer(
                    problem.code().isEmpty() ? problem.thought() : "Python printed the number that was asked for.",
                    "The answer is " + number + (problem.unit().isEmpty() ? "" : " " + problem.unit()) + ".\n#### "
                            + number);
        };
    }

    @Override
    public void close() {
        python.close();
    }
}
