package io.alltools.clients.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** LangChain4j's client for OpenAI: answers, streams and objects. */
@ExtendWith(WithServer.class)
class LangChainChatTest {

    static RunningServer server;
    static OpenAiChatModel model;

    @BeforeAll
    static void connect(RunningServer running) {
        server = running;
        model = Requests.model(running).build();
    }

    @Test
    void aQuestionIsAnswered() {
        ChatResponse response = model.chat(SystemMessage.from("Be kind."), UserMessage.from("Hello"));

        assertThat(response.aiMessage().text()).isNotBlank();
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.metadata().modelName()).isEqualTo(RunningServer.MODEL);
        assertThat(response.tokenUsage().outputTokenCount()).isPositive();
    }

    @Test
    void aStreamSaysWhatTheWholeAnswerSaysAndItsUsage() throws Exception {
        ChatResponse whole = model.chat(UserMessage.from("Hello"));
        Streamed streamed = new Streamed();
        Requests.streaming(server).build().chat("Hello", streamed);
        ChatResponse response = streamed.await();

        assertThat(streamed.texts).hasSizeGreaterThan(5);
        assertThat(String.join("", streamed.texts))
                .isEqualTo(response.aiMessage().text())
                .isEqualTo(whole.aiMessage().text());
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.tokenUsage().outputTokenCount())
                .isEqualTo(whole.tokenUsage().outputTokenCount());
    }

    @Test
    void logprobsComeWithTheAlternativesOfEachToken() {
        OpenAiChatResponseMetadata metadata = (OpenAiChatResponseMetadata) Requests.model(server)
                .logprobs(true)
                .topLogprobs(2)
                .maxCompletionTokens(4)
                .build()
                .chat(UserMessage.from("Hello"))
                .metadata();

        assertThat(metadata.logProbs()).hasSize(4).allSatisfy(token -> {
            assertThat(token.logprob()).isLessThanOrEqualTo(0);
            assertThat(token.topLogprobs()).hasSize(2);
        });
    }

    @Test
    void anAnswerKeepsToAResponseFormat() {
        JsonObjectSchema schema = JsonObjectSchema.builder()
                .addEnumProperty("kind", List.of("meeting", "party"))
                .addBooleanProperty("outside")
                .required("kind", "outside")
                .additionalProperties(false)
                .build();
        ChatResponse response = Requests.model(server)
                .strictJsonSchema(true)
                .build()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Describe an event."))
                        .responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(JsonSchema.builder()
                                        .name("event")
                                        .rootElement(schema)
                                        .build())
                                .build())
                        .build());

        // The members may stand in any order.
        assertThat(response.aiMessage().text().replaceAll("\\s", ""))
                .matches("\\{(\"kind\":\"(meeting|party)\"|\"outside\":(true|false)|,){3}}")
                .contains("kind", "outside");
    }

    /** What an answer is about. */
    record Event(Kind kind, boolean outside, List<Guest> guests) {
        enum Kind {
            MEETING,
            PARTY
        }

        record Guest(boolean vegetarian) {}
    }

    /** A service without an implementation of its own. */
    interface Describer {
        Event describe(String what);
    }

    @Test
    void aServiceAnswersWithARecord() {
        Describer describer = AiServices.create(
                Describer.class,
                Requests.model(server)
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .strictJsonSchema(true)
                        .maxCompletionTokens(1000)
                        .build());

        Event event = describer.describe("Describe an event.");

        assertThat(event.kind()).isNotNull();
        assertThat(event.guests()).isNotNull();
    }

    @Test
    void modelsAreListed() {
        List<ModelDescription> models = OpenAiModelCatalog.builder()
                .baseUrl(server.baseUrl())
                .apiKey("none")
                .build()
                .listModels();

        assertThat(models).extracting(ModelDescription::name).containsExactly(RunningServer.MODEL);
    }
}
