package io.alltools.trajectories.dedup;

import io.alltools.agent.Json;
import io.alltools.trajectories.ngram.NgramHasher;
import io.alltools.trajectories.ngram.ScalarNgramHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How fast near duplicates are found: documents of about 1 KB through n-grams, MinHash, locality-sensitive hashing and
 * clusters, on one thread, against the scalar definitions in the same run.
 *
 * <p>Prints one JSON object. Arguments: documents (default 40,000), runs (default 5), megabytes of memory (default 64).
 */
public final class DedupBenchmark {

    /** The scalar side is slow: a part of the documents is enough for its rate. */
    private static final int SCALAR_SHARE = 20;

    private static final NearDuplicates SETTINGS = NearDuplicates.of(Subject.TRAJECTORY);

    private DedupBenchmark() {}

    /**
     * @param documentsPerSecond the median over the runs, of one thread
     * @param signaturesPerSecond n-grams and MinHash alone
     * @param ratio how many times as fast as the scalar definitions
     * @param spilled whether the memory was too little, so that the disk was used
     * @param removed how many documents were near duplicates; every tenth was made one
     */
    public record Result(
            int documents,
            long bytes,
            int runs,
            double documentsPerSecond,
            double signaturesPerSecond,
            double scalarSignaturesPerSecond,
            double ratio,
            boolean spilled,
            int removed) {}

    public static void main(String[] args) {
        int documents = args.length > 0 ? Integer.parseInt(args[0]) : 40_000;
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        long megabytes = args.length > 2 ? Long.parseLong(args[2]) : 64;
        System.out.println(Json.write(run(documents, runs, megabytes << 20)));
    }

    /** Two more runs before those that count warm up. */
    public static Result run(int count, int runs, long memoryBytes) {
        List<String> documents = documents(count);
        double[] whole = new double[runs];
        double[] signatures = new double[runs];
        double[] scalar = new double[runs];
        Search search = new Search(false, 0);
        for (int i = -2; i < runs; i++) {
            long start = System.nanoTime();
            search = search(documents, memoryBytes);
            double wholeRate = rate(count, start);
            start = System.nanoTime();
            int sum = signatures(documents);
            double signatureRate = rate(count, start);
            start = System.nanoTime();
            List<String> some = documents.subList(0, Math.max(1, count / SCALAR_SHARE));
            int scalarSum = scalarSignatures(some);
            double scalarRate = rate(some.size(), start);
            if (signatures(some) != scalarSum) {
                throw new IllegalStateException(
                        "the fast signatures are not those of the definition: " + sum + " != " + scalarSum);
            }
            if (i >= 0) {
                whole[i] = wholeRate;
                signatures[i] = signatureRate;
                scalar[i] = scalarRate;
            }
        }
        return new Result(
                count,
                documents.stream().mapToLong(String::length).sum(),
                runs,
                median(whole),
                median(signatures),
                median(scalar),
                median(signatures) / median(scalar),
                search.spilled(),
                search.removed());
    }

    private record Search(boolean spilled, int removed) {}

    private static Search search(List<String> documents, long memoryBytes) {
        NgramHasher ngrams = new NgramHasher(SETTINGS.unit(), SETTINGS.n());
        MinHash minHash = new MinHash(SETTINGS.permutations(), SETTINGS.seed());
        Bands bands = Bands.forThreshold(SETTINGS.threshold(), SETTINGS.permutations());
        try {
            Path scratch = Files.createTempDirectory("dedup-benchmark");
            try (DuplicateIndex index =
                    NearDuplicates.index(scratch, SETTINGS.permutations(), SETTINGS.threshold(), memoryBytes)) {
                for (String document : documents) {
                    index.add(NearDuplicates.fingerprint(ngrams, minHash, bands, document), 0);
                }
                int[] kept = index.kept();
                int removed = 0;
                for (int i = 0; i < kept.length; i++) {
                    removed += kept[i] == i ? 0 : 1;
                }
                return new Search(index.isSpilled(), removed);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmark's temporary folder can't be used", e);
        }
    }

    private static int signatures(List<String> documents) {
        NgramHasher ngrams = new NgramHasher(SETTINGS.unit(), SETTINGS.n());
        MinHash minHash = new MinHash(SETTINGS.permutations(), SETTINGS.seed());
        int sum = 0;
        for (String document : documents) {
            sum += Arrays.hashCode(minHash.signature(ngrams.of(document).hashes()));
        }
        return sum;
    }

    private static int scalarSignatures(List<String> documents) {
        ScalarNgramHasher ngrams = new ScalarNgramHasher(SETTINGS.unit(), SETTINGS.n());
        ScalarMinHash minHash = new ScalarMinHash(new MinHash(SETTINGS.permutations(), SETTINGS.seed()));
        int sum = 0;
        for (String document : documents) {
            sum += Arrays.hashCode(minHash.signature(ngrams.of(document).hashes()));
        }
        return sum;
    }

    /** Of about 1 KB each; every tenth is the one before it with a word changed. */
    private static List<String> documents(int count) {
        SplittableRandom random = new SplittableRandom(1);
        String[] words = random.longs(20_000, 0, 26 * 26 * 26 * 26 * 26L)
                .mapToObj(number -> Long.toString(number + 26 * 26, 36))
                .toArray(String[]::new);
        List<String> documents = new ArrayList<>(count);
        while (documents.size() < count) {
            if (documents.size() % 10 == 9) {
                String before = documents.getLast();
                int space = before.indexOf(' ', random.nextInt(800));
                documents.add(before.substring(0, space) + " changed" + before.substring(space));
                continue;
            }
            StringBuilder document = new StringBuilder();
            while (document.length() < 1024) {
                // Squared: some words are frequent, as in a language.
                double at = random.nextDouble();
                document.append(words[(int) (at * at * words.length)]).append(' ');
            }
            documents.add(document.toString());
        }
        return documents;
    }

    private static double rate(int count, long startNanos) {
        return count * 1e9 / (System.nanoTime() - startNanos);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
