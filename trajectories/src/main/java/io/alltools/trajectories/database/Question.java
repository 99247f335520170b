package io.alltools.trajectories.database;

import java.util.List;

/**
 * What is asked of a database and what is right.
 *
 * @param type as AgentBench names it, such as {@code counting}, {@code aggregation-SUM} or {@code UPDATE}
 * @param sql a statement that finds the answer or makes the change, in MySQL's spelling; empty when none is known
 * @param label the right answer of a question that changes nothing; empty for a change
 * @param hash AgentBench's hash of the tables after the right change; empty when it is to be had by running {@code sql}
 */
record Question(String type, String text, String sql, List<String> label, String hash) {

    private static final List<String> CHANGES = List.of("INSERT", "UPDATE", "DELETE");

    Question {
        label = List.copyOf(label);
    }

    static boolean isChange(String type) {
        return CHANGES.contains(type);
    }

    boolean isChange() {
        return isChange(type);
    }
}
