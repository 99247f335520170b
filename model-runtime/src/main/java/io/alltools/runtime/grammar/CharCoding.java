package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How characters are written as bytes: plain UTF-8, or as a JSON string writes them. */
final class CharCoding {

    private static final CharSet SURROGATES = CharSet.range(0xD800, 0xDFFF);
    private static final CharSet PLAIN_IN_JSON =
            CharSet.range(0, 0x1F).or(CharSet.of('"', '\\')).or(SURROGATES).not();
    private static final String SHORT_ESCAPES = "\"\"\\\\\bb\ff\nn\rr\tt"; // a character and how it is written

    private final Expressions expressions;
    private final boolean json;
    private final Map<CharSet, Expr> known = new HashMap<>();

    private CharCoding(Expressions expressions, boolean json) {
        this.expressions = expressions;
        this.json = json;
    }

    static CharCoding utf8(Expressions expressions) {
        return new CharCoding(expressions, false);
    }

    /**
     * Between the quotes of a JSON string, each character in the one way that serialisers use: itself where that is
     * allowed, else its short escape, else {@code \}{@code u00XX}. One way only, so that what a schema excludes can't
     * come back in another spelling.
     */
    static CharCoding json(Expressions expressions) {
        return new CharCoding(expressions, true);
    }

    /** One character of the set. */
    Expr of(CharSet set) {
        return known.computeIfAbsent(set, s -> json ? inJson(s) : utf8(s.and(SURROGATES.not())));
    }

    /** Any character. */
    Expr any() {
        return of(CharSet.ALL);
    }

    /** A whole text, as it is written. */
    byte[] encode(String text) {
        if (!json) {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        StringBuilder written = new StringBuilder();
        text.codePoints().forEach(point -> {
            int escape = shortEscape(point);
            if (escape >= 0) {
                written.append('\\').append((char) escape);
            } else if (point < 0x20) {
                written.append(String.format("\\u%04x", point));
            } else {
                written.appendCodePoint(point);
            }
        });
        return written.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private Expr inJson(CharSet set) {
        List<Expr> ways = new ArrayList<>();
        ways.add(utf8(set.and(PLAIN_IN_JSON)));
        for (int point = 0; point < 0x20; point++) {
            if (set.contains(point) && shortEscape(point) < 0) {
                String hex = String.format("%02x", point);
                Expr digits = expressions.concat(hexDigit(hex.charAt(0)), hexDigit(hex.charAt(1)));
                ways.add(expressions.concat(expressions.literal(new byte[] {'\\', 'u', '0', '0'}), digits));
            }
        }
        ByteSet escapes = ByteSet.NONE;
        for (int i = 0; i < SHORT_ESCAPES.length(); i += 2) {
            if (set.contains(SHORT_ESCAPES.charAt(i))) {
                escapes = escapes.or(ByteSet.of(SHORT_ESCAPES.charAt(i + 1)));
            }
        }
        ways.add(expressions.concat(expressions.bytes(ByteSet.of('\\')), expressions.bytes(escapes)));
        return expressions.or(ways);
    }

    private Expr hexDigit(char digit) {
        return expressions.bytes(ByteSet.of(digit).or(ByteSet.of(Character.toUpperCase(digit))));
    }

    private static int shortEscape(int point) {
        for (int i = 0; i < SHORT_ESCAPES.length(); i += 2) {
            if (SHORT_ESCAPES.charAt(i) == point) {
                return SHORT_ESCAPES.charAt(i + 1);
            }
        }
        return -1;
    }

    /** The bytes of the set's characters; sequences that begin alike share their beginning. */
    private Expr utf8(CharSet set) {
        List<ByteSet[]> sequences = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            addSequences(set.low(i), set.high(i), sequences);
        }
        return ofSequences(sequences, 0);
    }

    private Expr ofSequences(List<ByteSet[]> sequences, int at) {
        Map<ByteSet, List<ByteSet[]>> byFirst = new LinkedHashMap<>();
        List<Expr> alternatives = new ArrayList<>();
        for (ByteSet[] sequence : sequences) {
            if (sequence.length == at + 1) {
                alternatives.add(expressions.bytes(sequence[at]));
            } else {
                byFirst.computeIfAbsent(sequence[at], first -> new ArrayList<>())
                        .add(sequence);
            }
        }
        byFirst.forEach((first, rest) ->
                alternatives.add(expressions.concat(expressions.bytes(first), ofSequences(rest, at + 1))));
        return expressions.or(alternatives);
    }

    /** Splits a range of code points so that in each part every byte has a range of its own. */
    private static void addSequences(int low, int high, List<ByteSet[]> sequences) {
        for (int last : new int[] {0x7F, 0x7FF, 0xFFFF}) {
            if (low <= last && high > last) {
                addSequences(low, last, sequences);
                addSequences(last + 1, high, sequences);
                return;
            }
        }
        if (high > 0x7F) {
            for (int bits = 6; bits <= 18; bits += 6) {
                int mask = (1 << bits) - 1;
                if ((low & ~mask) != (high & ~mask)) {
                    if ((low & mask) != 0) {
                        addSequences(low, low | mask, sequences);
                        addSequences((low | mask) + 1, high, sequences);
                        return;
                    }
                    if ((high & mask) != mask) {
                        addSequences(low, (high & ~mask) - 1, sequences);
                        addSequences(high & ~mask, high, sequences);
                        return;
                    }
                }
            }
        }
        int[] from = encode(low);
        int[] to = encode(high);
        ByteSet[] sequence = new ByteSet[from.length];
        for (int i = 0; i < from.length; i++) {
            sequence[i] = ByteSet.range(from[i], to[i]);
        }
        sequences.add(sequence);
    }

    private static int[] encode(int point) {
        if (point <= 0x7F) {
            return new int[] {point};
        }
        if (point <= 0x7FF) {
            return new int[] {0xC0 | point >> 6, 0x80 | point & 0x3F};
        }
        if (point <= 0xFFFF) {
            return new int[] {0xE0 | point >> 12, 0x80 | point >> 6 & 0x3F, 0x80 | point & 0x3F};
        }
        return new int[] {0xF0 | point >> 18, 0x80 | point >> 12 & 0x3F, 0x80 | point >> 6 & 0x3F, 0x80 | point & 0x3F};
    }
}
