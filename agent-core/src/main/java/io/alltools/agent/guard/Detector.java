package io.alltools.agent.guard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds one form of something sensitive.
 *
 * <p>Every quantifier of the patterns is bounded or possessive, and the anchors begin at borders, so that a text is
 * read in linear time. Where more text may come, a match that touches the end counts as undecided
 * ({@link Matcher#hitEnd()}): so a text in pieces is judged as the whole.
 *
 * @param needs what a text must have for one to be in it
 * @param anchor where one may begin; it never needs more than {@link #ANCHOR} characters to tell, its lookbehind not
 *     more than {@link #LOOKBEHIND}
 * @param form all of it, from the anchor's start; the group {@code v}, where there is one, is what is sensitive
 * @param hasGroup whether it has that group
 * @param extent how much of that really is
 */
record Detector(Sensitive kind, Marks.Needs needs, Pattern anchor, Pattern form, boolean hasGroup, Extent extent) {

    static final int ANCHOR = 72;
    static final int LOOKBEHIND = 4;

    private static final String GROUP = "v";

    /** Looks closer at what has the right form: check digits, lengths. */
    @FunctionalInterface
    interface Extent {
        /** The length of what is sensitive at the beginning of {@code candidate}; 0 when nothing is. */
        int of(String candidate);

        Extent ALL = String::length;
    }

    static Detector of(Sensitive kind, Marks.Needs needs, String anchor, String form, Extent extent) {
        Pattern whole = Pattern.compile(form);
        boolean hasGroup = whole.namedGroups().containsKey(GROUP);
        return new Detector(kind, needs, Pattern.compile(anchor), whole, hasGroup, extent);
    }

    /**
     * What was found first.
     *
     * @param anchor where the form begins, at or before the start: a password's name, say
     * @param end its end; {@link #OPEN} when more text has to come before anything from {@code start} on is decided
     */
    record Found(int anchor, int start, int end) {
        static final int OPEN = -1;
        static final Found NOTHING = new Found(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

        static Found open(int start) {
            return new Found(start, start, OPEN);
        }

        boolean open() {
            return end == OPEN;
        }
    }

    /** @param complete whether no more text will come */
    Found find(CharSequence text, int from, boolean complete) {
        int length = text.length();
        int decided = complete ? length : length - ANCHOR;
        Matcher anchors = matcher(anchor, text);
        Matcher forms = null;
        for (int at = from; at <= decided; ) {
            if (!anchors.region(at, length).find() || anchors.start() > decided) {
                break;
            }
            int start = anchors.start();
            if (forms == null) {
                forms = matcher(form, text);
            }
            boolean fits = forms.region(start, length).lookingAt();
            if (!complete && forms.hitEnd()) {
                return Found.open(start);
            }
            if (fits) {
                int begin = hasGroup ? forms.start(GROUP) : start;
                int size = extent.of(hasGroup ? forms.group(GROUP) : forms.group());
                if (size > 0) {
                    return new Found(start, begin, begin + size);
                }
            }
            at = start + 1;
        }
        return complete ? Found.NOTHING : Found.open(Math.max(from, decided));
    }

    private static Matcher matcher(Pattern pattern, CharSequence text) {
        return pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
    }
}
