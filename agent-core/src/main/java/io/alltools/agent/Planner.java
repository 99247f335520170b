package io.alltools.agent;

/** Decides, turn by turn, what a run does next. */
@FunctionalInterface
public interface Planner {

    /** What follows from a complete turn of the model. */
    Action next(AssistantTurn turn);

    /** GLM-4's own All Tools loop: a turn with calls runs them, a turn without is the answer. */
    static Planner allTools() {
        return turn -> {
            if (turn.finishReason() == FinishReason.LENGTH) {
                // A call that was cut off must never run.
                return new Action.Stop(
                        new Outcome(
                                Outcome.Kind.BUDGET_EXHAUSTED,
                                "the model's turn was cut off after "
                                        + turn.usage().completionTokens() + " tokens; raise the token limit"),
                        turn.text());
            }
            return turn.calls().isEmpty() ? new Action.Answer(turn.text()) : new Action.CallTools(turn.calls());
        };
    }
}
