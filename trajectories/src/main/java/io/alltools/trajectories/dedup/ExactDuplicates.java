package io.alltools.trajectories.dedup;

import io.alltools.trajectories.curation.SurveyStage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Drops what is there word for word more than once; only spaces and line breaks make no difference. The best reward
 * stays, among equals the first. Reasons: {@code duplicate_task}, {@code duplicate_trajectory}.
 *
 * @param memoryBytes what the search holds in memory; more goes to disk
 */
public record ExactDuplicates(Subject subject, long memoryBytes) implements SurveyStage {

    public ExactDuplicates(Subject subject) {
        this(subject, NearDuplicates.DEFAULT_MEMORY);
    }

    @Override
    public String name() {
        return "exact";
    }

    @Override
    public Survey begin(Path scratch) {
        return new DuplicateSurvey(
                subject,
                ExactDuplicates::fingerprint,
                new DuplicateIndex(scratch, 4, memoryBytes, Arrays::equals),
                "duplicate_" + subject.id());
    }

    /** The first 128 bits of the text's SHA-256. */
    private static Fingerprint fingerprint(String text) {
        String plain = text.replaceAll("\\s+", " ").strip();
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(plain.getBytes(StandardCharsets.UTF_8)));
        long[] keys = plain.isEmpty() ? new long[0] : new long[] {digest.getLong(0)};
        return new Fingerprint(new int[] {digest.getInt(), digest.getInt(), digest.getInt(), digest.getInt()}, keys);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
