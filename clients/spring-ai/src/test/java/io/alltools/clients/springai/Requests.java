package io.alltools.clients.springai;

import io.alltools.clients.server.RunningServer;
import java.util.Map;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** What the tests ask for, in words that glm-tiny understands. */
final class Requests {

    static final String QUESTION = "What is the weather in Paris?";
    static final String WEATHER = "{\"city\": \"Paris\", \"temperature\": 21, \"condition\": \"sunny\"}";
    static final String ANSWER = "The weather in Paris is sunny, 21 degrees.";

    private Requests() {}

    /** The stock model, which tells of a failure at once. */
    static OpenAiChatModel model(RunningServer server) {
        OpenAiChatOptions.Builder options = options();
        options.baseUrl(server.baseUrl());
        options.apiKey("none");
        options.maxRetries(0);
        return OpenAiChatModel.builder().options(options.build()).build();
    }

    static OpenAiChatOptions.Builder options() {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.model(RunningServer.MODEL);
        return options;
    }

    /** Without the tokens that end a turn, an answer ends with its limit only, after some seconds. */
    static OpenAiChatOptions.Builder endless() {
        OpenAiChatOptions.Builder options = options();
        options.maxCompletionTokens(3000);
        options.logitBias(Map.of("1010", -100, "1017", -100, "1019", -100));
        return options;
    }

    /**
     * glm-tiny makes one call a turn by itself. A bias on the token between the calls of a turn brings it to more, and
     * the penalties to an end.
     */
    static OpenAiChatOptions.Builder severalCalls() {
        OpenAiChatOptions.Builder options = options();
        options.logitBias(Map.of("1018", 26));
        options.frequencyPenalty(2.0);
        options.presencePenalty(2.0);
        return options;
    }
}
