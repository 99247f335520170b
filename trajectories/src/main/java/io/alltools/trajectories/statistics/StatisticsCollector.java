package io.alltools.trajectories.statistics;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.curation.RewardFilter;
import io.alltools.trajectories.curation.StageKind;
import io.alltools.trajectories.curation.Verdict;
import io.alltools.trajectories.dataset.Trajectories;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Counts a data set in one reading and in bounded memory: names of environments and tools beyond {@value #NAMES} are
 * counted together. Not thread-safe.
 *
 * <pre>{@code
 * StatisticsCollector collector = new StatisticsCollector();
 * for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
 *     collector.add(next.get());
 * }
 * System.out.print(collector.statistics().table());
 * }</pre>
 */
public final class StatisticsCollector implements Trajectories.Sink {

    private static final int NAMES = 1_000;
    private static final int SHOWN_TOOLS = 20;
    private static final int MOST_TURNS = 30;
    private static final int FEWEST_TOKENS = 256;
    private static final String OTHERS = "(others)";

    private static final RewardFilter FILTER = filter(RewardFilter.KIND);

    private final Counts all = new Counts("total");
    private final SortedMap<String, Counts> families = new TreeMap<>();
    private final long[] turns = new long[MOST_TURNS + 1];
    private final long[] rewards = new long[11];
    private final SortedMap<Long, Long> tokens = new TreeMap<>();

    private static RewardFilter filter(StageKind kind) {
        return (RewardFilter) kind.with(Map.of()).stage();
    }

    @Override
    public void add(AtifTrajectory trajectory) {
        String environment = trajectory.extra().path("environment").asString("");
        Facts facts = Facts.of(trajectory);
        all.add(facts);
        String family = environment.isEmpty() ? "-" : environment;
        if (!families.containsKey(family) && families.size() >= NAMES) {
            family = OTHERS;
        }
        families.computeIfAbsent(family, Counts::new).add(facts);
        turns[Math.min(MOST_TURNS, facts.turns())]++;
        if (facts.reward() != null) {
            rewards[(int) Math.floor(Math.clamp(facts.reward(), 0, 1) * 10 + 1e-9)]++;
        }
        if (facts.tokens() > 0) {
            tokens.merge(Math.max(FEWEST_TOKENS, Long.highestOneBit(facts.tokens())), 1L, Long::sum);
        }
    }

    public DatasetStatistics statistics() {
        return new DatasetStatistics(
                all.family(),
                families.values().stream().map(Counts::family).toList(),
                List.of(
                        new Histogram("Turns of the agent per trajectory", Histogram.Of.VALUES, turnBins()),
                        new Histogram("Rewards", Histogram.Of.VALUES, rewardBins()),
                        new Histogram("Tokens of the longest context", Histogram.Of.VALUES, tokenBins()),
                        new Histogram("Calls by tool", Histogram.Of.NAMES, all.tools(SHOWN_TOOLS))));
    }

    private List<Histogram.Bin> turnBins() {
        int last = MOST_TURNS;
        while (last > 0 && turns[last] == 0) {
            last--;
        }
        List<Histogram.Bin> bins = new ArrayList<>();
        for (int i = 0; i <= last && all.trajectories > 0; i++) {
            bins.add(new Histogram.Bin(i == MOST_TURNS ? i + "+" : "" + i, turns[i]));
        }
        return bins;
    }

    private List<Histogram.Bin> rewardBins() {
        List<Histogram.Bin> bins = new ArrayList<>();
        for (int i = 0; i < rewards.length && all.rewarded > 0; i++) {
            bins.add(new Histogram.Bin(i == 10 ? "1" : "0." + i + "–" + (i == 9 ? "1" : "0." + (i + 1)), rewards[i]));
        }
        return bins;
    }

    private List<Histogram.Bin> tokenBins() {
        List<Histogram.Bin> bins = new ArrayList<>();
        if (!tokens.isEmpty()) {
            for (long from = tokens.firstKey(); from <= tokens.lastKey(); from *= 2) {
                String label =
                        from == FEWEST_TOKENS ? "<" + rounded(2 * from) : rounded(from) + "–" + rounded(2 * from);
                bins.add(new Histogram.Bin(label, tokens.getOrDefault(from, 0L)));
            }
        }
        return bins;
    }

    private static String rounded(long tokens) {
        return tokens < 1024 ? "" + tokens : tokens < 1 << 20 ? tokens / 1024 + "k" : (tokens >> 20) + "M";
    }

    /**
     * What is counted of one trajectory.
     *
     * @param task its id, or else what the user asked
     */
    private record Facts(
            String task,
            boolean kept,
            int turns,
            int learned,
            @Nullable Double reward,
            long tokens,
            List<String> tools) {

        static Facts of(AtifTrajectory trajectory) {
            int turns = 0;
            int learned = 0;
            long tokens = 0;
            String asked = "";
            List<String> tools = new ArrayList<>();
            for (AtifTrajectory.Step step : trajectory.steps()) {
                if (step.source() == AtifTrajectory.Source.USER && !Boolean.TRUE.equals(step.copiedContext())) {
                    asked = asked.isEmpty() ? step.message().toString() : asked;
                }
                if (step.metrics() != null) {
                    tokens = Math.max(
                            tokens,
                            (long) step.metrics().promptTokens()
                                    + step.metrics().completionTokens());
                }
                if (step.source() == AtifTrajectory.Source.AGENT && !Boolean.TRUE.equals(step.copiedContext())) {
                    turns++;
                    learned += step.isTrained() ? 1 : 0;
                    if (step.toolCalls() != null) {
                        step.toolCalls().forEach(call -> tools.add(call.functionName()));
                    }
                }
            }
            JsonNode task = trajectory.extra().path("task");
            JsonNode reward = trajectory.extra().path("reward");
            return new Facts(
                    task.isString() ? task.asString() : asked,
                    FILTER.apply(trajectory) instanceof Verdict.Kept,
                    turns,
                    learned,
                    reward.isNumber() ? reward.asDouble() : null,
                    tokens,
                    tools);
        }
    }

    private static final class Counts {

        private final String name;
        private final DistinctCount instructions = new DistinctCount();
        private final Map<String, Long> tools = new HashMap<>();
        private long trajectories;
        private long kept;
        private long turns;
        private long learned;
        private long rewarded;
        private double reward;
        private long successes;
        private long counted;
        private long tokens;

        Counts(String name) {
            this.name = name;
        }

        void add(Facts facts) {
            trajectories++;
            instructions.add(facts.task());
            kept += facts.kept() ? 1 : 0;
            turns += facts.turns();
            learned += facts.learned();
            if (facts.reward() != null) {
                rewarded++;
                reward += facts.reward();
                successes += facts.reward() >= 1 ? 1 : 0;
            }
            if (facts.tokens() > 0) {
                counted++;
                tokens += facts.tokens();
            }
            for (String tool : facts.tools()) {
                tools.merge(tools.containsKey(tool) || tools.size() < NAMES ? tool : OTHERS, 1L, Long::sum);
            }
        }

        List<Histogram.Bin> tools(int most) {
            return tools.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(most)
                    .map(entry -> new Histogram.Bin(entry.getKey(), entry.getValue()))
                    .toList();
        }

        DatasetStatistics.Family family() {
            return new DatasetStatistics.Family(
                    name,
                    trajectories,
                    instructions.count(),
                    kept,
                    trajectories == 0 ? 0 : turns / (double) trajectories,
                    rewarded,
                    rewarded == 0 ? null : reward / rewarded,
                    rewarded == 0 ? null : successes / (double) rewarded,
                    counted == 0 ? null : tokens / (double) counted,
                    learned,
                    tools(SHOWN_TOOLS));
        }
    }
}
