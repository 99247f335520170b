package io.alltools.web.store;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of attached files: one plain name that means the same everywhere, on every system and in a prompt. */
final class FileName {

    private static final int MAX_BYTES = 200;

    /** Names of devices, whatever ending they have (Windows, "Naming Files, Paths, and Namespaces"). */
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])(\\..*)?", Pattern.CASE_INSENSITIVE);

    /** What the application keeps in the folder itself: long results of tools. */
    private static final Set<String> OWN = Set.of("results");

    private FileName() {}

    /**
     * The name in the form in which it is kept.
     *
     * @throws AttachmentException when it can't be used
     */
    static String of(String given) {
        String name = Normalizer.normalize(given, Normalizer.Form.NFC);
        String problem = problem(name);
        if (!problem.isEmpty()) {
            throw new AttachmentException(
                    AttachmentException.Kind.NAME,
                    "the file name \"" + shown(given) + "\" can't be used: " + problem
                            + "; give it another name, such as data.csv");
        }
        return name;
    }

    private static String problem(String name) {
        if (name.isBlank()) {
            return "it is empty";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "it is longer than " + MAX_BYTES + " bytes";
        }
        if (name.codePoints().anyMatch(c -> c == '/' || c == '\\')) {
            return "it holds a path";
        }
        if (name.codePoints().anyMatch(FileName::isInvisible)) {
            return "it holds a character that can't be seen";
        }
        if (name.codePoints().anyMatch(c -> "<>:\"|?*".indexOf(c) >= 0)) {
            return "it holds one of < > : \" | ? *";
        }
        if (name.startsWith(".") || name.endsWith(".") || !name.equals(name.strip())) {
            return "it begins or ends with a dot or a space";
        }
        if (DEVICE.matcher(name).matches() || OWN.contains(name.toLowerCase(Locale.ROOT))) {
            return "it is reserved";
        }
        return "";
    }

    /** Controls, marks that turn the direction of text, line separators, halves of characters. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> Character.isSpaceChar(c) && c != ' ';
        };
    }

    private static String shown(String name) {
        String visible = name.codePoints()
                .map(c -> isInvisible(c) ? '�' : c)
                .limit(80)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return visible.length() < name.length() ? visible + "…" : visible;
    }
}
