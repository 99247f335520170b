package io.alltools.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.Passage;
import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.agent.TokenLogprob;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The embedded model against what transformers computes, and the promises of the chat interface. */
class GlmChatModelTest {

    private static final List<ToolSpec> TOOLS =
            List.of(ToolSpec.builtIn("python", "", "code"), ToolSpec.builtIn("simple_browser", "", "command"));

    @TempDir
    static Path cache;

    static GlmChatModel model;
    static Tokenizer tokenizer;
    static PromptBuilder prompts;

    @BeforeAll
    static void open() {
        RuntimeOptions options = RuntimeOptions.defaults().withCache(cache).withContext(2048);
        model = EmbeddedModel.open(options);
        Path folder = EmbeddedModel.unpack(cache);
        tokenizer = Tokenizers.open(folder, cache.resolve("native"));
        prompts = new PromptBuilder(ChatTemplate.open(folder), tokenizer);
    }

    @AfterAll
    static void close() {
        model.close();
        tokenizer.close();
    }

    @Test
    void whatAModelThatThinksWritesFirstIsReasoning() throws Exception {
        Path thinker = Files.createDirectories(cache.resolve("thinker"));
        try (var files = Files.list(EmbeddedModel.unpack(cache))) {
            for (Path file : files.toList()) {
                Files.copy(file, thinker.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                thinker.resolve("chat_template.jinja"),
                "[gMASK]<sop>{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}{% endfor %}"
                        + "{% if add_generation_prompt %}<|assistant|>\n<think>\n{% endif %}");
        try (GlmChatModel thinking = GlmChatModel.open(
                thinker, RuntimeOptions.defaults().withCache(cache).withContext(512))) {
            StringBuilder reasoning = new StringBuilder();
            AssistantTurn turn = thinking.generate(
                    new ChatRequest(List.of(Message.user("你好")), List.of(), Sampling.GREEDY, 12, List.of()), delta -> {
                        if (delta instanceof ChatDelta.Reasoning piece) {
                            reasoning.append(piece.text());
                        }
                    });
            assertThat(turn.reasoning()).isNotBlank().isEqualTo(reasoning.toString());
            assertThat(turn.text()).isEmpty();
            // It was not taught to end a thought, and may not end the turn within one.
            assertThat(turn.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void promptsAndGreedyAnswersAreThoseOfTransformers() throws Exception {
        JsonNode references =
                Json.MAPPER.readTree(Files.readString(Path.of("src/test/resources/glm-tiny-reference.json")));
        assertThat(references).isNotEmpty();
        for (JsonNode reference : references) {
            String prompt = reference.path("prompt_text").asString();
            String question = prompt.substring(
                    prompt.indexOf("<|user|>\n") + "<|user|>\n".length(), prompt.indexOf("<|assistant|>"));
            assertThat(prompts.prompt(List.of(Message.user(question)), TOOLS))
                    .isEqualTo(Json.MAPPER.convertValue(reference.path("prompt_ids"), int[].class));

            AssistantTurn turn = ask(question);
            String expected = reference.path("greedy_text").asString();
            assertThat(turn.usage().completionTokens())
                    .isEqualTo(reference.path("greedy_ids").size());
            if (expected.startsWith("python\n")) {
                assertThat(turn.calls()).hasSize(1);
                assertThat("python\n" + turn.calls().getFirst().arguments() + "<|observation|>")
                        .isEqualTo(expected);
                assertThat(turn.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
            } else {
                assertThat("\n" + turn.text() + "<|user|>").isEqualTo(expected);
                assertThat(turn.finishReason()).isEqualTo(FinishReason.STOP);
            }
        }
    }

    @Test
    void anObservationLeadsToTheAnswer() throws Exception {
        ToolCall call = new ToolCall("c", "python", "print(48213 * 77)");
        AssistantTurn turn = model.generate(
                request(List.of(
                        Message.user("What is 48213 * 77?"),
                        new Message.Assistant("", List.of(call)),
                        new Message.Observation("c", List.of(Passage.of("3712401")), Trust.TRUSTED))),
                delta -> {});
        assertThat(turn.text()).contains("3712401");
    }

    @Test
    void theNextStepReusesTheCacheAndSaysTheSame() throws Exception {
        AssistantTurn first = ask("What is 12 * 12?");
        List<Message> messages = new ArrayList<>(List.of(Message.user("What is 12 * 12?"), first.toMessage()));
        messages.add(new Message.Observation(first.calls().getFirst().id(), List.of(Passage.of("144")), Trust.TRUSTED));
        AssistantTurn warm = model.generate(request(messages), delta -> {});
        assertThat(warm.usage().cachedTokens())
                .isGreaterThanOrEqualTo(first.usage().promptTokens());

        // Another conversation takes another slot.
        ask("你好");
        AssistantTurn again = model.generate(request(messages), delta -> {});
        assertThat(again.usage().cachedTokens()).isEqualTo(again.usage().promptTokens() - 2);
        assertThat(again.text()).isEqualTo(warm.text());

        RuntimeOptions one =
                RuntimeOptions.defaults().withCache(cache).withContext(2048).withSlots(1);
        try (GlmChatModel fresh = EmbeddedModel.open(one)) {
            AssistantTurn cold = fresh.generate(request(messages), delta -> {});
            assertThat(cold.usage().cachedTokens()).isZero();
            assertThat(cold.text()).isEqualTo(warm.text());
        }
    }

    /** An agent's next step: the same 2,000 tokens and an observation. */
    @Test
    void theSecondStepWithALongContextReadsOnlyItsNewTokens() throws Exception {
        RuntimeOptions options =
                RuntimeOptions.defaults().withCache(cache).withContext(4096).withSlots(4);
        try (GlmChatModel agent = EmbeddedModel.open(options)) {
            List<Message> messages =
                    new ArrayList<>(List.of(Message.system("word ".repeat(600)), Message.user("What is 12 * 12?")));
            AssistantTurn first = agent.generate(request(messages), delta -> {});
            assertThat(first.usage().promptTokens()).isGreaterThan(2000);
            long read = agent.metrics().tokens().prefilled();
            // Somebody else in between.
            agent.generate(request(List.of(Message.user("你好"))), delta -> {});
            long readByOther = agent.metrics().tokens().prefilled() - read;

            messages.add(first.toMessage());
            messages.add(new Message.Observation("c", List.of(Passage.of("144")), Trust.TRUSTED));
            AssistantTurn second = agent.generate(request(messages), delta -> {});
            int added = second.usage().promptTokens() - first.usage().promptTokens();
            assertThat(added).isLessThan(300);
            assertThat(second.usage().cachedTokens())
                    .isGreaterThanOrEqualTo(first.usage().promptTokens());
            assertThat(agent.metrics().tokens().prefilled() - read - readByOther)
                    .isLessThanOrEqualTo(added);
        }
    }

    @Test
    void logprobsAreReportedOnlyWhenAskedFor() throws Exception {
        ChatRequest request = request(List.of(Message.user("你好")));
        assertThat(model.generate(request, delta -> {}).logprobs()).isEmpty();
        AssistantTurn turn = model.generate(request.withLogprobs(3), delta -> {});
        assertThat(turn.logprobs()).hasSize(turn.usage().completionTokens());
        for (TokenLogprob token : turn.logprobs()) {
            assertThat(token.top()).hasSize(3);
            // Greedy: the token is the likeliest one, and the others follow.
            assertThat(token.logprob()).isEqualTo(token.top().getFirst().logprob());
            assertThat(token.text()).isEqualTo(token.top().getFirst().text());
            assertThat(token.top())
                    .isSortedAccordingTo(Comparator.comparingDouble(TokenLogprob.Alternative::logprob)
                            .reversed());
            assertThat(token.top().stream()
                            .mapToDouble(t -> Math.exp(t.logprob()))
                            .sum())
                    .isLessThanOrEqualTo(1 + 1e-6);
        }
        byte[] bytes = new byte
                [turn.logprobs().stream().mapToInt(t -> t.bytes().size()).sum()];
        int at = 0;
        for (TokenLogprob token : turn.logprobs()) {
            for (int b : token.bytes()) {
                bytes[at++] = (byte) b;
            }
        }
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)).contains(turn.text());
        assertThat(model.generate(request.withLogprobs(0), delta -> {}).logprobs())
                .allMatch(token -> token.top().isEmpty() && token.logprob() <= 0);
    }

    @Test
    void aPassedDeadlineEndsTheTurn() {
        ChatRequest late = request(List.of(Message.user("你好")))
                .withService(new Service(Service.Priority.INTERACTIVE, Instant.EPOCH));
        assertThatThrownBy(() -> model.generate(late, delta -> {}))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.DEADLINE_EXCEEDED));
    }

    @Test
    void specialTokensSpelledByUsersAndToolsStayText() {
        int user = tokenizer.special("<|user|>").orElseThrow();
        int observation = tokenizer.special("<|observation|>").orElseThrow();
        List<Message> messages = List.of(
                Message.system("[gMASK] <|system|>"),
                Message.user("a<|observation|>b <|user|>\n<|endoftext|>"),
                new Message.Assistant("", List.of(new ToolCall("c", "python", "print('<|user|>')"))),
                new Message.Observation("c", List.of(Passage.of("<|user|><|observation|>")), Trust.UNTRUSTED));
        ToolSpec function = ToolSpec.function(
                "f", "describes <|user|>", Json.parseObject("{\"type\":\"object\",\"title\":\"<|observation|>\"}"));
        int[] ids = prompts.prompt(messages, List.of(function));

        assertThat(Arrays.stream(ids).filter(id -> id == user)).hasSize(1);
        assertThat(Arrays.stream(ids).filter(id -> id == observation)).hasSize(1);
        assertThat(Arrays.stream(ids).filter(tokenizer::isSpecial)).hasSize(2 + 2 + 1 + 1 + 1 + 1);
        // Nothing is lost: the spelling is there, letter by letter.
        assertThat(text(ids))
                .contains("a<|observation|>b <|user|>\n<|endoftext|>")
                .contains("[gMASK] <|system|>")
                .contains("\"description\": \"describes <|user|>\"")
                .contains("<|user|><|observation|>");
    }

    @Test
    void renderedCasesOfTransformersEncodeWithoutMarks() throws IOException {
        for (String line : Files.readAllLines(Path.of("src/test/resources/chat/cases.jsonl"))) {
            JsonNode example = Json.parseObject(line);
            List<Map<String, Object>> messages = ChatTemplateTest.messages(example);
            int[] ids = prompts.encode(
                    messages, example.path("add_generation_prompt").asBoolean());
            assertThat(text(ids)).isEqualTo(example.path("text").asString());
        }
    }

    @Test
    void aStopStringEndsTheAnswer() throws Exception {
        ChatRequest request = new ChatRequest(List.of(Message.user("你好")), TOOLS, Sampling.GREEDY, 200, List.of("浏览"));
        AssistantTurn turn = model.generate(request, delta -> {});
        assertThat(turn.text()).isEqualTo("你好！我可以运行 Python 代码、");
        assertThat(turn.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void theTokenLimitCutsOff() throws Exception {
        ChatRequest request = new ChatRequest(List.of(Message.user("你好")), TOOLS, Sampling.GREEDY, 5, List.of());
        AssistantTurn turn = model.generate(request, delta -> {});
        assertThat(turn.usage().completionTokens()).isEqualTo(5);
        assertThat(turn.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void theSameSeedGivesTheSameText() throws Exception {
        Sampling hot = new Sampling(1.5, 0, 0.95, 7L);
        ChatRequest request = new ChatRequest(List.of(Message.user("Who are you?")), TOOLS, hot, 40, List.of());
        AssistantTurn once = model.generate(request, delta -> {});
        AssistantTurn again = model.generate(request, delta -> {});
        assertThat(again.text()).isEqualTo(once.text());
        assertThat(again.usage().completionTokens()).isEqualTo(once.usage().completionTokens());
    }

    @Test
    void deltasAddUpToTheTurn() throws Exception {
        StringBuilder text = new StringBuilder();
        AssistantTurn turn = model.generate(request(List.of(Message.user("你好"))), delta -> {
            if (delta instanceof ChatDelta.Text t) {
                text.append(t.text());
            }
        });
        assertThat(text.toString()).isEqualTo(turn.text()).doesNotContain("\uFFFD");
    }

    @Test
    void aPromptBeyondTheContextIsRefusedWithTheMemoryThatItWouldTake() {
        assertThatThrownBy(() -> ask("word ".repeat(600)))
                .isInstanceOf(ModelException.class)
                .hasMessageMatching(
                        "the prompt has 2,\\d+ tokens, the context holds 2,048; shorten the conversation,"
                                + " or load the model with a context of 2,\\d+ or more, whose KV cache takes \\d+ MiB for \\d slots");
        // Beyond what the model allows no memory helps.
        assertThatThrownBy(() -> ask("word ".repeat(3000)))
                .isInstanceOf(ModelException.class)
                .hasMessageMatching(
                        "the prompt has \\d+,\\d+ tokens, the context holds 2,048; shorten the conversation");
    }

    @Test
    void anInterruptCancelsAndTheNextRequestIsServed() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Throwable> ended = new AtomicReference<>();
        // Hot sampling without an end in sight: only the interrupt stops it soon.
        ChatRequest endless = new ChatRequest(
                List.of(Message.user("Who are you?")), TOOLS, new Sampling(10, 0, 1, 1L), 1500, List.of());
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                model.generate(endless, delta -> {
                    started.countDown();
                    try {
                        Thread.sleep(5);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            } catch (Throwable t) {
                ended.set(t);
            }
        });
        started.await();
        thread.interrupt();
        thread.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(ask("你好").text()).startsWith("你好");
    }

    private static AssistantTurn ask(String question) throws InterruptedException {
        return model.generate(request(List.of(Message.user(question))), delta -> {});
    }

    private static ChatRequest request(List<Message> messages) {
        return new ChatRequest(messages, TOOLS, Sampling.GREEDY, 200, List.of());
    }

    private static String text(int[] ids) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(tokenizer.bytes(id));
        }
        return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
    }
}
