package io.alltools.trajectories.math;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** How a problem is worked out: in words, and as Python code whose last line prints the answer. */
final class Solution {

    private final List<String> words = new ArrayList<>();
    private final List<String> code = new ArrayList<>();
    private String last = "";

    /** A number of the problem under a name. */
    Solution given(String name, Object value) {
        code.add(name + " = " + value);
        return this;
    }

    /**
     * One step.
     *
     * @param words what it does and why, as part of a plan
     * @param name of what it finds
     * @param expression in Python, over names that stand already
     */
    Solution step(String words, String name, String expression) {
        this.words.add(words);
        code.add(name + " = " + expression);
        last = name;
        return this;
    }

    /**
     * @param question the problem
     * @param answer computed apart from the code
     * @param unit of the answer, for a sentence about it; empty where a number alone will do
     */
    Problem solves(String question, BigDecimal answer, String unit) {
        List<String> lines = new ArrayList<>(code);
        lines.add("print(" + last + ")");
        return new Problem(
                question,
                "I go step by step: " + String.join("; ", words) + ". Python does the sums.",
                String.join("\n", lines),
                answer,
                unit);
    }

    Problem solves(String question, long answer, String unit) {
        return solves(question, BigDecimal.valueOf(answer), unit);
    }
}
