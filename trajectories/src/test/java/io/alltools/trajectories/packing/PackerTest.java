package io.alltools.trajectories.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PackerTest {

    private static final int LENGTH = 64;

    @TempDir
    Path folder;

    private final List<ObjectNode> sequences = new ArrayList<>();
    private final List<ObjectNode> rows = new ArrayList<>();

    private void sequence(int length, int trainedFrom) {
        ObjectNode row = Json.object().put("id", "s" + sequences.size());
        for (int i = 0; i < length; i++) {
            row.withArray("input_ids").add(sequences.size() * 1000 + i);
            row.withArray("loss_mask").add(i >= trainedFrom ? 1 : 0);
        }
        sequences.add(row);
    }

    private void random(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(2, LENGTH + 1);
            sequence(length, random.nextInt(length));
        }
    }

    private Packing.Report pack(PackPlan.Strategy strategy, Packing.TooLong tooLong) throws IOException {
        Path scratch = Files.createTempDirectory(folder, "scratch");
        try (Packer packer = new Packer(new Packing(LENGTH, strategy, tooLong), scratch)) {
            for (ObjectNode sequence : sequences) {
                packer.add(sequence);
            }
            rows.clear();
            return packer.packs(rows::add);
        }
    }

    /** A loss for each token, as if a model had read the sequence alone. */
    private static double loss(int id) {
        return Math.abs(Math.sin(id * 0.37)) * 5;
    }

    @ParameterizedTest
    @EnumSource(PackPlan.Strategy.class)
    void theWeightedLossOfPacksIsTheMeanOverSequences(PackPlan.Strategy strategy) throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            sequences.clear();
            random(200, seed);
            pack(strategy, Packing.TooLong.REFUSE);

            double packed = 0;
            for (JsonNode row : rows) {
                for (int i = 0; i < row.path("input_ids").size(); i++) {
                    if (row.path("labels").get(i).asInt() != -100) {
                        packed += row.path("loss_weights").get(i).asDouble()
                                * loss(row.path("labels").get(i).asInt());
                    } else {
                        assertThat(row.path("loss_weights").get(i).asDouble()).isZero();
                    }
                }
            }
            packed /= rows.size();

            double mean = 0;
            for (ObjectNode sequence : sequences) {
                double sum = 0;
                int targets = 0;
                for (int i = 1; i < sequence.path("input_ids").size(); i++) {
                    if (sequence.path("loss_mask").get(i).asInt() == 1) {
                        sum += loss(sequence.path("input_ids").get(i).asInt());
                        targets++;
                    }
                }
                mean += sum / targets;
            }
            assertThat(packed).isEqualTo(mean / sequences.size(), within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(PackPlan.Strategy.class)
    void noTokenIsLostAndBoundariesAreThoseOfTheSequences(PackPlan.Strategy strategy) throws IOException {
        random(300, 1);

        Packing.Report report = pack(strategy, Packing.TooLong.REFUSE);

        Map<String, List<Integer>> found = new HashMap<>();
        for (JsonNode row : rows) {
            JsonNode ends = row.path("cu_seqlens");
            assertThat(ends.get(0).asInt()).isZero();
            assertThat(ends.size()).isEqualTo(row.path("ids").size() + 1);
            assertThat(ends.get(ends.size() - 1).asInt())
                    .isEqualTo(row.path("input_ids").size())
                    .isLessThanOrEqualTo(LENGTH);
            for (int i = 0; i + 1 < ends.size(); i++) {
                List<Integer> ids = new ArrayList<>();
                for (int at = ends.get(i).asInt(); at < ends.get(i + 1).asInt(); at++) {
                    ids.add(row.path("input_ids").get(at).asInt());
                }
                found.put(row.path("ids").get(i).asString(), ids);
                assertThat(row.path("labels").get(ends.get(i).asInt()).asInt()).isEqualTo(-100);
            }
        }
        assertThat(found).hasSize(300);
        for (ObjectNode sequence : sequences) {
            assertThat(found.get(sequence.path("id").asString()))
                    .containsExactlyElementsOf(sequence.path("input_ids")
                            .valueStream()
                            .map(JsonNode::asInt)
                            .toList());
        }
        assertThat(report.sequences()).isEqualTo(300);
        assertThat(report.packs()).isEqualTo(rows.size());
    }

    @Test
    void theLongestFirstNeedsFewerPacks() throws IOException {
        random(500, 3);

        Packing.Report greedy = pack(PackPlan.Strategy.GREEDY, Packing.TooLong.REFUSE);
        Packing.Report decreasing = pack(PackPlan.Strategy.FIRST_FIT_DECREASING, Packing.TooLong.REFUSE);

        assertThat(decreasing.packs()).isLessThan(greedy.packs());
        assertThat(decreasing.utilisation(LENGTH)).isGreaterThan(0.95);
    }

    @Test
    void longSequencesAreRefusedLeftOutOrCutAsSaid() throws IOException {
        sequence(LENGTH + 1, 5);
        sequence(LENGTH, 5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> pack(PackPlan.Strategy.GREEDY, Packing.TooLong.REFUSE))
                .withMessageContaining("\"s0\" has 65 tokens: expected at most 64");
        assertThat(pack(PackPlan.Strategy.GREEDY, Packing.TooLong.SKIP))
                .isEqualTo(new Packing.Report(1, 1, 64, 59, 1, 0, 0));
        assertThat(pack(PackPlan.Strategy.GREEDY, Packing.TooLong.CUT))
                .isEqualTo(new Packing.Report(2, 2, 128, 118, 0, 1, 0));
    }

    @Test
    void aSequenceWithNothingToLearnIsLeftOutAndCounted() throws IOException {
        sequence(10, 10);
        sequence(1, 0);
        sequence(10, 3);

        assertThat(pack(PackPlan.Strategy.GREEDY, Packing.TooLong.REFUSE))
                .isEqualTo(new Packing.Report(1, 1, 10, 7, 0, 0, 2));
    }

    @Test
    void nothingPacksToNothing() throws IOException {
        assertThat(pack(PackPlan.Strategy.FIRST_FIT_DECREASING, Packing.TooLong.REFUSE)
                        .packs())
                .isZero();
        assertThat(rows).isEmpty();
    }

    @Test
    void sortedBatchesHoldEachSequenceOnceAndSimilarLengthsTogether() throws IOException {
        random(101, 4);
        Path scratch = Files.createTempDirectory(folder, "scratch");
        try (Packer packer = new Packer(new Packing(LENGTH, PackPlan.Strategy.GREEDY, Packing.TooLong.SKIP), scratch)) {
            for (ObjectNode sequence : sequences) {
                packer.add(sequence);
            }
            packer.sortedBatches(8, 1, rows::add);
        }
        assertThat(rows.stream().map(row -> row.path("id").asString()).distinct())
                .hasSize(101);
        int[] shortest = new int[13];
        int[] longest = new int[13];
        Arrays.fill(shortest, Integer.MAX_VALUE);
        for (ObjectNode row : rows) {
            int batch = row.path("batch").asInt();
            shortest[batch] = Math.min(shortest[batch], row.path("input_ids").size());
            longest[batch] = Math.max(longest[batch], row.path("input_ids").size());
        }
        for (int a = 0; a < 13; a++) {
            for (int b = 0; b < 13; b++) {
                assertThat(a == b || longest[a] <= shortest[b] || longest[b] <= shortest[a])
                        .isTrue();
            }
        }
        assertThat(rows.stream().map(row -> row.path("input_ids").size()).toList())
                .isNotEqualTo(rows.stream()
                        .map(row -> row.path("input_ids").size())
                        .sorted()
                        .toList());
    }

    @Test
    void aRowOfAnotherFormIsNamed() {
        sequences.add(Json.parseObject("{\"id\":\"x\",\"input_ids\":[1,2],\"loss_mask\":[1]}"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> pack(PackPlan.Strategy.GREEDY, Packing.TooLong.SKIP))
                .withMessageContaining("the row \"x\" has 2 input_ids and 1 places of loss_mask");
    }
}
