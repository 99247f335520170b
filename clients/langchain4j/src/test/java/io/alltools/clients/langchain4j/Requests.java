package io.alltools.clients.langchain4j;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.alltools.clients.server.RunningServer;
import java.util.Map;

/** What the tests ask for, in words that glm-tiny understands. */
final class Requests {

    static final String QUESTION = "What is the weather in Paris?";
    static final String WEATHER = "{\"city\": \"Paris\", \"temperature\": 21, \"condition\": \"sunny\"}";
    static final String ANSWER = "The weather in Paris is sunny, 21 degrees.";

    private Requests() {}

    /** The stock model, which tells of a failure at once. */
    static OpenAiChatModel.OpenAiChatModelBuilder model(RunningServer server) {
        return OpenAiChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey("none")
                .modelName(RunningServer.MODEL)
                .maxRetries(0);
    }

    static OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming(RunningServer server) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey("none")
                .modelName(RunningServer.MODEL);
    }

    /** Without the tokens that end a turn, an answer ends with its limit only, after some seconds. */
    static OpenAiChatRequestParameters.Builder endless() {
        return OpenAiChatRequestParameters.builder()
                .logitBias(Map.of("1010", -100, "1017", -100, "1019", -100))
                .maxCompletionTokens(3000);
    }

    /**
     * glm-tiny makes one call a turn by itself. A bias on the token between the calls of a turn brings it to more, and
     * the penalties to an end.
     */
    static OpenAiChatRequestParameters.Builder severalCalls() {
        OpenAiChatRequestParameters.Builder parameters =
                OpenAiChatRequestParameters.builder().logitBias(Map.of("1018", 26));
        parameters.frequencyPenalty(2.0);
        parameters.presencePenalty(2.0);
        return parameters;
    }
}
