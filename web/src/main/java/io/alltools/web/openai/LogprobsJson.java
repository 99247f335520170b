package io.alltools.web.openai;

import io.alltools.agent.Json;
import io.alltools.agent.TokenLogprob;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code {"content": [{"token", "logprob", "bytes", "top_logprobs"}], "refusal": null}}. */
final class LogprobsJson {

    /** JSON has no infinity; OpenAI's API says this of a token that is not possible. */
    private static final double IMPOSSIBLE = -9999;

    private LogprobsJson() {}

    static ObjectNode of(List<TokenLogprob> tokens) {
        ObjectNode logprobs = Json.object();
        ArrayNode content = logprobs.putArray("content");
        for (TokenLogprob token : tokens) {
            ObjectNode entry = token(token.text(), token.logprob(), token.bytes());
            ArrayNode top = entry.putArray("top_logprobs");
            token.top().forEach(other -> top.add(token(other.text(), other.logprob(), other.bytes())));
            content.add(entry);
        }
        return logprobs.putNull("refusal");
    }

    private static ObjectNode token(String text, double logprob, List<Integer> bytes) {
        ObjectNode entry = Json.object().put("token", text).put("logprob", finite(logprob));
        ArrayNode array = entry.putArray("bytes");
        bytes.forEach(array::add);
        return entry;
    }

    /** What JSON can say of it. */
    static double finite(double logprob) {
        return Math.max(logprob, IMPOSSIBLE);
    }
}
