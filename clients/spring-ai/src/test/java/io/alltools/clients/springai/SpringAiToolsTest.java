package io.alltools.clients.springai;

import static io.alltools.clients.springai.Requests.ANSWER;
import static io.alltools.clients.springai.Requests.QUESTION;
import static io.alltools.clients.springai.Requests.WEATHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.execution.ToolCallResultConverter;

/** Spring AI's client for OpenAI: methods that the model calls. */
@ExtendWith(WithServer.class)
class SpringAiToolsTest {

    static OpenAiChatModel model;

    @BeforeAll
    static void connect(RunningServer server) {
        model = Requests.model(server);
    }

    /** Where the weather is known. */
    enum City {
        Paris,
        London,
        Rome
    }

    /** Spring AI's own writes JSON without blanks, which glm-tiny has not learnt to read. */
    public static final class AsItIs implements ToolCallResultConverter {

        @Override
        public String convert(@Nullable Object result, @Nullable Type type) {
            return String.valueOf(result);
        }
    }

    /** The tools of the tests. */
    static final class Tools {

        final List<City> asked = new CopyOnWriteArrayList<>();

        @Tool(name = "get_weather", description = "The weather in a city", resultConverter = AsItIs.class)
        String weather(City city) {
            asked.add(city);
            return WEATHER;
        }
    }

    /** A tool that no question of the tests is about. */
    static final class Level {

        @Tool(name = "set_level", description = "Sets the level")
        String set(boolean high) {
            return "set";
        }
    }

    @Test
    void theMethodIsCalledAndItsResultMakesTheAnswer() {
        Tools tools = new Tools();

        String answer =
                ChatClient.create(model).prompt(QUESTION).tools(tools).call().content();

        assertThat(tools.asked).containsExactly(City.Paris);
        assertThat(answer).isEqualTo(ANSWER);
    }

    @Test
    void inAStreamTooTheMethodIsCalledAndItsResultMakesTheAnswer() {
        Tools tools = new Tools();

        String answer = ChatClient.create(model).prompt(QUESTION).tools(tools).stream()
                .content()
                .collect(Collectors.joining())
                .block();

        assertThat(tools.asked).containsExactly(City.Paris);
        assertThat(answer).isEqualTo(ANSWER);
    }

    @Test
    void severalCallsOfATurnAreToldApartAndEachTakesItsResult() {
        OpenAiChatOptions.Builder options = Requests.severalCalls();
        options.strict(true);
        AssistantMessage asked = call(QUESTION, options, new Tools());

        assertThat(asked.getToolCalls()).hasSizeGreaterThan(1);
        assertThat(asked.getToolCalls())
                .extracting(AssistantMessage.ToolCall::id)
                .doesNotHaveDuplicates();
        assertThat(asked.getToolCalls()).allSatisfy(call -> {
            assertThat(call.name()).isEqualTo("get_weather");
            assertThat(call.arguments()).matches("\\{\"city\": \"(Paris|London|Rome)\"}");
        });

        ToolResponseMessage results = ToolResponseMessage.builder()
                .responses(asked.getToolCalls().stream()
                        .map(call -> new ToolResponseMessage.ToolResponse(call.id(), call.name(), WEATHER))
                        .toList())
                .build();
        OpenAiChatOptions.Builder next = Requests.options();
        next.maxCompletionTokens(20);
        next.toolChoice("none");
        next.toolCallbacks(ToolCallbacks.from(new Tools()));
        ChatResponse answered =
                model.call(new Prompt(List.of(new UserMessage(QUESTION), asked, results), next.build()));
        assertThat(answered.getResult().getOutput().getText()).isNotBlank();
    }

    @Test
    void severalCallsOfATurnAreToldApartInAStreamToo() {
        OpenAiChatOptions.Builder options = Requests.severalCalls();
        options.toolCallbacks(ToolCallbacks.from(new Tools()));
        options.strict(true);

        List<AssistantMessage.ToolCall> calls = model.stream(new Prompt(QUESTION, options.build()))
                .flatMapIterable(ChatResponse::getResults)
                .flatMapIterable(generation -> generation.getOutput().getToolCalls())
                .collectList()
                .block();

        assertThat(calls).hasSizeGreaterThan(1);
        assertThat(calls).extracting(AssistantMessage.ToolCall::id).doesNotHaveDuplicates();
        assertThat(calls)
                .extracting(AssistantMessage.ToolCall::arguments)
                .allMatch(arguments -> arguments.matches("\\{\"city\": \"(Paris|London|Rome)\"}"));
    }

    @Test
    void aNamedFunctionIsCalledAlthoughTheQuestionIsAboutAnother() {
        OpenAiChatOptions.Builder options = Requests.options();
        options.parallelToolCalls(false);
        options.toolChoice("{\"type\": \"function\", \"function\": {\"name\": \"set_level\"}}");

        AssistantMessage asked = call(QUESTION, options, new Tools(), new Level());

        assertThat(asked.getToolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("set_level");
            assertThat(call.arguments()).contains("\"high\":");
        });
    }

    @Test
    void aRequiredCallIsMadeAlthoughTheQuestionNeedsNone() {
        OpenAiChatOptions.Builder options = Requests.options();
        options.parallelToolCalls(false);
        assertThat(call("Hello", options, new Level()).getToolCalls()).isEmpty();

        OpenAiChatOptions.Builder required = Requests.options();
        required.parallelToolCalls(false);
        required.toolChoice("required");
        assertThat(call("Hello", required, new Level()).getToolCalls()).hasSize(1);
    }

    /** The model itself makes no calls: it says which ones are to be made. */
    private static AssistantMessage call(String input, OpenAiChatOptions.Builder options, Object... tools) {
        options.toolCallbacks(ToolCallbacks.from(tools));
        return model.call(new Prompt(input, options.build())).getResult().getOutput();
    }
}
