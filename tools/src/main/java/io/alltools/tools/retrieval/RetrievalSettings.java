package io.alltools.tools.retrieval;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The limits of a knowledge base.
 *
 * @param indexFolder where indexes are kept, one folder for each folder of documents and embedding model
 * @param maxFileBytes larger files are left out
 * @param maxFiles files beyond so many, in the order of their names, are left out
 * @param passageCharacters about how long a passage is; an ideograph counts as three. At most twice as much
 * @param freshness how old the last look at the folder may be when a search begins
 */
public record RetrievalSettings(
        Path indexFolder, long maxFileBytes, int maxFiles, int passageCharacters, Duration freshness) {

    public RetrievalSettings {
        require(maxFileBytes >= 1, "maxFileBytes", maxFileBytes, "1 or more");
        require(maxFiles >= 1, "maxFiles", maxFiles, "1 or more");
        require(passageCharacters >= 100, "passageCharacters", passageCharacters, "100 or more");
        require(!freshness.isNegative(), "freshness", freshness, "zero or more");
    }

    /** 20 MB a file, 10,000 files, passages of some 1,200 characters, a look at the folder every 3 s. */
    public static RetrievalSettings in(Path indexFolder) {
        return new RetrievalSettings(indexFolder, 20 << 20, 10_000, 1200, Duration.ofSeconds(3));
    }

    public RetrievalSettings withMaxFileBytes(long maxFileBytes) {
        return new RetrievalSettings(indexFolder, maxFileBytes, maxFiles, passageCharacters, freshness);
    }

    public RetrievalSettings withMaxFiles(int maxFiles) {
        return new RetrievalSettings(indexFolder, maxFileBytes, maxFiles, passageCharacters, freshness);
    }

    public RetrievalSettings withFreshness(Duration freshness) {
        return new RetrievalSettings(indexFolder, maxFileBytes, maxFiles, passageCharacters, freshness);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("retrieval setting " + name + " is " + value + ": expected " + expected);
        }
    }
}
