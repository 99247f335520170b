package io.alltools.web.audit;

import java.util.Map;

/**
 * How much of the record is kept.
 *
 * @param megabytes of a file before a new one is begun
 * @param files how many older ones are kept
 */
public record AuditSettings(int megabytes, int files) {

    /**
     * What {@code ALLTOOLS_AUDIT_MB} and {@code ALLTOOLS_AUDIT_FILES} say.
     *
     * @throws IllegalArgumentException when a value can't be used
     */
    public static AuditSettings of(Map<String, String> environment) {
        return new AuditSettings(
                number(environment, "ALLTOOLS_AUDIT_MB", 16, 1000), number(environment, "ALLTOOLS_AUDIT_FILES", 8, 20));
    }

    private static int number(Map<String, String> environment, String name, int absent, int max) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return absent;
        }
        if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= max) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(name + " is \"" + text + "\": expected 1 to " + max);
    }
}
