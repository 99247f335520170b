package io.alltools.trajectories.dedup;

import static org.assertj.core.api.Assertions.assertThat;

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

class DuplicateIndexTest {

    @TempDir
    Path scratch;

    @Test
    void likenessCarriesOver() throws IOException {
        try (DuplicateIndex index = new DuplicateIndex(scratch, 1, 1 << 20, (a, b) -> Math.abs(a[0] - b[0]) <= 1)) {
            for (int value : new int[] {1, 2, 9, 3}) {
                index.add(new Fingerprint(new int[] {value}, new long[] {5}), value == 3 ? 1 : 0);
            }
            assertThat(index.kept()).containsExactly(3, 3, 2, 3);
        }
    }

    @Test
    void aSharedKeyAloneIsNoDuplicate() throws IOException {
        try (DuplicateIndex index = new DuplicateIndex(scratch, 1, 1 << 20, Arrays::equals)) {
            index.add(new Fingerprint(new int[] {1}, new long[] {5}), 0);
            index.add(new Fingerprint(new int[] {2}, new long[] {5}), 0);
            assertThat(index.kept()).containsExactly(0, 1);
        }
    }

    @Test
    void signaturesAndKeysThatDoNotFitGoToDisk() throws IOException {
        int count = 100_000;
        SplittableRandom random = new SplittableRandom(5);
        try (DuplicateIndex index = new DuplicateIndex(scratch, 64, 1 << 20, Arrays::equals)) {
            int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = random.nextInt(count);
                int[] signature = new int[64];
                Arrays.fill(signature, values[i]);
                index.add(new Fingerprint(signature, new long[] {values[i] % 50_000, -values[i]}), 0);
            }
            int[] kept = index.kept();
            assertThat(index.isSpilled()).isTrue();
            assertThat(scratch).isDirectoryContaining("glob:**signatures");
            Map<Integer, Integer> first = new HashMap<>();
            for (int i = 0; i < count; i++) {
                Integer before = first.putIfAbsent(values[i], i);
                assertThat(kept[i]).isEqualTo(before == null ? i : before);
            }
        }
    }

    @Test
    void groupsOfKeysAreCompleteHoweverOftenTheySpill() throws IOException {
        for (int capacity : new int[] {1, 7, 1000, 1 << 20}) {
            Path folder = Files.createDirectory(scratch.resolve("c" + capacity));
            KeyRuns runs = new KeyRuns(folder, capacity);
            SplittableRandom random = new SplittableRandom(6);
            Map<Long, List<Integer>> expected = new HashMap<>();
            int count = capacity == 1 ? 50 : 3000;
            for (int i = 0; i < count; i++) {
                long key = random.nextInt(count / 2) * 0x9E3779B97F4A7C15L;
                expected.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
                runs.add(key, i);
            }
            List<List<Integer>> groups = new ArrayList<>();
            runs.forEachGroup((indexes, size) ->
                    groups.add(Arrays.stream(indexes, 0, size).boxed().toList()));
            assertThat(groups)
                    .containsExactlyInAnyOrderElementsOf(
                            expected.values().stream().filter(g -> g.size() > 1).toList());
        }
    }

    @Test
    void aKeyOfManyUnlikeTextsDoesNotTakeForever() throws IOException {
        try (DuplicateIndex index = new DuplicateIndex(scratch, 1, 8 << 20, Arrays::equals)) {
            for (int i = 0; i < 200_000; i++) {
                index.add(new Fingerprint(new int[] {i}, new long[] {5}), 0);
            }
            assertThat(index.kept()).hasSize(200_000).doesNotHaveDuplicates();
        }
    }
}
