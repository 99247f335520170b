package io.alltools.starter.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.alltools.agent.ModelException;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.starter.FullModel;
import io.alltools.starter.TestModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GlmLangChainStreamingChatModelTest {

    interface Assistant {
        TokenStream ask(String question);
    }

    /** Keeps all that it hears. */
    static class Heard implements StreamingChatResponseHandler {

        final List<String> texts = new CopyOnWriteArrayList<>();
        final List<PartialToolCall> pieces = new CopyOnWriteArrayList<>();
        final List<CompleteToolCall> calls = new CopyOnWriteArrayList<>();
        final CompletableFuture<StreamingHandle> handle = new CompletableFuture<>();
        final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            texts.add(piece.text());
            handle.complete(context.streamingHandle());
        }

        @Override
        public void onPartialToolCall(PartialToolCall piece) {
            pieces.add(piece);
        }

        @Override
        public void onCompleteToolCall(CompleteToolCall call) {
            calls.add(call);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        ChatResponse end() throws Exception {
            return end.get(60, TimeUnit.SECONDS);
        }
    }

    static GlmChatModel glm;
    static GlmLangChainStreamingChatModel model;

    @BeforeAll
    static void open() {
        glm = TestModel.open();
        model = new GlmLangChainStreamingChatModel(glm);
    }

    @AfterAll
    static void close() {
        glm.close();
    }

    private static Heard hear(ChatRequest request) {
        Heard heard = new Heard();
        model.chat(request, heard);
        return heard;
    }

    @Test
    void streamedPiecesAreTheWholeAnswer() throws Exception {
        Heard heard = hear(GlmLangChainChatModelTest.request("Hello").build());

        assertThat(heard.end().aiMessage().text()).isEqualTo(new GlmLangChainChatModel(glm).chat("Hello"));
        assertThat(heard.texts).hasSizeGreaterThan(1);
        assertThat(String.join("", heard.texts))
                .isEqualTo(heard.end().aiMessage().text());
        assertThat(heard.end().tokenUsage().outputTokenCount()).isPositive();
    }

    @Test
    void aCallComesInPiecesThenCompleteThenInTheResponse() throws Exception {
        Heard heard = hear(GlmLangChainChatModelTest.request("What is the weather in Paris?")
                .toolSpecifications(GlmLangChainChatModelTest.WEATHER)
                .build());

        assertThat(heard.end().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(heard.pieces).hasSizeGreaterThan(1).allSatisfy(piece -> {
            assertThat(piece.index()).isZero();
            assertThat(piece.name()).isEqualTo("get_weather");
        });
        assertThat(heard.pieces.stream().map(PartialToolCall::partialArguments).collect(Collectors.joining()))
                .isEqualTo("{\"city\": \"Paris\"}");
        assertThat(heard.calls)
                .extracting(CompleteToolCall::toolExecutionRequest)
                .isEqualTo(heard.end().aiMessage().toolExecutionRequests());
    }

    @Test
    void aStreamingServiceRunsTheToolThatTheModelCalls() throws Exception {
        GlmLangChainChatModelTest.WeatherTools tools = new GlmLangChainChatModelTest.WeatherTools();
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        AiServices.builder(Assistant.class)
                .streamingChatModel(model)
                .tools(tools)
                .build()
                .ask("What is the weather in Paris?")
                .onPartialResponse(text -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();

        assertThat(end.get(60, TimeUnit.SECONDS).aiMessage().text()).contains("21 degrees");
        assertThat(tools.asked).containsExactly("Paris");
    }

    @Test
    void aCancelledStreamFreesTheSlotAndSaysNoMore() throws Exception {
        long before = glm.metrics().requests().cancelled();
        Heard heard = hear(GlmLangChainChatModelTest.endless());
        StreamingHandle handle = heard.handle.get(30, TimeUnit.SECONDS);

        handle.cancel();

        assertThat(handle.isCancelled()).isTrue();
        assertThat(TestModel.eventually(() -> glm.metrics().requests().cancelled() == before + 1))
                .isTrue();
        assertThat(TestModel.isIdle(glm)).isTrue();
        assertThat(heard.end).isNotDone();
    }

    @Test
    void aHandlerThatCancelsInItsOwnCallHearsNoFurtherPiece() throws Exception {
        long before = glm.metrics().requests().cancelled();
        Heard heard = new Heard() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                super.onPartialResponse(piece, context);
                context.streamingHandle().cancel();
            }
        };
        model.chat(GlmLangChainChatModelTest.endless(), heard);

        assertThat(TestModel.eventually(() -> glm.metrics().requests().cancelled() == before + 1))
                .isTrue();
        assertThat(heard.texts).hasSize(1);
        assertThat(heard.end).isNotDone();
    }

    @Test
    void aHandlerThatThrowsHearsOfItAndTheRest() throws Exception {
        Heard heard = new Heard() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                throw new IllegalStateException("the handler's own");
            }
        };
        model.chat(GlmLangChainChatModelTest.request("Hello").build(), heard);

        assertThat(heard.end)
                .failsWithin(60, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("the handler's own");
        assertThat(TestModel.isIdle(glm)).isTrue();
    }

    @Test
    void failuresGoToTheHandlerAsTheExceptionsOfACall() {
        Heard invalid =
                hear(GlmLangChainChatModelTest.request("Hi").temperature(11.0).build());
        Heard busy = new Heard();
        new GlmLangChainStreamingChatModel(new FullModel(ModelException.Kind.OVERLOADED)).chat("Hi", busy);

        assertThat(invalid.end)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(InvalidRequestException.class);
        assertThat(busy.end)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(RateLimitException.class);
    }
}
