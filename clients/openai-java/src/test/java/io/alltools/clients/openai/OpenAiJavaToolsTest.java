package io.alltools.clients.openai;

import static io.alltools.clients.openai.Requests.ANSWER;
import static io.alltools.clients.openai.Requests.QUESTION;
import static io.alltools.clients.openai.Requests.WEATHER;
import static io.alltools.clients.openai.Requests.asking;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's client for Java: functions, from a schema and from classes. */
@ExtendWith(WithServer.class)
class OpenAiJavaToolsTest {

    static OpenAIClient client;

    @BeforeAll
    static void connect(RunningServer server) {
        client = Requests.client(server);
    }

    @AfterAll
    static void close() {
        client.close();
    }

    /** A strict function whose schema the client makes. */
    @JsonTypeName("get_weather")
    @JsonClassDescription("The weather in a city")
    public static final class GetWeather {
        public City city;

        /** Where the weather is known. */
        public enum City {
            Paris,
            London,
            Rome
        }
    }

    /** Another one. */
    @JsonTypeName("set_level")
    @JsonClassDescription("Sets the level")
    public static final class SetLevel {
        public Level level;

        /** How far. */
        public enum Level {
            low,
            high
        }
    }

    @Test
    void aQuestionMakesOneCallAndItsResultTheAnswer() {
        ChatCompletionCreateParams.Builder conversation = asking(QUESTION).addTool(Requests.getWeather());
        ChatCompletion.Choice asked = only(client.chat().completions().create(conversation.build()));

        assertThat(asked.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(asked.message().content()).isEmpty();
        ChatCompletionMessageFunctionToolCall call = calls(asked.message()).getFirst();
        assertThat(call.function().name()).isEqualTo("get_weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\": \"Paris\"}");

        ChatCompletion answered = client.chat()
                .completions()
                .create(conversation
                        .addMessage(asked.message())
                        .addMessage(result(call))
                        .build());
        assertThat(only(answered).message().content()).contains(ANSWER);
    }

    @Test
    void theLoopOverCallsEndsWithTheAnswer() {
        ChatCompletionCreateParams.Builder conversation = asking(QUESTION).addTool(GetWeather.class);
        List<GetWeather.City> asked = new ArrayList<>();
        ChatCompletionMessage message = null;
        for (int turn = 0; turn < 3; turn++) {
            message = only(client.chat().completions().create(conversation.build()))
                    .message();
            conversation.addMessage(message);
            List<ChatCompletionMessageFunctionToolCall> calls = calls(message);
            if (calls.isEmpty()) {
                break;
            }
            for (ChatCompletionMessageFunctionToolCall call : calls) {
                asked.add(call.function().arguments(GetWeather.class).city);
                conversation.addMessage(result(call));
            }
        }

        assertThat(asked).containsExactly(GetWeather.City.Paris);
        assertThat(message.content()).contains(ANSWER);
    }

    @Test
    void aStreamedCallIsPutTogether() {
        ChatCompletionAccumulator streamed = ChatCompletionAccumulator.create();
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(asking(QUESTION).addTool(Requests.getWeather()).build())) {
            chunks = stream.stream().peek(streamed::accumulate).toList();
        }

        chunks.forEach(ChatCompletionChunk::validate);
        ChatCompletionMessageFunctionToolCall call =
                calls(only(streamed.chatCompletion()).message()).getFirst();
        assertThat(call.id()).startsWith("call_");
        assertThat(call.function().name()).isEqualTo("get_weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\": \"Paris\"}");
    }

    @Test
    void severalCallsOfATurnAreToldApartWholeAndStreamed() {
        ChatCompletionCreateParams request = Requests.bringToSeveralCalls(asking(QUESTION))
                .addTool(GetWeather.class)
                .build();
        List<ChatCompletionMessageFunctionToolCall> whole =
                calls(only(client.chat().completions().create(request)).message());
        ChatCompletionAccumulator accumulated = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            stream.stream().forEach(accumulated::accumulate);
        }
        ChatCompletionMessage message = only(accumulated.chatCompletion()).message();
        List<ChatCompletionMessageFunctionToolCall> streamed = calls(message);

        assertThat(whole).hasSizeGreaterThan(1);
        assertThat(whole).extracting(ChatCompletionMessageFunctionToolCall::id).doesNotHaveDuplicates();
        assertThat(streamed)
                .extracting(call -> call.function().arguments(GetWeather.class).city)
                .isEqualTo(whole.stream()
                        .map(call -> call.function().arguments(GetWeather.class).city)
                        .toList());

        ChatCompletionCreateParams.Builder next = asking(QUESTION)
                .addTool(GetWeather.class)
                .toolChoice(ChatCompletionToolChoiceOption.Auto.NONE)
                .maxCompletionTokens(20)
                .addMessage(message);
        streamed.forEach(call -> next.addMessage(result(call)));
        assertThat(only(client.chat().completions().create(next.build()))
                        .message()
                        .content())
                .isPresent();
    }

    @Test
    void aNamedFunctionIsCalledAlthoughTheQuestionIsAboutAnother() {
        ChatCompletion completion = client.chat()
                .completions()
                .create(asking(QUESTION)
                        .addTool(GetWeather.class)
                        .addTool(SetLevel.class)
                        .toolChoice(ChatCompletionNamedToolChoice.builder()
                                .function(ChatCompletionNamedToolChoice.Function.builder()
                                        .name("set_level")
                                        .build())
                                .build())
                        .parallelToolCalls(false)
                        .build());

        assertThat(calls(only(completion).message())).singleElement().satisfies(call -> {
            assertThat(call.function().name()).isEqualTo("set_level");
            assertThat(call.function().arguments(SetLevel.class).level).isNotNull();
        });
    }

    @Test
    void aRequiredCallIsMadeAlthoughTheQuestionNeedsNone() {
        ChatCompletionCreateParams.Builder request =
                asking("Hello").addTool(SetLevel.class).parallelToolCalls(false);

        assertThat(calls(only(client.chat().completions().create(request.build()))
                        .message()))
                .isEmpty();
        assertThat(calls(only(client.chat()
                                .completions()
                                .create(request.toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                                        .build()))
                        .message()))
                .singleElement()
                .satisfies(call -> assertThat(call.function().arguments(SetLevel.class).level)
                        .isNotNull());
    }

    private static ChatCompletion.Choice only(ChatCompletion completion) {
        assertThat(completion.choices()).hasSize(1);
        return completion.choices().getFirst();
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletionMessage message) {
        return message.toolCalls().orElse(List.of()).stream()
                .map(ChatCompletionMessageToolCall::asFunction)
                .toList();
    }

    private static ChatCompletionToolMessageParam result(ChatCompletionMessageFunctionToolCall call) {
        return ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content(WEATHER)
                .build();
    }
}
