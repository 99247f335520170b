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
 * @param patience how long a search waits for files to be read before it takes what was read until then
 */
public record RetrievalSettings(
        Path indexFolder,
        int maxFileBytes,
        int maxFiles,
        int passageCharacters,
        Duration freshness,
        Duration patience) {

    public RetrievalSettings {
        require(maxFileBytes >= 1 && maxFileBytes < Integer.MAX_VALUE, "maxFileBytes", maxFileBytes, "1 to 2147483646");
        require(maxFiles >= 1, "maxFiles", maxFiles, "1 or more");
        require(passageCharacters >= 100, "passageCharacters", passageCharacters, "100 or more");
        require(!freshness.isNegative(), "freshness", freshness, "zero or more");
        require(patience.isPositive(), "patience", patience, "more than zero");
    }

    /**
     * 10 MiB a file, 10,000 files, passages of some 1,200 characters, a look at the folder every 3 s, a wait of 20 s.
     */
    public static RetrievalSettings in(Path indexFolder) {
        return new RetrievalSettings(
                indexFolder, 10 << 20, 10_000, 1200, Duration.ofSeconds(3), Duration.ofSeconds(20));
    }

    public RetrievalSettings withMaxFileBytes(int maxFileBytes) {
        return new RetrievalSettings(indexFolder, maxFileBytes, maxFiles, passageCharacters, freshness, patience);
    }

    public RetrievalSettings withMaxFiles(int maxFiles) {
        return new RetrievalSettings(indexFolder, maxFileBytes, maxFiles, passageCharacters, freshness, patience);
    }

    public RetrievalSettings withFreshness(Duration freshness) {
        return new RetrievalSettings(indexFolder, maxFileBytes, maxFiles, passageCharacters, freshness, patience);
    }

    public RetrievalSettings withPatience(Duration patience) {
        return new RetrievalSettings(indexFolder, maxFileBytes, maxFiles, passageCharacters, freshness, patience);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("retrieval setting " + name + " is " + value + ": expected " + expected);
        }
    }
}
