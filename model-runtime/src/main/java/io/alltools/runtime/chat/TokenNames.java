package io.alltools.runtime.chat;

import io.alltools.agent.TokenLogprob;
import io.alltools.runtime.sampling.Logprobs.Logprob;
import io.alltools.runtime.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tells what tokens are to those who know no ids. */
final class TokenNames {

    private final Tokenizer tokenizer;

    TokenNames(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    TokenLogprob named(Logprob logprob) {
        List<TokenLogprob.Alternative> top = new ArrayList<>();
        for (int i = 0; i < logprob.topTokens().length; i++) {
            byte[] bytes = tokenizer.bytes(logprob.topTokens()[i]);
            top.add(new TokenLogprob.Alternative(text(bytes), unsigned(bytes), logprob.topLogprobs()[i]));
        }
        byte[] bytes = tokenizer.bytes(logprob.token());
        return new TokenLogprob(text(bytes), unsigned(bytes), logprob.logprob(), List.copyOf(top));
    }

    List<Integer> bytes(int token) {
        return unsigned(tokenizer.bytes(token));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<Integer> unsigned(byte[] bytes) {
        List<Integer> values = new ArrayList<>();
        for (byte b : bytes) {
            values.add(Byte.toUnsignedInt(b));
        }
        return List.copyOf(values);
    }
}
