package io.alltools.runtime.chat;

import java.util.List;

/**
 * Finds stop strings in streamed text. The one that begins first ends the text, wherever the pieces have their borders;
 * nothing of it comes out.
 */
final class StopStrings {

    private final List<Matcher> matchers;

    /** Text that may belong to a stop string; {@link #heldFrom} is its place in the whole text. */
    private final StringBuilder held = new StringBuilder();

    private long heldFrom;
    private long length;

    /** Where the first stop string begins that was seen whole; an earlier one may still be open. */
    private long match = Long.MAX_VALUE;

    private boolean stopped;

    StopStrings(List<String> stops) {
        matchers = stops.stream()
                .filter(stop -> !stop.isEmpty() && isWhole(stop))
                .map(Matcher::new)
                .toList();
    }

    /** Whether a stop string was found; text behind it is dropped. */
    boolean stopped() {
        return stopped;
    }

    /** The text that certainly comes before any stop string; a possible beginning of one is held back. */
    String accept(String piece) {
        if (stopped) {
            return "";
        }
        for (int i = 0; i < piece.length(); i++) {
            held.append(piece.charAt(i));
            length++;
            for (Matcher matcher : matchers) {
                if (matcher.advance(piece.charAt(i))) {
                    match = Math.min(match, length - matcher.stop.length());
                }
            }
            if (match <= open()) {
                return stop();
            }
        }
        return release(Math.min(match, open()));
    }

    /** What was held back and turned out to be plain text. */
    String finish() {
        return match < Long.MAX_VALUE ? stop() : release(length);
    }

    /** Where the first stop string begins that the end of the text leaves open. */
    private long open() {
        long first = length;
        for (Matcher matcher : matchers) {
            first = Math.min(first, length - matcher.matched);
        }
        return first;
    }

    private String stop() {
        String text = stopped ? "" : release(match);
        stopped = true;
        held.setLength(0);
        return text;
    }

    private String release(long to) {
        int count = (int) (to - heldFrom);
        String text = held.substring(0, count);
        held.delete(0, count);
        heldFrom = to;
        return text;
    }

    /** Half a surrogate pair at an end would match in the middle of a character. */
    private static boolean isWhole(String stop) {
        return !Character.isLowSurrogate(stop.charAt(0)) && !Character.isHighSurrogate(stop.charAt(stop.length() - 1));
    }

    /** Follows one stop string through the text (Knuth, Morris and Pratt 1977). */
    private static final class Matcher {

        final String stop;

        /** The longest proper beginning of {@code stop[0 .. i]} that is also its end. */
        private final int[] border;

        /** So many last characters of the text begin the stop string. */
        int matched;

        Matcher(String stop) {
            this.stop = stop;
            border = new int[stop.length()];
            for (int i = 1; i < border.length; i++) {
                border[i] = next(border[i - 1], stop.charAt(i));
            }
        }

        /** Whether the text now ends with the stop string. */
        boolean advance(char c) {
            matched = next(matched, c);
            boolean whole = matched == stop.length();
            if (whole) {
                matched = border[matched - 1];
            }
            return whole;
        }

        private int next(int from, char c) {
            int length = from;
            while (length > 0 && stop.charAt(length) != c) {
                length = border[length - 1];
            }
            return stop.charAt(length) == c ? length + 1 : 0;
        }
    }
}
