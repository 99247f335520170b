package io.alltools.web.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms in which a session is saved. */
public enum ExportFormat {
    /** What was said on one branch, for people to read. */
    MARKDOWN("text/markdown;charset=UTF-8", ".md"),
    /** Everything that is recorded, to be imported again. */
    JSON("application/json", ".json"),
    /** One trajectory a run and line, for training and other tools. */
    ATIF("application/jsonl", ".atif.jsonl");

    private final String mediaType;
    private final String ending;

    ExportFormat(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    public String mediaType() {
        return mediaType;
    }

    /** By its name in an address, such as {@code markdown}. */
    public static Optional<ExportFormat> find(String name) {
        return Arrays.stream(values())
                .filter(format -> format.parameter().equals(name))
                .findFirst();
    }

    /** All names, for a person. */
    public static String names() {
        return Arrays.stream(values()).map(ExportFormat::parameter).collect(Collectors.joining(", "));
    }

    /** A name for a file that every system takes, from a title that somebody wrote. */
    public String fileName(String title) {
        String plain = title.codePoints()
                .map(c -> Character.isLetterOrDigit(c) ? c : ' ')
                .limit(60)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip()
                .replaceAll(" +", "-");
        return (plain.isEmpty() ? "session" : plain) + ending;
    }

    private String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
