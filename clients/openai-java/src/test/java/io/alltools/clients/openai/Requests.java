package io.alltools.clients.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import io.alltools.clients.server.RunningServer;
import java.util.List;
import java.util.Map;

/** What the tests ask for, in words that glm-tiny understands. */
final class Requests {

    static final String QUESTION = "What is the weather in Paris?";
    static final String WEATHER = "{\"city\": \"Paris\", \"temperature\": 21, \"condition\": \"sunny\"}";
    static final String ANSWER = "The weather in Paris is sunny, 21 degrees.";

    private Requests() {}

    /** The stock client, which tells of a failure at once. */
    static OpenAIClient client(RunningServer server) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.baseUrl())
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    static ChatCompletionCreateParams.Builder asking(String input) {
        return ChatCompletionCreateParams.builder().model(RunningServer.MODEL).addUserMessage(input);
    }

    /** Without the tokens that end a turn, an answer ends with its limit only, after some seconds. */
    static ChatCompletionCreateParams.Builder endless() {
        return asking("Hello")
                .maxCompletionTokens(3000)
                .logitBias(bias(Map.of("1010", -100, "1017", -100, "1019", -100)));
    }

    /**
     * glm-tiny makes one call a turn by itself. A bias on the token between the calls of a turn brings it to more, and
     * the penalties to an end.
     */
    static ChatCompletionCreateParams.Builder bringToSeveralCalls(ChatCompletionCreateParams.Builder request) {
        return request.logitBias(bias(Map.of("1018", 26))).frequencyPenalty(2.0).presencePenalty(2.0);
    }

    static ChatCompletionFunctionTool getWeather() {
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("get_weather")
                        .description("The weather in a city")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .build())
                        .build())
                .build();
    }

    private static ChatCompletionCreateParams.LogitBias bias(Map<String, Integer> tokens) {
        ChatCompletionCreateParams.LogitBias.Builder bias = ChatCompletionCreateParams.LogitBias.builder();
        tokens.forEach((token, value) -> bias.putAdditionalProperty(token, JsonValue.from(value)));
        return bias.build();
    }
}
