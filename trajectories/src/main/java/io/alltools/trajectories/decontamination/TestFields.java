package io.alltools.trajectories.decontamination;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which fields of a test set's JSON hold its texts, at whatever depth; of a field with a list or an object all texts in
 * it. Names are compared without case.
 */
public record TestFields(Set<String> questions, Set<String> answers) {

    /** Those of the usual test sets: GSM8K, MATH, MMLU, HumanEval, AgentBench, BFCL, AlpacaEval, MathUserEval. */
    public static final TestFields USUAL = new TestFields(
            Set.of("instruction", "question", "prompt", "query", "problem", "input", "description", "task"),
            Set.of(
                    "gold",
                    "answer",
                    "answers",
                    "solution",
                    "output",
                    "reference",
                    "response",
                    "target",
                    "canonical_solution",
                    "ground_truth"));

    public TestFields {
        questions = lower(questions);
        answers = lower(answers);
    }

    private static Set<String> lower(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
