package io.alltools.starter.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.ModelException;
import io.alltools.agent.ToolChoice;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.starter.FullModel;
import io.alltools.starter.TestModel;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.util.MimeTypeUtils;
import reactor.core.Disposable;

class GlmSpringChatModelTest {

    /** What glm-tiny was trained on. */
    static class WeatherTools {

        final List<String> asked = new ArrayList<>();

        @Tool(name = "get_weather", description = "The weather in a city")
        String weather(String city) {
            asked.add(city);
            return "21 degrees";
        }
    }

    enum Sky {
        CLEAR,
        CLOUDY
    }

    record Forecast(Sky sky, boolean rain, int degrees) {}

    static GlmChatModel glm;
    static GlmSpringChatModel model;

    @BeforeAll
    static void open() {
        glm = TestModel.open();
        model = new GlmSpringChatModel(glm);
    }

    @AfterAll
    static void close() {
        glm.close();
    }

    @Test
    void answersWithUsageAndTheReasonOfTheEnd() {
        ChatResponse response = model.call(new Prompt("Hello"));

        assertThat(response.getResult().getOutput().getText()).isNotBlank();
        assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
        assertThat(response.getMetadata().getModel()).isEqualTo("glm-tiny");
        assertThat(response.getMetadata().getUsage().getPromptTokens()).isPositive();
        assertThat(response.getMetadata().getUsage().getTotalTokens())
                .isEqualTo(response.getMetadata().getUsage().getPromptTokens()
                        + response.getMetadata().getUsage().getCompletionTokens());
    }

    @Test
    void streamedPiecesAreTheWholeAnswer() {
        String whole = model.call("Hello");

        List<ChatResponse> pieces =
                model.stream(new Prompt("Hello")).collectList().block();

        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(pieces.stream()
                        .map(piece -> piece.getResult().getOutput().getText())
                        .collect(Collectors.joining()))
                .isEqualTo(whole);
        assertThat(pieces).extracting(piece -> piece.getMetadata().getId()).containsOnly(id(pieces.getFirst()));
        ChatResponse last = pieces.getLast();
        assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
        assertThat(last.getMetadata().getUsage().getCompletionTokens()).isPositive();
    }

    private static String id(ChatResponse response) {
        return response.getMetadata().getId();
    }

    @Test
    void aClientRunsTheToolThatTheModelCalls() {
        WeatherTools tools = new WeatherTools();

        String answer = ChatClient.create(model)
                .prompt("What is the weather in Paris?")
                .tools(tools)
                .call()
                .content();

        assertThat(tools.asked).containsExactly("Paris");
        assertThat(answer).contains("21 degrees");
    }

    @Test
    void aStreamingClientRunsTheToolToo() {
        WeatherTools tools = new WeatherTools();

        String answer = ChatClient.create(model).prompt("What is the weather in Paris?").tools(tools).stream()
                .content()
                .collect(Collectors.joining())
                .block();

        assertThat(tools.asked).containsExactly("Paris");
        assertThat(answer).contains("21 degrees");
    }

    @Test
    void aStreamedCallComesWholeAndLast() {
        List<ChatResponse> pieces = model.stream(
                        new Prompt("What is the weather in Paris?", withTools().build()))
                .collectList()
                .block();

        assertThat(pieces.getLast().getResult().getOutput().getToolCalls())
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.name()).isEqualTo("get_weather");
                    assertThat(call.arguments()).isEqualTo("{\"city\": \"Paris\"}");
                });
        assertThat(pieces.getLast().getResult().getMetadata().getFinishReason()).isEqualTo("TOOL_CALLS");
    }

    @Test
    void aToolThatMustBeCalledIsCalled() {
        ChatResponse response = model.call(new Prompt(
                "Hello",
                withTools().toolChoice(new ToolChoice.Named("get_weather")).build()));

        assertThat(response.getResult().getOutput().getToolCalls())
                .extracting(AssistantMessage.ToolCall::name)
                .contains("get_weather");
    }

    @Test
    void aCallThatTheLimitCutsOffIsNotMade() {
        ChatResponse response = model.call(new Prompt(
                "What is the weather in Paris?",
                withTools().toolChoice(ToolChoice.REQUIRED).maxTokens(8).build()));

        assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("LENGTH");
        assertThat(response.hasToolCalls()).isFalse();
    }

    private static GlmSpringChatOptions.Builder withTools() {
        return GlmSpringChatOptions.builder().toolCallbacks(ToolCallbacks.from(new WeatherTools()));
    }

    @Test
    void toolResultsGoBackToTheModel() {
        AssistantMessage.ToolCall call =
                new AssistantMessage.ToolCall("c1", "function", "get_weather", "{\"city\": \"Paris\"}");

        ChatResponse response = model.call(new Prompt(
                List.of(
                        new SystemMessage("You are a helpful assistant."),
                        new UserMessage("What is the weather in Paris?"),
                        AssistantMessage.builder().toolCalls(List.of(call)).build(),
                        ToolResponseMessage.builder()
                                .responses(List.of(new ToolResponseMessage.ToolResponse(
                                        "c1", "get_weather", "{\"temperature\": 21, \"condition\": \"sunny\"}")))
                                .build()),
                withTools().build()));

        assertThat(response.getResult().getOutput().getText()).contains("sunny").contains("21");
    }

    @Test
    void anEntityIsReadFromAnAnswerThatItsSchemaHolds() {
        Forecast forecast = ChatClient.create(model)
                .prompt("What is the weather in Paris?")
                .call()
                .entity(Forecast.class, spec -> spec.useProviderStructuredOutput());

        assertThat(forecast).isNotNull();
        assertThat(forecast.sky()).isNotNull();
    }

    @Test
    void anyFormatOfTheModelHolds() {
        ChatResponse response = model.call(new Prompt(
                "Hello",
                GlmSpringChatOptions.builder()
                        .format(new AnswerFormat.Regex("[A-C]{3}"))
                        .build()));

        assertThat(response.getResult().getOutput().getText()).matches("[A-C]{3}");
    }

    @Test
    void portableOptionsGoOverTheModelsOwn() {
        GlmSpringChatModel seeded = new GlmSpringChatModel(
                glm, GlmSpringChatOptions.builder().seed(5L).maxTokens(200).build(), ObservationRegistry.NOOP, null);
        ChatOptions portable =
                ChatOptions.builder().temperature(1.5).maxTokens(12).build();

        ChatResponse first = seeded.call(new Prompt("Tell me something.", portable));
        ChatResponse second = seeded.call(new Prompt("Tell me something.", portable));

        assertThat(first.getResult().getOutput().getText())
                .isEqualTo(second.getResult().getOutput().getText());
        assertThat(first.getMetadata().getUsage().getCompletionTokens()).isLessThanOrEqualTo(12);
    }

    @Test
    void whatCantBeDoneIsSaidAndNotTriedAgain() {
        Media image = new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/cat.png"));

        assertThatThrownBy(() -> model.call(new Prompt(
                        UserMessage.builder().text("What is this?").media(image).build())))
                .isInstanceOf(NonTransientAiException.class)
                .hasMessageContaining("reads text only");
        assertThatThrownBy(() -> model.call(
                        new Prompt("Hi", ChatOptions.builder().temperature(11.0).build())))
                .isInstanceOf(NonTransientAiException.class)
                .hasMessageContaining("temperature 11.0 is out of range");
        assertThatThrownBy(() -> model.call(
                        new Prompt("Hi", ChatOptions.builder().model("gpt-5").build())))
                .isInstanceOf(NonTransientAiException.class)
                .hasMessage("the model \"gpt-5\" does not exist; there is: glm-tiny");
        assertThatThrownBy(() -> model.stream(new Prompt("word ".repeat(5000))).blockLast())
                .isInstanceOf(NonTransientAiException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelException.Kind.class,
            names = {"OVERLOADED", "DEADLINE_EXCEEDED", "FAILED"})
    void whatMayPassIsTransient(ModelException.Kind kind) {
        GlmSpringChatModel full = new GlmSpringChatModel(new FullModel(kind));

        assertThatThrownBy(() -> full.call(new Prompt("Hi")))
                .isInstanceOf(TransientAiException.class)
                .hasMessage("256 requests wait: try again later");
        assertThatThrownBy(() -> full.stream(new Prompt("Hi")).blockLast()).isInstanceOf(TransientAiException.class);
    }

    /** Would write 1,500 tokens: no answer of the pattern is shorter. */
    private static Prompt endless() {
        return new Prompt(
                "Hello",
                GlmSpringChatOptions.builder()
                        .format(new AnswerFormat.Regex("[ab]{5000}"))
                        .maxTokens(1500)
                        .build());
    }

    @Test
    void theEndOfASubscriptionFreesTheSlot() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Disposable subscription = model.stream(endless()).subscribe(piece -> begun.countDown());
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        subscription.dispose();

        assertThat(TestModel.isIdle(glm)).isTrue();
    }

    @Test
    void aSubscriberThatTakesEnoughFreesTheSlot() throws Exception {
        long cancelled = glm.metrics().requests().cancelled();

        assertThat(model.stream(endless()).take(2).collectList().block()).hasSize(2);

        assertThat(TestModel.eventually(() -> glm.metrics().requests().cancelled() == cancelled + 1))
                .isTrue();
        assertThat(TestModel.isIdle(glm)).isTrue();
    }

    @Test
    void anInterruptEndsACallAndStaysWithTheThread() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                model.call(endless());
            } catch (RuntimeException e) {
                failure.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        while (glm.metrics().slots().active() == 0 && caller.isAlive()) {
            Thread.sleep(5);
        }

        caller.interrupt();
        caller.join();

        assertThat(failure.get()).isInstanceOf(NonTransientAiException.class);
        assertThat(interrupted.get()).isTrue();
        assertThat(TestModel.isIdle(glm)).isTrue();
    }

    @Test
    void callsFromManyThreadsShareTheModel() throws Exception {
        String alone = model.call("Hello");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> call = () -> model.call("Hello");
            for (Future<String> answer : executor.invokeAll(List.of(call, call, call, call, call, call))) {
                assertThat(answer.get()).isEqualTo(alone);
            }
        }
    }

    @Test
    void callsAndStreamsAreObserved() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        GlmSpringChatModel observed =
                new GlmSpringChatModel(glm, GlmSpringChatOptions.builder().build(), observations, null);

        observed.call(new Prompt("Hello"));
        observed.stream(new Prompt("Hello")).blockLast();

        Timer timer = meters.get("gen_ai.client.operation")
                .tag("gen_ai.request.model", "glm-tiny")
                .timer();
        // A stream's observation ends after its subscriber has heard of the end.
        assertThat(TestModel.eventually(() -> timer.count() == 2)).isTrue();
    }
}
