package io.alltools.web.openai;

import io.alltools.agent.Json;
import io.alltools.agent.TextToken;
import io.alltools.agent.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes {@code {"tokens", "token_logprobs", "top_logprobs", "text_offset"}} of one continuation, at once or in pieces.
 * Offsets count code points from the begin of the prompt.
 */
final class LegacyLogprobs {

    private final int unseen;
    private int offset;
    private int written;

    /** @param ofPrompt whether the prompt's tokens come too */
    LegacyLogprobs(TextPrompt prompt, boolean ofPrompt) {
        this.unseen = ofPrompt ? prompt.unseen() : 0;
        this.offset =
                ofPrompt ? 0 : prompt.text().codePointCount(0, prompt.text().length());
    }

    /** The next tokens. */
    ObjectNode of(List<TextToken> tokens) {
        ObjectNode json = Json.object();
        ArrayNode names = json.putArray("tokens");
        ArrayNode logprobs = json.putArray("token_logprobs");
        ArrayNode tops = json.putArray("top_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        for (TextToken token : tokens) {
            names.add(name(token.bytes()));
            offsets.add(offset);
            offset += length(token);
            TokenLogprob logprob = token.logprob();
            if (logprob == null) {
                logprobs.addNull();
                tops.addNull();
            } else {
                logprobs.add(LogprobsJson.finite(logprob.logprob()));
                tops.add(top(logprob));
            }
        }
        return json;
    }

    /** The token itself is among them, also where others are likelier, as in OpenAI's API. */
    private static ObjectNode top(TokenLogprob logprob) {
        ObjectNode top = Json.object();
        for (TokenLogprob.Alternative other : logprob.top()) {
            String name = name(other.bytes());
            // Of two tokens that are spelled alike the likelier one.
            if (!top.has(name)) {
                top.put(name, LogprobsJson.finite(other.logprob()));
            }
        }
        String own = name(logprob.bytes());
        return top.has(own) ? top : top.put(own, LogprobsJson.finite(logprob.logprob()));
    }

    /** The text; of a part of a character its bytes, as {@code bytes:\xe4\xbd}. */
    private static String name(List<Integer> bytes) {
        byte[] utf8 = new byte[bytes.size()];
        for (int i = 0; i < utf8.length; i++) {
            utf8[i] = bytes.get(i).byteValue();
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), utf8)) {
            return text;
        }
        StringBuilder spelled = new StringBuilder("bytes:");
        bytes.forEach(b -> spelled.append(String.format("\\x%02x", b)));
        return spelled.toString();
    }

    /** Characters that begin in the token. */
    private int length(TextToken token) {
        boolean shown = token.ofPrompt() ? written++ >= unseen : !token.special();
        return shown
                ? (int) token.bytes().stream().filter(b -> (b & 0xC0) != 0x80).count()
                : 0;
    }
}
