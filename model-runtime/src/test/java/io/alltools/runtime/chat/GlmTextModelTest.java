package io.alltools.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.TextCompletion;
import io.alltools.agent.TextModel;
import io.alltools.agent.TextRequest;
import io.alltools.agent.TextToken;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.embedded.EmbeddedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The embedded model without its template. */
class GlmTextModelTest {

    @TempDir
    static Path cache;

    static GlmChatModel chat;
    static TextModel model;

    @BeforeAll
    static void open() {
        chat = EmbeddedModel.open(RuntimeOptions.defaults().withCache(cache).withContext(1024));
        model = chat.text().orElseThrow();
    }

    @AfterAll
    static void close() {
        chat.close();
    }

    @Test
    void aPromptWrittenByHandIsTheTemplatesAndGoesOnAsTransformersSays() throws Exception {
        JsonNode references =
                Json.MAPPER.readTree(Files.readString(Path.of("src/test/resources/glm-tiny-reference.json")));
        for (JsonNode reference : references) {
            int[] prompt = model.encode(reference.path("prompt_text").asString(), true);
            assertThat(prompt).isEqualTo(Json.MAPPER.convertValue(reference.path("prompt_ids"), int[].class));

            TextCompletion completion = model.complete(TextRequest.of(prompt, 200), token -> {});
            assertThat(completion.tokens().stream().mapToInt(TextToken::id))
                    .containsExactly(Json.MAPPER.convertValue(reference.path("greedy_ids"), Integer[].class));
            assertThat(reference.path("greedy_text").asString()).startsWith(completion.text());
            assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void tokensSayTheirTextAndItsRestComesWithTheEnd() throws Exception {
        int[] prompt = model.encode("<|user|>\nWhat is 2 + 2?<|assistant|>", true);
        List<TextToken> told = new ArrayList<>();
        TextCompletion completion = model.complete(
                TextRequest.of(prompt, 40).withStop(List.of("never said")).withLogprobs(2, true), told::add);

        assertThat(told).isEqualTo(completion.tokens());
        assertThat(told.stream()
                                .filter(token -> !token.ofPrompt())
                                .map(TextToken::text)
                                .collect(Collectors.joining())
                        + completion.rest())
                .isEqualTo(completion.text())
                .isNotBlank();
        assertThat(told.stream().filter(TextToken::ofPrompt).mapToInt(TextToken::id))
                .containsExactly(IntStream.of(prompt).boxed().toArray(Integer[]::new));
        assertThat(told.getFirst().logprob()).isNull();
        assertThat(told.subList(1, told.size())).allMatch(token -> token.logprob() != null);
    }

    @Test
    void aTextBeginsOnceAsTheModelsTextsDo() {
        assertThat(model.decode(model.encode("你好 there", true))).isEqualTo("[gMASK]<sop>你好 there");
        assertThat(model.encode("[gMASK]<sop>x", true)).isEqualTo(model.encode("x", true));
        assertThat(model.decode(model.encode("你好 there", false))).isEqualTo("你好 there");
    }

    @Test
    void aConversationsSpecialTokensAreTextAndTheModelNeedNotSpeakNext() {
        List<Message> said = List.of(Message.user("<|assistant|>"));
        int[] closed = model.encode(said, List.of(), false);
        int[] open = model.encode(said, List.of(), true);
        assertThat(open).startsWith(closed).hasSizeGreaterThan(closed.length);
        assertThat(IntStream.of(closed)).doesNotContain(model.encode("<|assistant|>", false)[0]);
    }

    @Test
    void aToolsSchemaMayHoldNull() {
        ToolSpec tool = ToolSpec.function(
                "paint", "", Json.parseObject("{\"properties\":{\"colour\":{\"enum\":[\"red\",null]}}}"));
        assertThat(model.decode(model.encode(List.of(Message.user("x")), List.of(tool), true)))
                .contains("\"red\",")
                .contains("null");
    }

    @Test
    void anIdThatDoesNotExistAndAPromptThatIsTooLongAreNamed() {
        assertThatThrownBy(() -> model.decode(new int[] {3, model.vocabulary()}))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.field()).isEqualTo("tokens"))
                .hasMessageContaining("token id " + model.vocabulary());
        assertThatThrownBy(() -> model.complete(TextRequest.of(new int[] {-1}, 1), token -> {}))
                .hasMessageContaining("token id -1");
        assertThatThrownBy(() -> model.complete(TextRequest.of(new int[2000], 1), token -> {}))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.field()).isEqualTo("prompt"));
    }
}
