package io.alltools.trajectories.statistics;

import io.alltools.trajectories.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a data set holds, as AgentInstruct's table has it (AgentTuning, Zeng et al. 2023, table 1), for each environment
 * and in all; its JSON is {@code Json.write(statistics)}.
 *
 * @param families by environment, in the order of their names; runs of no environment are {@code -}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DatasetStatistics(Family total, List<Family> families, List<Histogram> histograms) {

    public DatasetStatistics {
        families = List.copyOf(families);
        histograms = List.copyOf(histograms);
    }

    /**
     * A family of tasks.
     *
     * @param instructions different tasks; beyond {@value DistinctCount#KEPT} estimated
     * @param kept trajectories that the reward filter keeps by its defaults
     * @param averageTurns turns of the agent in a trajectory
     * @param rewarded trajectories that have a reward
     * @param averageReward of those; null where there are none
     * @param successRate the share of those whose reward is 1; null where there are none
     * @param averageTokens the context at its longest; null where none were counted
     * @param learnedTurns turns that are trained on
     * @param tools the most used, by their calls
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Family(
            String name,
            long trajectories,
            long instructions,
            long kept,
            double averageTurns,
            long rewarded,
            @Nullable Double averageReward,
            @Nullable Double successRate,
            @Nullable Double averageTokens,
            long learnedTurns,
            List<Histogram.Bin> tools) {

        public Family {
            tools = List.copyOf(tools);
        }

        /** The share of trajectories that the reward filter keeps. */
        public double keptShare() {
            return trajectories == 0 ? 0 : kept / (double) trajectories;
        }
    }

    static final List<String> HEADINGS = List.of(
            "environment",
            "instructions",
            "trajectories",
            "filtered",
            "ratio",
            "avg. turns",
            "avg. reward",
            "success",
            "avg. tokens",
            "tools");

    /** A table for people: a line for each family and one for the whole. */
    public String table() {
        TextTable table = new TextTable(HEADINGS.toArray(String[]::new));
        rows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table.toString();
    }

    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        families.forEach(family -> rows.add(cells(family)));
        rows.add(cells(total));
        return rows;
    }

    private static List<String> cells(Family family) {
        return List.of(
                family.name(),
                count(family.instructions()),
                count(family.trajectories()),
                count(family.kept()),
                format("%.1f %%", 100 * family.keptShare()),
                format("%.2f", family.averageTurns()),
                format("%.3f", family.averageReward()),
                family.successRate() == null ? "-" : format("%.1f %%", 100 * family.successRate()),
                format("%,.0f", family.averageTokens()),
                family.tools().stream()
                        .limit(3)
                        .map(tool -> tool.label() + " " + count(tool.count()))
                        .collect(Collectors.joining(", ")));
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String format(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
