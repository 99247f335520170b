package io.alltools.trajectories.site;

import io.alltools.trajectories.environment.Score;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Mind2Web's metrics ({@code src/action_prediction/metric.py} of OSU-NLP-Group/Mind2Web): the accuracy of elements, the
 * F1 of operation and value as sets of words, and the share of steps with both right, which is the reward. Steps that
 * the agent did not come to have nothing right.
 */
final class ElementScore {

    /** What the agent chose at a step. */
    record Choice(String element, ElementStep.Operation operation, String value) {}

    private ElementScore() {}

    /** @param choices of the first steps, in their order */
    static Score of(List<ElementStep> steps, List<Choice> choices) {
        double elements = 0;
        double operations = 0;
        int succeeded = 0;
        for (int i = 0; i < Math.min(steps.size(), choices.size()); i++) {
            ElementStep step = steps.get(i);
            if (step.right().isEmpty()) {
                continue;
            }
            Choice choice = choices.get(i);
            boolean element = step.right().contains(choice.element());
            double f1 = f1(choice.operation() + " " + choice.value(), step.operation() + " " + step.value());
            elements += element ? 1 : 0;
            operations += f1;
            succeeded += element && f1 == 1 ? 1 : 0;
        }
        int all = steps.size();
        double reward = (double) succeeded / all;
        return new Score(
                reward,
                Map.of("element_acc", elements / all, "operation_f1", operations / all, "step_sr", reward),
                String.format(
                        Locale.ROOT,
                        "%d of %d steps succeeded: %.0f elements right, operation F1 %.2f",
                        succeeded,
                        all,
                        elements,
                        operations / all));
    }

    static double f1(String said, String wanted) {
        Set<String> ones = words(said);
        Set<String> others = words(wanted);
        int all = ones.size() + others.size();
        ones.retainAll(others);
        return 2.0 * ones.size() / all;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.strip().split("\\s+")));
    }
}
