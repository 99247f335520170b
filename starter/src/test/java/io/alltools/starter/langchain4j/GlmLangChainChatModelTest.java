package io.alltools.starter.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import io.alltools.agent.ModelException;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.starter.FullModel;
import io.alltools.starter.TestModel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GlmLangChainChatModelTest {

    static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("The weather in a city")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    /** What glm-tiny was trained on. */
    static class WeatherTools {

        final List<String> asked = new ArrayList<>();

        @Tool(name = "get_weather", value = "The weather in a city")
        String weather(String city) {
            asked.add(city);
            return "21 degrees";
        }
    }

    enum Sky {
        CLEAR,
        CLOUDY
    }

    record Forecast(
            @JsonProperty(required = true) Sky sky,
            @JsonProperty(required = true) boolean rain,
            @JsonProperty(required = true) int degrees) {}

    interface Assistant {
        String ask(String question);
    }

    interface Forecaster {
        Forecast ask(String question);
    }

    static GlmChatModel glm;
    static GlmLangChainChatModel model;

    @BeforeAll
    static void open() {
        glm = TestModel.open();
        model = new GlmLangChainChatModel(glm);
    }

    @AfterAll
    static void close() {
        glm.close();
    }

    @Test
    void answersWithUsageAndTheReasonOfTheEnd() {
        ChatResponse response = model.chat(UserMessage.from("Hello"));

        assertThat(response.aiMessage().text()).isNotBlank();
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.modelName()).isEqualTo("glm-tiny");
        assertThat(response.tokenUsage().inputTokenCount()).isPositive();
        assertThat(response.tokenUsage().totalTokenCount())
                .isEqualTo(response.tokenUsage().inputTokenCount()
                        + response.tokenUsage().outputTokenCount());
    }

    @Test
    void aServiceRunsTheToolThatTheModelCalls() {
        WeatherTools tools = new WeatherTools();

        String answer = AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(tools)
                .build()
                .ask("What is the weather in Paris?");

        assertThat(tools.asked).containsExactly("Paris");
        assertThat(answer).contains("21 degrees");
    }

    @Test
    void aCallHasNoText() {
        ChatResponse response = model.chat(request("What is the weather in Paris?")
                .toolSpecifications(WEATHER)
                .build());

        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(response.aiMessage().text()).isNull();
        ToolExecutionRequest call = response.aiMessage().toolExecutionRequests().getFirst();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments()).isEqualTo("{\"city\": \"Paris\"}");
    }

    @Test
    void whatMustBeCalledIsCalledAndWhatMustNotIsNot() {
        ChatResponse required = model.chat(request("Hello")
                .toolSpecifications(WEATHER)
                .toolChoice(ToolChoice.REQUIRED)
                .build());
        ChatResponse named = model.chat(request("Hello")
                .parameters(GlmLangChainParameters.builder()
                        .toolSpecifications(WEATHER)
                        .toolName("get_weather")
                        .parallelToolCalls(false)
                        .build())
                .build());
        ChatResponse none = model.chat(request("What is the weather in Paris?")
                .toolSpecifications(WEATHER)
                .toolChoice(ToolChoice.NONE)
                .build());

        assertThat(required.aiMessage().hasToolExecutionRequests()).isTrue();
        assertThat(named.aiMessage().toolExecutionRequests()).hasSize(1);
        assertThat(none.aiMessage().hasToolExecutionRequests()).isFalse();
    }

    @Test
    void aCallThatTheLimitCutsOffIsNotMade() {
        ChatResponse response = model.chat(request("What is the weather in Paris?")
                .toolSpecifications(WEATHER)
                .toolChoice(ToolChoice.REQUIRED)
                .maxOutputTokens(8)
                .build());

        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.aiMessage().hasToolExecutionRequests()).isFalse();
    }

    @Test
    void toolResultsGoBackToTheModel() {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("c1")
                .name("get_weather")
                .arguments("{\"city\": \"Paris\"}")
                .build();
        List<ChatMessage> messages = List.of(
                SystemMessage.from("You are a helpful assistant."),
                UserMessage.from("What is the weather in Paris?"),
                AiMessage.from(call),
                ToolExecutionResultMessage.from(call, "{\"temperature\": 21, \"condition\": \"sunny\"}"));

        ChatResponse response = model.chat(ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(WEATHER)
                .build());

        assertThat(response.aiMessage().text()).contains("sunny").contains("21");
    }

    @Test
    void aServiceReturnsARecordFromAnAnswerThatItsSchemaHolds() {
        Forecast forecast = AiServices.create(Forecaster.class, model).ask("What is the weather in Paris?");

        assertThat(forecast).isNotNull();
        assertThat(forecast.sky()).isNotNull();
    }

    @Test
    void anAnswerInJsonIsAnObject() {
        ChatResponse response = model.chat(request("Hello")
                .responseFormat(ResponseFormat.JSON)
                .maxOutputTokens(400)
                .build());

        // A whole object, or the begin of one that the limit cut off.
        assertThat(response.aiMessage().text()).startsWith("{");
    }

    @Test
    void theRequestsParametersGoOverTheModelsOwn() {
        GlmLangChainChatModel seeded = new GlmLangChainChatModel(
                glm,
                GlmLangChainParameters.builder().seed(5L).maxOutputTokens(200).build(),
                List.of());
        ChatRequest request = request("Tell me something.")
                .parameters(ChatRequestParameters.builder()
                        .temperature(1.5)
                        .maxOutputTokens(12)
                        .build())
                .build();

        ChatResponse first = seeded.chat(request);
        ChatResponse second = seeded.chat(request);

        assertThat(first.aiMessage()).isEqualTo(second.aiMessage());
        assertThat(first.tokenUsage().outputTokenCount()).isLessThanOrEqualTo(12);
    }

    @Test
    void whatCantBeDoneIsSaidAndNotTriedAgain() {
        ImageContent image = ImageContent.from(Base64.getEncoder().encodeToString(new byte[] {1}), "image/png");

        assertThatThrownBy(() -> model.chat(UserMessage.from(image)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("reads text only");
        assertThatThrownBy(() -> model.chat(request("Hi").temperature(11.0).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("temperature 11.0 is out of range");
        assertThatThrownBy(() -> model.chat(request("Hi").modelName("gpt-5").build()))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessage("the model \"gpt-5\" does not exist; there is: glm-tiny");
        assertThatThrownBy(() -> model.chat("word ".repeat(5000))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void whatMayPassIsToBeTriedAgain() {
        assertThatThrownBy(() -> failing(ModelException.Kind.OVERLOADED).chat("Hi"))
                .isInstanceOf(RateLimitException.class)
                .hasMessage("256 requests wait: try again later");
        assertThatThrownBy(() -> failing(ModelException.Kind.DEADLINE_EXCEEDED).chat("Hi"))
                .isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> failing(ModelException.Kind.FAILED).chat("Hi"))
                .isInstanceOf(InternalServerException.class);
    }

    private static GlmLangChainChatModel failing(ModelException.Kind kind) {
        return new GlmLangChainChatModel(new FullModel(kind));
    }

    @Test
    void anInterruptEndsACallAndStaysWithTheThread() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        long before = glm.metrics().requests().cancelled();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                model.chat(endless());
            } catch (RuntimeException e) {
                failure.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        assertThat(TestModel.eventually(() -> glm.metrics().slots().active() > 0))
                .isTrue();

        caller.interrupt();
        caller.join();

        assertThat(failure.get()).isInstanceOf(NonRetriableException.class);
        assertThat(interrupted.get()).isTrue();
        assertThat(TestModel.eventually(() -> glm.metrics().requests().cancelled() == before + 1))
                .isTrue();
        assertThat(TestModel.isIdle(glm)).isTrue();
    }

    /** Writes 1,000 tokens or more: no answer that the schema lets through is shorter. */
    static ChatRequest endless() {
        return request("Hello")
                .maxOutputTokens(1500)
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("long")
                                .rootElement(
                                        JsonRawSchema.from(
                                                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"array\","
                                                        + " \"items\": {\"enum\": [0]}, \"minItems\": 1000}}, \"required\": [\"a\"]}"))
                                .build())
                        .build())
                .build();
    }

    @Test
    void listenersHearOfAnswersAndFailures() {
        List<String> heard = new ArrayList<>();
        ChatModelListener listener = new ChatModelListener() {
            @Override
            public void onRequest(ChatModelRequestContext context) {
                heard.add("request");
            }

            @Override
            public void onResponse(ChatModelResponseContext context) {
                heard.add("response " + context.chatResponse().metadata().finishReason());
            }

            @Override
            public void onError(ChatModelErrorContext context) {
                heard.add("error " + context.error().getClass().getSimpleName());
            }
        };

        new GlmLangChainChatModel(glm, GlmLangChainParameters.EMPTY, List.of(listener)).chat("Hello");
        assertThatThrownBy(() -> new GlmLangChainChatModel(
                        new FullModel(ModelException.Kind.OVERLOADED), GlmLangChainParameters.EMPTY, List.of(listener))
                .chat("Hello"));

        assertThat(heard).containsExactly("request", "response STOP", "request", "error RateLimitException");
    }

    static ChatRequest.Builder request(String text) {
        return ChatRequest.builder().messages(UserMessage.from(text));
    }
}
