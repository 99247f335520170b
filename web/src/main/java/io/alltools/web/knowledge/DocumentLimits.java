package io.alltools.web.knowledge;

import io.alltools.web.store.AttachmentLimits;
import java.util.Map;

/** How much may be uploaded, {@code ALLTOOLS_DOCUMENTS_MB} and {@code ALLTOOLS_DOCUMENTS_COUNT}. */
final class DocumentLimits {

    /** What {@code retrieval} reads of one file at most. */
    private static final int FILE_MEGABYTES = 10;

    private DocumentLimits() {}

    /** @throws IllegalArgumentException when a variable is no whole number within its range */
    static AttachmentLimits of(Map<String, String> environment) {
        return AttachmentLimits.ofMegabytes(
                FILE_MEGABYTES,
                number(environment, "ALLTOOLS_DOCUMENTS_MB", 1_000, FILE_MEGABYTES, 1_000_000),
                number(environment, "ALLTOOLS_DOCUMENTS_COUNT", 1_000, 1, 10_000));
    }

    private static int number(Map<String, String> environment, String variable, int absent, int min, int max) {
        String value = environment.getOrDefault(variable, "").strip();
        int number = value.isEmpty() ? absent : value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
        if (number < min || number > max) {
            throw new IllegalArgumentException(
                    variable + " is \"" + value + "\": expected a whole number from " + min + " to " + max);
        }
        return number;
    }
}
