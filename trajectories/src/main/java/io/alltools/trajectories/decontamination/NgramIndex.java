package io.alltools.trajectories.decontamination;

import io.alltools.trajectories.ngram.Hashing;
import io.alltools.trajectories.ngram.NgramHasher;
import io.alltools.trajectories.ngram.Ngrams;
import io.alltools.trajectories.ngram.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The n-grams of test sets, each with where it stands first; 16 bytes each, at a load of a half at most. Read only and
 * safe for use from many threads once it is built.
 */
public final class NgramIndex {

    public static final int DEFAULT_N = 10;
    /** 20 million: 640 MiB at the very most, for about 300,000 tests of the usual length. */
    public static final int DEFAULT_MOST = 20_000_000;

    private final NgramHasher hasher;
    private final int most;
    private final List<Path> files;
    /** 0 for an empty place. */
    private long[] hashes = new long[1 << 12];
    /** The file's number above 40 bits of line. */
    private long[] places = new long[1 << 12];

    private int size;

    /** Where in a test set an n-gram stands. */
    public record Place(Path file, long line) {}

    private NgramIndex(List<Path> files, int n, int most) {
        this.hasher = new NgramHasher(Unit.WORD, n);
        this.most = most;
        this.files = List.copyOf(files);
    }

    /** @throws IOException when a file can't be read, or they have more n-grams than fit; the message says which */
    public static NgramIndex of(List<Path> files, TestFields fields) throws IOException {
        return of(files, fields, DEFAULT_N, DEFAULT_MOST);
    }

    /**
     * @param n words of an n-gram, 2 to 64
     * @param most how many n-grams are held at most
     */
    public static NgramIndex of(List<Path> files, TestFields fields, int n, int most) throws IOException {
        if (n < 2) {
            throw new IllegalArgumentException("n-grams of " + n + " are out of range: expected 2 to 64 words");
        }
        NgramIndex index = new NgramIndex(files, n, most);
        for (int i = 0; i < files.size(); i++) {
            long file = (long) i << 40;
            TestFile.read(files.get(i), fields, text -> index.add(text, file | text.line()));
            if (index.size >= most) {
                throw new IOException(files.get(i) + ": the test sets have more than " + most
                        + " n-grams, which do not fit; allow more, or check against fewer files at a time");
            }
        }
        return index;
    }

    /** Different n-grams; whole short texts count as one. */
    public int size() {
        return size;
    }

    private void add(TestText text, long place) {
        Ngrams ngrams = hasher.of(text.text());
        if (ngrams.units() >= hasher.n()) {
            for (long hash : ngrams.hashes()) {
                put(hash, place);
            }
        } else if (ngrams.units() > 0 && text.question()) {
            put(whole(ngrams.hashes()[0]), place);
        }
    }

    /** A short text is not what a long one happens to contain. */
    private static long whole(long hash) {
        return Hashing.mixed(hash ^ 0x5851F42D4C957F2DL);
    }

    private void put(long hash, long place) {
        if (size >= most) {
            return;
        }
        if (size * 2 >= hashes.length) {
            grow();
        }
        int at = slot(hashes, hash);
        if (hashes[at] == 0) {
            hashes[at] = nonZero(hash);
            places[at] = place;
            size++;
        }
    }

    private void grow() {
        long[] biggerHashes = new long[hashes.length * 2];
        long[] biggerPlaces = new long[hashes.length * 2];
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != 0) {
                int at = slot(biggerHashes, hashes[i]);
                biggerHashes[at] = hashes[i];
                biggerPlaces[at] = places[i];
            }
        }
        hashes = biggerHashes;
        places = biggerPlaces;
    }

    private static long nonZero(long hash) {
        return hash == 0 ? 1 : hash;
    }

    /** Where a hash is, or would be. */
    private static int slot(long[] table, long hash) {
        long wanted = nonZero(hash);
        int at = (int) wanted & (table.length - 1);
        while (table[at] != 0 && table[at] != wanted) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    /**
     * The first n-gram of a text that is in a test set, or the text as a whole when it is shorter than an n-gram and a
     * test asks just that; null for none.
     *
     * @param question whether the text is one that a test may ask as a whole
     */
    @Nullable
    Place find(String text, boolean question) {
        Ngrams ngrams = hasher.of(text);
        if (ngrams.units() < hasher.n()) {
            return ngrams.units() > 0 && question ? find(whole(ngrams.hashes()[0])) : null;
        }
        for (long hash : ngrams.hashes()) {
            Place place = find(hash);
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    private @Nullable Place find(long hash) {
        int at = slot(hashes, hash);
        return hashes[at] == 0 ? null : new Place(files.get((int) (places[at] >>> 40)), places[at] & ((1L << 40) - 1));
    }
}
