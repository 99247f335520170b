package io.alltools.clients.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI's client for OpenAI: answers, streams and objects. */
@ExtendWith(WithServer.class)
class SpringAiChatTest {

    static ChatClient client;

    @BeforeAll
    static void connect(RunningServer server) {
        client = ChatClient.create(Requests.model(server));
    }

    @Test
    void aQuestionIsAnswered() {
        ChatResponse response = client.prompt("Hello").system("Be kind.").call().chatResponse();

        assertThat(response.getResult().getOutput().getText()).isNotBlank();
        assertThat(response.getResult().getMetadata().getFinishReason()).isEqualToIgnoringCase("stop");
        assertThat(response.getMetadata().getModel()).isEqualTo(RunningServer.MODEL);
        assertThat(response.getMetadata().getUsage().getCompletionTokens()).isPositive();
    }

    @Test
    void aStreamSaysWhatTheWholeAnswerSaysAndItsUsage() {
        ChatResponse whole = client.prompt("Hello").call().chatResponse();
        List<ChatResponse> pieces =
                client.prompt("Hello").stream().chatResponse().collectList().block();

        StringBuilder text = new StringBuilder();
        for (ChatResponse piece : pieces) {
            if (piece.getResult() != null && piece.getResult().getOutput().getText() != null) {
                text.append(piece.getResult().getOutput().getText());
            }
        }
        assertThat(pieces).hasSizeGreaterThan(5);
        assertThat(text.toString()).isEqualTo(whole.getResult().getOutput().getText());
        assertThat(pieces.getLast().getMetadata().getUsage().getCompletionTokens())
                .isEqualTo(whole.getMetadata().getUsage().getCompletionTokens());
    }

    @Test
    void choicesDifferByTheirSeed() {
        OpenAiChatOptions.Builder options = Requests.options();
        options.n(3);
        options.seed(7);
        options.temperature(1.5);
        options.maxCompletionTokens(24);

        ChatResponse response = client.prompt("Hello").options(options).call().chatResponse();

        assertThat(response.getResults())
                .extracting(generation -> generation.getOutput().getText())
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    /** What an answer is about. */
    record Event(Kind kind, boolean outside, List<Guest> guests) {
        enum Kind {
            MEETING,
            PARTY
        }

        record Guest(boolean vegetarian) {}
    }

    @Test
    void anAnswerComesAsARecord() {
        OpenAiChatOptions.Builder options = Requests.options();
        options.maxCompletionTokens(1000);

        Event event = client.prompt("Describe an event.")
                .options(options)
                .call()
                .entity(Event.class, ChatClient.EntityParamSpec::useProviderStructuredOutput);

        assertThat(event.kind()).isNotNull();
        assertThat(event.guests()).isNotNull();
    }
}
