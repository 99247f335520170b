package io.alltools.clients.langchain4j;

import static io.alltools.clients.langchain4j.Requests.ANSWER;
import static io.alltools.clients.langchain4j.Requests.QUESTION;
import static io.alltools.clients.langchain4j.Requests.WEATHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** LangChain4j's client for OpenAI: methods that the model calls. */
@ExtendWith(WithServer.class)
class LangChainToolsTest {

    static RunningServer server;

    @BeforeAll
    static void connect(RunningServer running) {
        server = running;
    }

    /** Where the weather is known. */
    enum City {
        Paris,
        London,
        Rome
    }

    /** The tools of the tests. */
    static final class Tools {

        final List<City> asked = new CopyOnWriteArrayList<>();

        @Tool(name = "get_weather", value = "The weather in a city")
        String weather(@P(name = "city", value = "the city") City city) {
            asked.add(city);
            return WEATHER;
        }
    }

    /** A tool that no question of the tests is about. */
    static final class Level {

        @Tool(name = "set_level", value = "Sets the level")
        String set(@P(name = "high", value = "whether it is high") boolean high) {
            return "set";
        }
    }

    /** A service without an implementation of its own. */
    interface Assistant {
        String answer(String question);
    }

    /** One that streams. */
    interface StreamingAssistant {
        TokenStream answer(String question);
    }

    @Test
    void theMethodIsCalledAndItsResultMakesTheAnswer() {
        Tools tools = new Tools();
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(Requests.model(server).build())
                .tools(tools)
                .build();

        assertThat(assistant.answer(QUESTION)).isEqualTo(ANSWER);
        assertThat(tools.asked).containsExactly(City.Paris);
    }

    @Test
    void inAStreamTooTheMethodIsCalledAndItsResultMakesTheAnswer() throws Exception {
        Tools tools = new Tools();
        CompletableFuture<String> answer = new CompletableFuture<>();
        AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(Requests.streaming(server).build())
                .tools(tools)
                .build()
                .answer(QUESTION)
                .onPartialResponse(piece -> {})
                .onCompleteResponse(
                        response -> answer.complete(response.aiMessage().text()))
                .onError(answer::completeExceptionally)
                .start();

        assertThat(answer.get(100, TimeUnit.SECONDS)).isEqualTo(ANSWER);
        assertThat(tools.asked).containsExactly(City.Paris);
    }

    @Test
    void severalCallsOfATurnAreToldApartWholeAndStreamedAndEachTakesItsResult() throws Exception {
        ChatRequest request = request(QUESTION, Requests.severalCalls(), new Tools());
        AiMessage whole =
                Requests.model(server).strictTools(true).build().chat(request).aiMessage();
        Streamed streamed = new Streamed();
        Requests.streaming(server).strictTools(true).build().chat(request, streamed);
        AiMessage message = streamed.await().aiMessage();

        assertThat(whole.toolExecutionRequests()).hasSizeGreaterThan(1);
        assertThat(whole.toolExecutionRequests())
                .extracting(ToolExecutionRequest::id)
                .doesNotHaveDuplicates();
        assertThat(arguments(message))
                .isEqualTo(arguments(whole))
                .allMatch(arguments -> arguments.matches("\\{\"city\": \"(Paris|London|Rome)\"}"));
        assertThat(streamed.calls).hasSizeGreaterThan(arguments(message).size());

        List<ChatMessage> conversation = new ArrayList<>(List.of(UserMessage.from(QUESTION), message));
        message.toolExecutionRequests()
                .forEach(call -> conversation.add(ToolExecutionResultMessage.from(call, WEATHER)));
        OpenAiChatRequestParameters.Builder none =
                OpenAiChatRequestParameters.builder().maxCompletionTokens(20);
        none.toolSpecifications(ToolSpecifications.toolSpecificationsFrom(new Tools()));
        none.toolChoice(ToolChoice.NONE);
        assertThat(Requests.model(server)
                        .build()
                        .chat(ChatRequest.builder()
                                .messages(conversation)
                                .parameters(none.build())
                                .build())
                        .aiMessage()
                        .text())
                .isNotBlank();
    }

    @Test
    void aNamedFunctionIsCalledAlthoughTheQuestionIsAboutAnother() {
        // LangChain4j has no field for it, and sends what it does not know as it is.
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder()
                .parallelToolCalls(false)
                .customParameters(
                        Map.of("tool_choice", Map.of("type", "function", "function", Map.of("name", "set_level"))));

        AiMessage message = Requests.model(server)
                .strictTools(true)
                .build()
                .chat(request(QUESTION, parameters, new Tools(), new Level()))
                .aiMessage();

        assertThat(message.toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .containsExactly("set_level");
    }

    @Test
    void aRequiredCallIsMadeAlthoughTheQuestionNeedsNone() {
        OpenAiChatRequestParameters.Builder parameters =
                OpenAiChatRequestParameters.builder().parallelToolCalls(false);
        assertThat(Requests.model(server)
                        .strictTools(true)
                        .build()
                        .chat(request("Hello", parameters, new Level()))
                        .aiMessage()
                        .hasToolExecutionRequests())
                .isFalse();

        parameters.toolChoice(ToolChoice.REQUIRED);
        assertThat(Requests.model(server)
                        .strictTools(true)
                        .build()
                        .chat(request("Hello", parameters, new Level()))
                        .aiMessage()
                        .toolExecutionRequests())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).contains("\"high\":"));
    }

    private static ChatRequest request(String input, OpenAiChatRequestParameters.Builder parameters, Object... tools) {
        List<ToolSpecification> specifications = new ArrayList<>();
        for (Object tool : tools) {
            specifications.addAll(ToolSpecifications.toolSpecificationsFrom(tool));
        }
        parameters.toolSpecifications(specifications);
        return ChatRequest.builder()
                .messages(UserMessage.from(input))
                .parameters(parameters.build())
                .build();
    }

    private static List<String> arguments(AiMessage message) {
        return message.toolExecutionRequests().stream()
                .map(ToolExecutionRequest::arguments)
                .toList();
    }
}
