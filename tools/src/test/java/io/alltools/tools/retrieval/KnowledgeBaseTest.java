package io.alltools.tools.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.ModelException;
import io.alltools.tools.retrieval.PassageIndex.Changes;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index follows the folder, outlives the process and survives what happens to it. */
class KnowledgeBaseTest {

    @TempDir
    Path folder;

    @TempDir
    Path cache;

    private final Concepts model = new Concepts();
    private RetrievalSettings settings;

    @BeforeEach
    void write() throws IOException {
        settings = RetrievalSettings.in(cache).withFreshness(Duration.ZERO);
        Files.writeString(folder.resolve("garage.txt"), "How we go about fixing a car.");
        Files.writeString(folder.resolve("pets.txt"), "The cat sleeps.");
    }

    @Test
    void meaningFindsWhatSharesNoWord() throws Exception {
        try (KnowledgeBase words = open(null);
                KnowledgeBase meaning = open(model)) {
            assertThat(places(words, "automobile repair")).isEmpty();
            assertThat(places(meaning, "automobile repair")).startsWith("garage.txt:1-1");
            assertThat(places(meaning, "sleeps")).startsWith("pets.txt:1-1");
        }
    }

    @Test
    void ranksAreFusedByTheirReciprocals() {
        assertThat(RankFusion.fused(List.of(List.of("a", "b", "c"), List.of("c", "b")), 2))
                .as("b 1/62 + 1/62, c 1/63 + 1/61, a 1/61")
                .containsExactly("c", "b");
        assertThat(RankFusion.fused(List.of(List.<String>of(), List.of("x")), 5))
                .containsExactly("x");
    }

    @Test
    void whatDidNotChangeIsNotReadAgain() throws Exception {
        try (KnowledgeBase base = open(model)) {
            assertThat(places(base, "cat")).startsWith("pets.txt:1-1");
        }
        assertThat(model.passages).isEqualTo(2);
        Files.setLastModifiedTime(folder.resolve("pets.txt"), FileTime.fromMillis(1_000_000));
        try (KnowledgeBase base = open(model)) {
            assertThat(places(base, "cat")).startsWith("pets.txt:1-1");
            Files.writeString(folder.resolve("garage.txt"), "A car.");
            assertThat(places(base, "automobile")).startsWith("garage.txt:1-1");
        }
        assertThat(model.passages).as("another date alone is no change").isEqualTo(3);
    }

    @Test
    void changesShowAtTheNextSearch() throws Exception {
        try (KnowledgeBase base = open(null)) {
            assertThat(places(base, "cat")).containsExactly("pets.txt:1-1");
            Files.writeString(folder.resolve("pets.txt"), "The dog sleeps.\n");
            Files.writeString(folder.resolve("zoo.md"), "# Zoo\n\nA big cat.");
            assertThat(places(base, "cat")).containsExactly("zoo.md:1-3");
            Files.delete(folder.resolve("zoo.md"));
            assertThat(places(base, "cat dog")).containsExactly("pets.txt:1-1");
            assertThat(base.search("cat", 4).passages()).isEqualTo(2);
        }
    }

    @Test
    void betweenTwoLooksTheFolderIsLeftAlone() throws Exception {
        settings = settings.withFreshness(Duration.ofHours(1));
        try (KnowledgeBase base = open(null)) {
            assertThat(places(base, "cat")).hasSize(1);
            Files.delete(folder.resolve("pets.txt"));
            assertThat(places(base, "cat")).hasSize(1);
        }
    }

    @Test
    void aBrokenIndexIsBuiltAnew() throws Exception {
        try (KnowledgeBase base = open(null)) {
            assertThat(places(base, "cat")).hasSize(1);
        }
        for (String broken : List.of("segments", ".cfs", ".si")) {
            try (Stream<Path> files = Files.walk(cache)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (file.getFileName().toString().contains(broken)) {
                        byte[] content = Files.readAllBytes(file);
                        Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
                    }
                }
            }
            try (KnowledgeBase base = open(null)) {
                assertThat(places(base, "cat")).as(broken).containsExactly("pets.txt:1-1");
            }
        }
    }

    @Test
    void anIndexThatLosesItsFilesWhileItIsReadIsBuiltAnew() throws Exception {
        try (KnowledgeBase base = open(null)) {
            assertThat(places(base, "cat")).hasSize(1);
            clear(cache);
            assertThat(places(base, "cat")).hasSize(1);
            Files.writeString(folder.resolve("zoo.md"), "A big cat.");
            assertThat(places(base, "cat")).hasSize(2);
        }
    }

    @Test
    void whileAnotherProcessWritesTheIndexIsReadAsItIs() throws Exception {
        settings = settings.withPatience(Duration.ofMillis(200));
        try (KnowledgeBase base = open(null);
                PassageIndex other = new PassageIndex(index(base), null)) {
            try (Changes changes = other.change(false).orElseThrow()) {
                Files.writeString(folder.resolve("pets.txt"), "The dog sleeps.");
                KnowledgeBase.Found meanwhile = base.search("cat", 4);
                assertThat(meanwhile.excerpts()).hasSize(1);
                assertThat(meanwhile.complete()).isFalse();
                assertThat(other.change(false)).isEmpty();
                changes.remove("pets.txt");
                changes.commit();
                while (!places(base, "cat dog").isEmpty()) {
                    Thread.sleep(5);
                }
            }
            while (!base.search("dog", 4).complete()) {
                Thread.sleep(5);
            }
            assertThat(places(base, "dog")).containsExactly("pets.txt:1-1");
        }
    }

    /** The first 64 files are committed before the model comes to one that it can't get past. */
    @Test
    void aSearchDoesNotWaitForeverForALargeFolder() throws Exception {
        for (int i = 0; i < 70; i++) {
            Files.writeString(folder.resolve("c%02d.txt".formatted(i)), "A cat, number " + i + ".");
        }
        Files.writeString(folder.resolve("z.txt"), "A stone.");
        settings = settings.withPatience(Duration.ofMillis(50));
        model.stone = new CountDownLatch(1);
        try (KnowledgeBase base = open(model)) {
            base.warmUp();
            KnowledgeBase.Found partial = base.search("cat", 4);
            assertThat(partial.complete()).isFalse();
            assertThat(partial.excerpts()).hasSize(4);
            assertThat(partial.passages()).isEqualTo(64);
            model.stone.countDown();
            while (!base.search("cat", 4).complete()) {
                Thread.sleep(5);
            }
            assertThat(base.search("cat", 4).passages()).isEqualTo(73);
        }
    }

    @Test
    void twoAtOnceShareTheWork() throws Exception {
        try (KnowledgeBase one = open(model);
                KnowledgeBase two = open(model)) {
            one.warmUp();
            two.warmUp();
            assertThat(places(one, "cat")).isEqualTo(places(two, "cat"));
        }
        assertThat(model.passages).isEqualTo(2);
    }

    @Test
    void hiddenLargeForeignAndSuperfluousFilesAreLeftOut(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("secret.txt"), "A secret cat.");
        Files.createSymbolicLink(folder.resolve("link.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("linked"), outside);
        Files.writeString(Files.createDirectory(folder.resolve(".git")).resolve("cat.txt"), "cat");
        Files.writeString(folder.resolve(".cat.txt"), "cat");
        Files.writeString(folder.resolve("cat.txt"), "cat ".repeat(100));
        settings = settings.withMaxFileBytes(399);
        try (KnowledgeBase base = open(null)) {
            assertThat(places(base, "cat")).containsExactly("pets.txt:1-1");
        }
        settings = settings.withMaxFiles(1);
        try (KnowledgeBase base = open(null)) {
            assertThat(base.search("cat car", 4).passages()).isEqualTo(1);
        }
    }

    @Test
    void aModelThatFailsIsSaidAndNothingIsLost() throws Exception {
        try (KnowledgeBase base = open(model)) {
            assertThat(places(base, "cat")).isNotEmpty();
            Files.writeString(folder.resolve("zoo.md"), "A big cat.");
            model.broken = true;
            assertThatExceptionOfType(ModelException.class).isThrownBy(() -> base.search("cat", 1));
            model.broken = false;
            assertThat(places(base, "cat")).contains("zoo.md:1-1", "pets.txt:1-1");
        }
    }

    @Test
    void aCancelledSearchLeavesTheIndexWhole() throws Exception {
        try (KnowledgeBase base = open(null)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> base.search("cat", 1));
            assertThat(places(base, "cat")).containsExactly("pets.txt:1-1");
        }
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> new KnowledgeBase(folder.resolve("nowhere"), settings, null));
    }

    private KnowledgeBase open(@Nullable EmbeddingModel embeddings) throws IOException {
        return new KnowledgeBase(folder, settings, embeddings);
    }

    private static List<String> places(KnowledgeBase base, String query) throws IOException, InterruptedException {
        return base.search(query, 4).excerpts().stream()
                .map(DocumentReader.Excerpt::place)
                .toList();
    }

    /** The folder of the one index that there is. */
    private Path index(KnowledgeBase base) throws IOException, InterruptedException {
        places(base, "cat");
        try (Stream<Path> folders = Files.list(cache)) {
            return folders.findFirst().orElseThrow();
        }
    }

    private static void clear(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
