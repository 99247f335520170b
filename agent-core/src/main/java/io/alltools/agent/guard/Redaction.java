package io.alltools.agent.guard;

import io.alltools.agent.Checks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets and personal data by tags such as {@code [EMAIL]}, in linear time.
 *
 * <pre>{@code
 * Redaction.of(Sensitive.USUAL).of("mail ann@example.org")   // mail [EMAIL]
 * }</pre>
 *
 * <p>It goes by forms and check digits, not by what a text means, and is no defence against somebody who wants to hide
 * what he says.
 */
public final class Redaction {

    private final Set<Sensitive> kinds;
    private final List<Detector> detectors;

    private Redaction(Set<Sensitive> kinds) {
        this.kinds = kinds;
        List<Detector> all = new ArrayList<>(SecretForms.ALL);
        all.addAll(PersonalForms.ALL);
        this.detectors = all.stream()
                .filter(detector -> kinds.contains(detector.kind()))
                .sorted(Comparator.comparing(Detector::kind))
                .toList();
    }

    /** @throws IllegalArgumentException when no kind is given */
    public static Redaction of(Collection<Sensitive> kinds) {
        return new Redaction(Set.copyOf(EnumSet.copyOf(kinds)));
    }

    public Set<Sensitive> kinds() {
        return kinds;
    }

    /** What stands in the text instead of something that was found. */
    @FunctionalInterface
    public interface Tags {

        /** The kind's own, the same for all that is of that kind. */
        Tags BY_KIND = (kind, found) -> kind.tag();

        /** @param found as it stands in the text */
        String of(Sensitive kind, String found);
    }

    /** The text with tags in it; the text itself where nothing was found. */
    public String redact(String text) {
        return redact(text, Tags.BY_KIND);
    }

    /**
     * The same with tags of the caller's choice, which should begin with {@code [} so that none is taken for a secret.
     */
    public String redact(String text, Tags tags) {
        if (text.isBlank()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        tell(text, 0, true, tags, out);
        return text.contentEquals(out) ? text : out.toString();
    }

    /** What is in the text. */
    public Set<Sensitive> find(String text) {
        Set<Sensitive> found = EnumSet.noneOf(Sensitive.class);
        Marks marks = Marks.of(text);
        for (Detector detector : detectors) {
            if (!found.contains(detector.kind())
                    && detector.needs().areIn(marks)
                    && detector.find(text, 0, true) != Detector.Found.NOTHING) {
                found.add(detector.kind());
            }
        }
        return found;
    }

    /**
     * Redacts inside the strings of a JSON text and leaves every other character as it is, so that it stays valid. The
     * value of a member whose name tells of a password ({@link Sensitive#PASSWORD}) is one.
     *
     * @throws IllegalArgumentException when it is not JSON
     */
    public String redactJson(String json) {
        return redactJson(json, Tags.BY_KIND);
    }

    /** The same with tags of the caller's choice; see {@link #redact(String, Tags)}. */
    public String redactJson(String json, Tags tags) {
        return redactJson(json, tags, (depth, name) -> false);
    }

    /** @param spared by depth, from 1, and name the members whose strings stay */
    String redactJson(String json, Tags tags, BiPredicate<Integer, String> spared) {
        return JsonStrings.replace(json, (depth, name, value) -> {
            if (name != null && spared.test(depth, name)) {
                return value;
            }
            return name != null && isPassword(name, value) ? tags.of(Sensitive.PASSWORD, value) : redact(value, tags);
        });
    }

    /** Whether the value of a JSON member is a password by the member's name, and passwords are looked for. */
    public boolean isPassword(String name, String value) {
        return kinds.contains(Sensitive.PASSWORD) && SecretForms.secret(name, value);
    }

    /** The same for a text that comes in pieces. */
    public Checks.Sieve sieve() {
        return new Pieces();
    }

    /**
     * How far a text is told.
     *
     * @param waitsFor what may begin there; null at the end of a complete text
     */
    private record Told(int end, @Nullable Detector waitsFor) {}

    /** Appends what is decided. */
    private Told tell(CharSequence text, int from, boolean complete, Tags tags, StringBuilder out) {
        Detector.@Nullable Found[] next = new Detector.Found[detectors.size()];
        if (complete) {
            // Of a text that goes on nothing can be said by what it doesn't have.
            Marks marks = Marks.of(text);
            for (int i = 0; i < next.length; i++) {
                next[i] = detectors.get(i).needs().areIn(marks) ? null : Detector.Found.NOTHING;
            }
        }
        int at = from;
        while (true) {
            Detector.Found first = Detector.Found.NOTHING;
            int anchor = Integer.MAX_VALUE;
            Detector waitsFor = null;
            Sensitive kind = null;
            for (int i = 0; i < next.length; i++) {
                Detector.Found found = next[i];
                if (found == null || found.anchor() < at) {
                    found = detectors.get(i).find(text, at, complete);
                    next[i] = found;
                }
                if (found.anchor() < anchor) {
                    anchor = found.anchor();
                    waitsFor = detectors.get(i);
                }
                if (found.start() < first.start() || found.start() == first.start() && found.open()) {
                    first = found;
                    kind = detectors.get(i).kind();
                }
            }
            if (kind == null) {
                out.append(text, at, text.length());
                return new Told(text.length(), null);
            }
            if (first.open()) {
                int end = whole(text, at, anchor);
                out.append(text, at, end);
                return new Told(end, waitsFor);
            }
            out.append(text, at, first.start())
                    .append(tags.of(
                            kind, text.subSequence(first.start(), first.end()).toString()));
            at = first.end();
        }
    }

    /** The last place up to {@code end} that does not split a character. */
    private static int whole(CharSequence text, int from, int end) {
        return end > from && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** Keeps what is not decided, and a little of what is, for the forms that look back. */
    private final class Pieces implements Checks.Sieve {

        private final StringBuilder text = new StringBuilder();
        private int told;
        private @Nullable Detector waitsFor;

        @Override
        public String add(String piece) {
            text.append(piece);
            return tell(false);
        }

        @Override
        public String end() {
            return tell(true);
        }

        private String tell(boolean complete) {
            if (!complete && waitsFor != null) {
                // Long ones, such as keys in PEM form, are looked at once for each piece, not once for each detector.
                Detector.Found found = waitsFor.find(text, told, false);
                if (found.open() && found.anchor() == told) {
                    return "";
                }
            }
            StringBuilder out = new StringBuilder();
            Told now = Redaction.this.tell(text, told, complete, Tags.BY_KIND, out);
            told = now.end();
            waitsFor = now.waitsFor();
            int gone = Math.max(0, told - Detector.LOOKBEHIND);
            text.delete(0, gone);
            told -= gone;
            return out.toString();
        }
    }
}
