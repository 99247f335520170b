package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.runtime.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/** A text made of random allowed tokens, as a model without any sense would write it. */
final class Walk {

    private static final int END = Grammars.FIRST_SPECIAL;

    private final GrammarMatcher matcher;
    private final Tokenizer tokenizer;
    private final Random random;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private int[] tokens = new int[64];
    private int count;
    private boolean ended;

    Walk(Grammar grammar, Tokenizer tokenizer, Random random) {
        this.matcher = grammar.matcher(Set.of(END));
        this.tokenizer = tokenizer;
        this.random = random;
    }

    GrammarMatcher matcher() {
        return matcher;
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, count);
    }

    boolean ended() {
        return ended;
    }

    String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Takes one step; behind {@code patience} tokens it looks for a way to the end. */
    void step(int patience) {
        long[] allowed = matcher.allowed();
        int[] choice = tokensOf(allowed);
        assertThat(choice).as(() -> "tokens allowed behind " + text()).isNotEmpty();
        boolean hurry = count >= patience;
        if (matcher.mayEnd() && (hurry || random.nextInt(4) == 0)) {
            assertThat(choice).contains(END);
            matcher.accept(END);
            ended = true;
            return;
        }
        int token = choice[random.nextInt(choice.length)];
        if (hurry) {
            boolean inString = inString();
            for (int other : choice) {
                token = distance(other, inString) < distance(token, inString) ? other : token;
            }
        }
        if (token == END) {
            matcher.accept(END);
            ended = true;
            return;
        }
        take(token);
    }

    /** Takes this token, which must be allowed. */
    void take(int token) {
        matcher.accept(token);
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        tokens[count++] = token;
        text.writeBytes(tokenizer.bytes(token));
    }

    /** How far from the end a token leaves the text: what closes is best, what opens or is blank is worst. */
    private int distance(int token, boolean inString) {
        if (token == END) {
            return 4;
        }
        byte[] bytes = tokenizer.bytes(token);
        byte last = bytes[bytes.length - 1];
        if (inString) {
            return bytes.length == 1 && last == '"' ? 0 : 2;
        }
        return switch (last) {
            case '}', ']' -> bytes.length == 1 ? 0 : 1;
            case ' ', '\n', '\r', '\t', '{', '[', ',' -> 3;
            default -> 2;
        };
    }

    private boolean inString() {
        boolean inside = false;
        boolean escaped = false;
        for (byte b : text.toByteArray()) {
            inside ^= b == '"' && !escaped;
            escaped = b == '\\' && !escaped;
        }
        return inside;
    }

    static int[] tokensOf(long[] mask) {
        return java.util.BitSet.valueOf(mask).stream().toArray();
    }
}
