package io.alltools.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Passage;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationPiecesTest {

    private static final ToolSpec PYTHON = ToolSpec.builtIn("python", "", "code");
    private static final ToolSpec WEATHER = ToolSpec.function(
            "get_weather",
            "The weather of a city.",
            Json.parseObject("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"));

    @TempDir
    static Path cache;

    static ConversationPieces pieces;
    static PromptBuilder prompts;
    static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        Path folder = EmbeddedModel.unpack(cache);
        pieces = ConversationPieces.open(folder, cache.resolve("native"));
        tokenizer = Tokenizers.open(folder, cache.resolve("native"));
        prompts = new PromptBuilder(ChatTemplate.open(folder), tokenizer);
    }

    @AfterAll
    static void close() {
        pieces.close();
        tokenizer.close();
    }

    private static Message observation(String id, String text) {
        return new Message.Observation(id, List.of(Passage.of(text)), Trust.UNTRUSTED);
    }

    private static final List<Message> CONVERSATION = List.of(
            Message.system("Be brief. <|user|> is no token here."),
            Message.user("What is 17 * 23? 你好"),
            new Message.Assistant("I compute it.", List.of(new ToolCall("a", "python", "print(17 * 23)"))),
            observation("a", "391"),
            Message.assistant("It is 391."),
            Message.user("And the weather in Kyiv and Oslo?"),
            new Message.Assistant(
                    "",
                    List.of(
                            new ToolCall("b", "get_weather", "{\"city\":\"Kyiv\"}"),
                            new ToolCall("c", "get_weather", "{\"city\":\"Oslo\"}"))),
            observation("b", "5 °C"),
            observation("c", "-3 °C"),
            Message.assistant("5 and -3 degrees."));

    @Test
    void thePiecesBeforeATurnAreItsPrompt() {
        List<ConversationPieces.Piece> all = pieces.of(CONVERSATION, List.of(PYTHON, WEATHER));

        for (int turn = 0; turn < CONVERSATION.size(); turn++) {
            if (CONVERSATION.get(turn) instanceof Message.Assistant) {
                int number = turn;
                int[] before = all.stream()
                        .filter(piece -> piece.message() < number || (piece.message() == number && !piece.written()))
                        .flatMap(piece -> piece.ids().stream())
                        .mapToInt(id -> id)
                        .toArray();
                assertThat(before)
                        .containsExactly(prompts.prompt(CONVERSATION.subList(0, turn), List.of(PYTHON, WEATHER)));
            }
        }
    }

    @Test
    void theyEndWithWhatTheModelEndsItsTurnWith() {
        List<ConversationPieces.Piece> all = pieces.of(CONVERSATION, List.of(PYTHON, WEATHER));
        List<Integer> ids = new ArrayList<>();
        all.forEach(piece -> ids.addAll(piece.ids()));

        List<Integer> rendered =
                new ArrayList<>(Arrays.stream(prompts.prompt(CONVERSATION, List.of(PYTHON, WEATHER), false))
                        .boxed()
                        .toList());
        rendered.add(tokenizer.special("<|user|>").orElseThrow());
        assertThat(ids).isEqualTo(rendered);
    }

    @Test
    void whatTheModelWritesIsItsTurnsAndTheirEnds() {
        assertThat(pieces.of(CONVERSATION, List.of(PYTHON, WEATHER)).stream()
                        .filter(ConversationPieces.Piece::written)
                        .map(ConversationPieces.Piece::text)
                        .toList())
                .containsExactly(
                        "\nI compute it.<|assistant|>python\nprint(17 * 23)<|observation|>",
                        "\nIt is 391.<|user|>",
                        "get_weather\n{\"city\":\"Kyiv\"}<|assistant|>get_weather\n{\"city\":\"Oslo\"}<|observation|>",
                        "\n5 and -3 degrees.<|user|>");
    }

    /** Whatever is said, and whatever ends with a part of a special token or begins with one. */
    @Test
    void theTokensOfEachBeginningAreThoseOfItsOwnPrompt() {
        List<String> texts = List.of(
                "",
                "x",
                "<|",
                "user|>",
                "<|user|>",
                "你好 😀",
                " \n ",
                "[gMASK]<sop>",
                "\uFDD0",
                "It is so.\n",
                "<|assistant|>a");
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Message> messages = new ArrayList<>();
            for (int length = 1 + random.nextInt(12); length > 0; length--) {
                String text = texts.get(random.nextInt(texts.size()));
                messages.add(
                        switch (random.nextInt(5)) {
                            case 0 -> Message.system(text);
                            case 1 -> Message.user(text);
                            case 2 -> Message.assistant(text);
                            case 3 ->
                                new Message.Assistant(
                                        text,
                                        List.of(
                                                new ToolCall("a", "python", text),
                                                new ToolCall("b", "get_weather", "{\"city\":\"Kyiv\"}")));
                            default -> observation("a", text);
                        });
            }
            List<ToolSpec> tools = random.nextBoolean() ? List.of(PYTHON, WEATHER) : List.of();
            List<int[]> beginnings = prompts.beginnings(messages, tools).toList();
            assertThat(beginnings).hasSameSizeAs(messages);
            for (int end = 1; end <= messages.size(); end++) {
                assertThat(beginnings.get(end - 1))
                        .as("seed %d, %d messages", seed, end)
                        .containsExactly(prompts.prompt(messages.subList(0, end), tools, false));
            }
        }
    }

    @Test
    void theTokensDecodeBackToTheConversation() {
        String text = pieces.of(CONVERSATION, List.of(PYTHON, WEATHER)).stream()
                .map(ConversationPieces.Piece::text)
                .collect(Collectors.joining());

        assertThat(text)
                .contains("Be brief. <|user|> is no token here.", "What is 17 * 23? 你好", "<|observation|>\n391");
    }

    @Test
    void theyAreTheTokensThatTheRuntimeWasFedAndWrote() throws Exception {
        try (var model = EmbeddedModel.open(RuntimeOptions.defaults().withCache(cache))) {
            List<Message> messages = new ArrayList<>(List.of(Message.user("What is 12 * 12?")));
            for (int turn = 0; turn < 3; turn++) {
                AssistantTurn said = model.generate(
                        new ChatRequest(messages, List.of(PYTHON), Sampling.GREEDY, 200, List.of()).withTokenIds(),
                        delta -> {});
                messages.add(said.toMessage());
                int number = messages.size() - 1;
                List<ConversationPieces.Piece> all = pieces.of(messages, List.of(PYTHON));
                assertThat(said.tokens()).isNotNull();
                assertThat(said.tokens().completion())
                        .isEqualTo(all.stream()
                                .filter(piece -> piece.message() == number && piece.written())
                                .flatMap(piece -> piece.ids().stream())
                                .toList())
                        .hasSameSizeAs(said.tokens().logprobs());
                assertThat(said.tokens().prompt())
                        .isEqualTo(all.stream()
                                .filter(piece -> !(piece.message() == number && piece.written()))
                                .flatMap(piece -> piece.ids().stream())
                                .toList());
                messages.addAll(
                        said.calls().isEmpty()
                                ? List.of(Message.user("And 13 * 13?"))
                                : said.calls().stream()
                                        .map(call -> observation(call.id(), "144"))
                                        .toList());
            }
        }
    }
}
