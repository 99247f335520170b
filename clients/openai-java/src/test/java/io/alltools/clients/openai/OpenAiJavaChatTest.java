package io.alltools.clients.openai;

import static io.alltools.clients.openai.Requests.asking;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.StructuredChatCompletion;
import com.openai.models.models.Model;
import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's client for Java: chat completions without tools. */
@ExtendWith(WithServer.class)
class OpenAiJavaChatTest {

    static OpenAIClient client;

    @BeforeAll
    static void connect(RunningServer server) {
        client = Requests.client(server);
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @Test
    void aQuestionIsAnswered() {
        ChatCompletion completion = complete(asking("Hello").addDeveloperMessage("Be kind."));

        // Throws where a field that the API promises is missing or of another type.
        completion.validate();
        ChatCompletion.Choice choice = completion.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(choice.message().content().orElseThrow()).isNotBlank();
        assertThat(completion.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void aStreamSaysWhatTheWholeAnswerSaysAndItsUsage() {
        ChatCompletion whole = complete(asking("Hello"));
        ChatCompletionAccumulator streamed = ChatCompletionAccumulator.create();
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(asking("Hello")
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build())) {
            chunks = stream.stream().peek(streamed::accumulate).toList();
        }

        chunks.forEach(ChatCompletionChunk::validate);
        assertThat(chunks).hasSizeGreaterThan(5);
        assertThat(text(streamed.chatCompletion())).isEqualTo(text(whole));
        assertThat(streamed.chatCompletion().usage().orElseThrow().completionTokens())
                .isEqualTo(whole.usage().orElseThrow().completionTokens());
    }

    @Test
    void logprobsComeWithTheAlternativesOfEachToken() {
        ChatCompletion completion =
                complete(asking("Hello").logprobs(true).topLogprobs(2).maxCompletionTokens(4));

        completion.validate();
        assertThat(completion
                        .choices()
                        .getFirst()
                        .logprobs()
                        .orElseThrow()
                        .content()
                        .orElseThrow())
                .hasSize(4)
                .allSatisfy(token -> {
                    assertThat(token.logprob()).isLessThanOrEqualTo(0);
                    assertThat(token.topLogprobs()).hasSize(2);
                });
    }

    @Test
    void choicesDifferByTheirSeedAndAreTheSameAgain() {
        ChatCompletionCreateParams request = asking("Hello")
                .n(3)
                .seed(7)
                .temperature(1.5)
                .maxCompletionTokens(24)
                .build();
        List<Optional<String>> first = texts(client.chat().completions().create(request));

        assertThat(first).hasSize(3).doesNotHaveDuplicates();
        assertThat(texts(client.chat().completions().create(request))).isEqualTo(first);
    }

    /** Public for the client's schema generator. */
    public static final class Event {
        @JsonPropertyDescription("What kind of event it is")
        public Kind kind;

        public boolean outside;
        public List<Guest> guests;

        /** One who comes. */
        public static final class Guest {
            public boolean vegetarian;
        }

        /** The kinds. */
        public enum Kind {
            MEETING,
            PARTY
        }
    }

    @Test
    void anAnswerComesAsAnObjectOfAClass() {
        StructuredChatCompletion<Event> completion = client.chat()
                .completions()
                .create(asking("Describe an event.")
                        .maxCompletionTokens(1000)
                        .responseFormat(Event.class)
                        .build());

        assertThat(completion.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        Event event = completion.choices().getFirst().message().content().orElseThrow();
        assertThat(event.kind).isIn(Event.Kind.MEETING, Event.Kind.PARTY);
        assertThat(event.guests).isNotNull();
    }

    @Test
    void modelsAreListedAndOneIsFoundByItsName() {
        List<Model> models = client.models().list().autoPager().stream().toList();

        assertThat(models).extracting(Model::id).containsExactly(RunningServer.MODEL);
        models.getFirst().validate();
        assertThat(client.models().retrieve(RunningServer.MODEL)).isEqualTo(models.getFirst());
    }

    private static ChatCompletion complete(ChatCompletionCreateParams.Builder request) {
        return client.chat().completions().create(request.build());
    }

    private static String text(ChatCompletion completion) {
        return texts(completion).getFirst().orElseThrow();
    }

    private static List<Optional<String>> texts(ChatCompletion completion) {
        return completion.choices().stream()
                .map(ChatCompletion.Choice::message)
                .map(ChatCompletionMessage::content)
                .toList();
    }
}
