package io.alltools.tools.retrieval;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): ranks count, scores, which don't compare, don't.
 */
final class RankFusion {

    /** The paper's constant: how little the first ranks weigh above the next ones. */
    private static final int K = 60;

    private RankFusion() {}

    /** The best first; what has the same score stays in the order of the rankings. */
    static <T> List<T> fused(List<List<T>> rankings, int count) {
        Map<T, Double> scores = new LinkedHashMap<>();
        for (List<T> ranking : rankings) {
            for (int rank = 1; rank <= ranking.size(); rank++) {
                scores.merge(ranking.get(rank - 1), 1.0 / (K + rank), Double::sum);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }
}
