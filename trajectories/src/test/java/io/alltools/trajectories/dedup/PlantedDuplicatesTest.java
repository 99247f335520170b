package io.alltools.trajectories.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of which it is known which are duplicates: copies, light edits, paraphrases and unrelated ones. */
class PlantedDuplicatesTest {

    private static final int ORIGINALS = 1000;
    private static final String[] WORDS = words();

    @TempDir
    Path scratch;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<AtifTrajectory> records = new ArrayList<>();
    private final List<Boolean> planted = new ArrayList<>();

    private static String[] words() {
        SplittableRandom random = new SplittableRandom(3);
        String[] words = new String[3000];
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllable = random.nextInt(1, 4); syllable > 0; syllable--) {
                word.append("bdfgklmnprstvz".charAt(random.nextInt(14))).append("aeiouäö".charAt(random.nextInt(7)));
            }
            words[i] = word.toString();
        }
        return words;
    }

    private void plant() {
        for (int i = 0; i < ORIGINALS; i++) {
            String[] original = new String[150];
            Arrays.setAll(original, at -> word());
            add(original, false);
            switch (i % 5) {
                case 0 -> add(original, true);
                // One word of the 150 is in five of about 150 n-grams: similarity near 0.93.
                case 1 -> add(edited(original, 1), true);
                case 2 -> add(edited(original, 2), true);
                // Every third word is another: hardly an n-gram of five is left.
                case 3 -> add(edited(original, 50), false);
                default -> {}
            }
        }
    }

    private void add(String[] words, boolean duplicate) {
        int half = words.length / 2;
        records.add(Records.record(
                String.join(" ", Arrays.copyOf(words, half)),
                String.join(" ", Arrays.copyOfRange(words, half, words.length)),
                1,
                ""));
        planted.add(duplicate);
    }

    private String word() {
        double at = random.nextDouble();
        return WORDS[(int) (at * at * WORDS.length)];
    }

    private String[] edited(String[] words, int edits) {
        String[] edited = words.clone();
        for (int i = 0; i < edits; i++) {
            edited[i * words.length / edits] = "edited" + random.nextInt(1_000_000);
        }
        return edited;
    }

    private void assertFound(NearDuplicates stage, double recallBound, double precisionBound) throws IOException {
        List<String> reasons = Records.run(stage, scratch, records);
        int found = 0;
        int right = 0;
        for (int i = 0; i < reasons.size(); i++) {
            if (!reasons.get(i).isEmpty()) {
                found++;
                right += planted.get(i) ? 1 : 0;
            }
        }
        double recall = (double) right / planted.stream().filter(p -> p).count();
        double precision = (double) right / found;
        System.out.printf(
                "planted duplicates: %d records, recall %.4f, precision %.4f%n", records.size(), recall, precision);
        assertThat(recall).as("recall").isGreaterThanOrEqualTo(recallBound);
        assertThat(precision).as("precision").isGreaterThanOrEqualTo(precisionBound);
    }

    @Test
    void plantedDuplicatesAreFoundAndNothingElse() throws IOException {
        plant();

        assertFound(NearDuplicates.of(Subject.TRAJECTORY), 0.99, 0.999);
    }

    @Test
    void withLittleMemoryTheSameIsFoundOnDisk() throws IOException {
        plant();
        NearDuplicates all = NearDuplicates.of(Subject.TRAJECTORY);
        List<String> inMemory = Records.run(all, scratch, records);
        Path small = scratch.resolve("small");
        Files.createDirectory(small);

        List<String> onDisk = Records.run(
                new NearDuplicates(
                        all.subject(), all.unit(), all.n(), all.threshold(), all.permutations(), all.seed(), 1 << 16),
                small,
                records);

        assertThat(onDisk).isEqualTo(inMemory);
        assertThat(small).isDirectoryContaining("glob:**keys-1");
    }

    @Test
    void tasksWithOneOtherWordAreFound() throws IOException {
        assertThat(Records.run(
                        NearDuplicates.of(Subject.TASK),
                        scratch,
                        List.of(
                                Records.record(
                                        "How many orders did the customers in Bonn make in the month of May?",
                                        "3",
                                        0.2,
                                        ""),
                                Records.record(
                                        "How many orders did the customers in Köln make in the month of May?",
                                        "8",
                                        1,
                                        ""),
                                Records.record("Which product has the highest price of all?", "8", 1, ""))))
                .containsExactly("near_duplicate_task", "", "");
    }

    @Test
    void recordsWithoutWordsAreNoDuplicates() throws IOException {
        assertThat(Records.run(
                        NearDuplicates.of(Subject.TASK),
                        scratch,
                        List.of(Records.record("???", "a", 1, ""), Records.record("!", "b", 1, ""))))
                .containsExactly("", "");
    }
}
