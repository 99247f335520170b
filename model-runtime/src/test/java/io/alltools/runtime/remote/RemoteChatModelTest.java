package io.alltools.runtime.remote;

import static io.alltools.runtime.remote.FakeEndpoint.ask;
import static io.alltools.runtime.remote.FakeEndpoint.delta;
import static io.alltools.runtime.remote.FakeEndpoint.end;
import static io.alltools.runtime.remote.FakeEndpoint.says;
import static io.alltools.runtime.remote.FakeEndpoint.stream;
import static io.alltools.runtime.remote.FakeEndpoint.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.agent.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RemoteChatModelTest {

    private static final ToolSpec PYTHON = ToolSpec.builtIn("python", "runs code", "code");
    private static final ToolSpec WEATHER = ToolSpec.function("get_weather", "the weather", Json.parseObject("""
            {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}"""));

    private final List<ChatDelta> deltas = new ArrayList<>();

    private AssistantTurn generate(FakeEndpoint endpoint, ChatRequest request) throws InterruptedException {
        try (RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            return model.generate(request, deltas::add);
        }
    }

    private AssistantTurn generate(ChatRequest request, FakeEndpoint.Answer answer) throws InterruptedException {
        try (FakeEndpoint endpoint = new FakeEndpoint(answer)) {
            return generate(endpoint, request);
        }
    }

    @Test
    void anAnswerComesInPiecesWithItsTokens() throws Exception {
        AssistantTurn turn = generate(
                ask("hi"),
                stream(
                        delta("{\"role\":\"assistant\",\"content\":\"\"}"),
                        text("Hello"),
                        text(" 你好"),
                        end("stop"),
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":8}}}"));
        assertThat(turn)
                .isEqualTo(new AssistantTurn("Hello 你好", "", List.of(), new Usage(12, 3, 8), FinishReason.STOP));
        assertThat(deltas).containsExactly(new ChatDelta.Text("Hello"), new ChatDelta.Text(" 你好"));
    }

    @Test
    void theToolsThatMayBeCalledAreSentBesideAllTools() throws Exception {
        ChatRequest request = new ChatRequest(
                        List.of(Message.user("hi")), List.of(PYTHON, WEATHER), Sampling.GREEDY, 33, List.of())
                .withConstraints(
                        Constraints.DEFAULT.withToolChoice(new ToolChoice.Allowed(List.of("get_weather"), true)));
        try (FakeEndpoint endpoint = new FakeEndpoint(says("ok"))) {
            generate(endpoint, request);
            assertThat(endpoint.requests.getFirst().path("tools").size()).isEqualTo(2);
            assertThat(endpoint.requests.getFirst().path("tool_choice")).isEqualTo(Json.parseObject("""
                    {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools":
                      [{"type": "function", "function": {"name": "get_weather"}}]}}"""));
        }
    }

    @Test
    void theConversationIsSentInTheApisWords() throws Exception {
        Constraints constraints = new Constraints(
                new ToolChoice.Named("python"),
                false,
                true,
                new AnswerFormat.JsonSchema(Json.parseObject("{\"type\": \"object\"}"), true));
        ChatRequest request = new ChatRequest(
                        List.of(
                                Message.system("Be brief."),
                                new Message.User(List.of(
                                        new Part.Text("What is this?"), new Part.Image("data:image/png;base64,AAAA"))),
                                new Message.Assistant(
                                        "I compute.",
                                        List.of(
                                                new ToolCall("a", "python", "print(\"1\")"),
                                                new ToolCall("b", "gone", "plain"))),
                                new Message.Observation(
                                        "a", List.of(new Passage("quote_result [1†x]", Part.text("1"))), Trust.TRUSTED),
                                new Message.Observation("b", List.of(Passage.of("no such tool")), Trust.TRUSTED)),
                        List.of(PYTHON, WEATHER),
                        new Sampling(0.7, 5, 0.9, 11L)
                                .withMinP(0.1)
                                .withPenalties(new Sampling.Penalties(1.2, 0.5, -0.5))
                                .withLogitBias(Map.of(7, -100.0)),
                        33,
                        List.of("END"))
                .withConstraints(constraints)
                .withLogprobs(2);
        try (FakeEndpoint endpoint = new FakeEndpoint(says("{}"))) {
            generate(endpoint, request);
            ObjectNode body = endpoint.requests.getFirst();
            assertThat(body).isEqualTo(Json.parseObject("""
                    {"model": "m", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 33,
                     "messages": [
                       {"role": "system", "content": "Be brief."},
                       {"role": "user", "content": [
                         {"type": "text", "text": "What is this?"},
                         {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]},
                       {"role": "assistant", "content": "I compute.", "tool_calls": [
                         {"id": "a", "type": "function",
                          "function": {"name": "python", "arguments": "{\\"code\\":\\"print(\\\\\\"1\\\\\\")\\"}"}},
                         {"id": "b", "type": "function",
                          "function": {"name": "gone", "arguments": "{\\"input\\":\\"plain\\"}"}}]},
                       {"role": "tool", "tool_call_id": "a", "content": "quote_result [1†x]\\n1"},
                       {"role": "tool", "tool_call_id": "b", "content": "no such tool"}],
                     "tools": [
                       {"type": "function", "function": {"name": "python", "description": "runs code", "strict": true,
                        "parameters": {"type": "object", "properties": {"code": {"type": "string"}},
                                       "required": ["code"]}}},
                       {"type": "function", "function": {"name": "get_weather", "description": "the weather",
                        "strict": true, "parameters": {"type": "object",
                          "properties": {"city": {"type": "string"}}, "required": ["city"]}}}],
                     "tool_choice": {"type": "function", "function": {"name": "python"}},
                     "parallel_tool_calls": false,
                     "response_format": {"type": "json_schema",
                       "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": true}},
                     "temperature": 0.7, "top_p": 0.9, "top_k": 5, "min_p": 0.1, "repetition_penalty": 1.2,
                     "presence_penalty": 0.5, "frequency_penalty": -0.5, "logit_bias": {"7": -100.0}, "seed": 11,
                     "stop": ["END"], "logprobs": true, "top_logprobs": 2}"""));
            assertThat(endpoint.authorizations).containsExactly("Bearer " + FakeEndpoint.KEY);
            assertThat(endpoint.headerNames).noneMatch(name -> name.startsWith("X-stainless"));
        }
    }

    @Test
    void withoutAKeyNoneIsSent() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(says("ok"))) {
            RemoteSettings settings = RemoteSettings.of(endpoint.settings().baseUrl(), "", "m");
            try (RemoteChatModel model = RemoteChatModel.open(settings)) {
                model.generate(ask("hi"), deltas::add);
            }
            assertThat(endpoint.authorizations).containsExactly("null");
        }
    }

    @Test
    void callsAreMergedByIndexAndNeedNoIds() throws Exception {
        AssistantTurn turn = generate(
                ask("hi", WEATHER),
                stream(
                        delta(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"\"}}]}"),
                        delta(
                                "{\"tool_calls\":[{\"index\":1,\"id\":\"x\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\"\"}}]}"),
                        delta(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]}"),
                        delta("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\":\\\"Rome\\\"}\"}}]}"),
                        delta("{\"tool_calls\":[{\"index\":2,\"function\":{\"name\":\"get_weather\"}}]}"),
                        end("tool_calls")));
        assertThat(turn.calls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"city\":\"Oslo\"}", "{\"city\":\"Rome\"}", "{}");
        assertThat(turn.calls())
                .extracting(ToolCall::id)
                .doesNotHaveDuplicates()
                .startsWith("x");
        assertThat(turn.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(arguments(1)).isEqualTo("{\"city\":\"Rome\"}");
    }

    @Test
    void callsWithoutAnIndexAreToldApartByTheirIds() throws Exception {
        AssistantTurn turn = generate(
                ask("hi", WEATHER),
                stream(
                        delta(
                                "{\"tool_calls\":[{\"id\":\"x\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"{}\"}},"
                                        + "{\"id\":\"y\",\"function\":{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Rome\"}}}]}"),
                        end("stop")));
        assertThat(turn.calls())
                .containsExactly(
                        new ToolCall("x", "get_weather", "{}"),
                        new ToolCall("y", "get_weather", "{\"city\":\"Rome\"}"));
    }

    @Test
    void aBuiltInGetsItsPlainContent() throws Exception {
        AssistantTurn turn = generate(
                ask("hi", PYTHON),
                stream(
                        delta(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"python\",\"arguments\":\"{\\\"code\\\": \\\"print\"}}]}"),
                        delta(
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"(1)\\\\nprint(2)\\\"}\"}}]}"),
                        delta(
                                "{\"tool_calls\":[{\"index\":1,\"id\":\"y\",\"function\":{\"name\":\"python\",\"arguments\":\"print(3)\"}}]}"),
                        end("tool_calls")));
        assertThat(turn.calls())
                .containsExactly(
                        new ToolCall("x", "python", "print(1)\nprint(2)"), new ToolCall("y", "python", "print(3)"));
        assertThat(arguments(0)).isEqualTo("print(1)\nprint(2)");
    }

    @Test
    void reasoningIsAStreamOfItsOwn() throws Exception {
        AssistantTurn turn = generate(
                ask("hi"),
                stream(
                        delta("{\"reasoning_content\":\"Let me\"}"),
                        delta("{\"reasoning\":\" see.\"}"),
                        text("4"),
                        end("stop")));
        assertThat(turn.reasoning()).isEqualTo("Let me see.");
        assertThat(turn.text()).isEqualTo("4");
        assertThat(deltas.getFirst()).isEqualTo(new ChatDelta.Reasoning("Let me"));
    }

    @Test
    void reasoningThatIsWrittenAsTextIsTakenOutOfIt() throws Exception {
        AssistantTurn turn = generate(ask("hi"), says("<th", "ink>Let me see.</", "think>\n\n4"));
        assertThat(turn.reasoning()).isEqualTo("Let me see.");
        assertThat(turn.text()).isEqualTo("4");
        deltas.clear();
        assertThat(generate(ask("hi"), says("Write <think> first.")).text()).isEqualTo("Write <think> first.");
    }

    @Test
    void aCallThatIsWrittenAsTextIsMadeAndNotShown() throws Exception {
        AssistantTurn turn = generate(
                ask("hi", PYTHON),
                says(
                        "<think>Code.</think>",
                        "```json\n{\"na",
                        "me\": \"python\", \"argum",
                        "ents\": {\"code\": \"print(1)\"}}\n```"));
        assertThat(turn.calls()).extracting(ToolCall::arguments).containsExactly("print(1)");
        assertThat(turn.text()).isEmpty();
        assertThat(turn.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(deltas).noneMatch(ChatDelta.Text.class::isInstance);
    }

    @Test
    void whereCallsAreNotWantedTheirTextStaysText() throws Exception {
        String call = "{\"name\": \"python\", \"arguments\": {\"code\": \"print(1)\"}}";
        ChatRequest request = ask("hi", PYTHON);
        Constraints none = Constraints.DEFAULT.withToolChoice(ToolChoice.NONE);
        assertThat(generate(request.withConstraints(none), says(call)).text()).isEqualTo(call);
        Constraints json = Constraints.DEFAULT.withFormat(AnswerFormat.JSON_OBJECT);
        assertThat(generate(request.withConstraints(json), says(call)).text()).isEqualTo(call);
    }

    @Test
    void anImageOfTheSessionCanNotBeSent() {
        ChatRequest request = new ChatRequest(
                List.of(new Message.User(List.of(new Part.Image("images/a.png")))),
                List.of(),
                Sampling.GREEDY,
                10,
                List.of());
        assertThatThrownBy(() -> generate(request, says("no"))).isInstanceOfSatisfying(ModelException.class, e -> {
            assertThat(e.kind()).isEqualTo(ModelException.Kind.INVALID_REQUEST);
            assertThat(e.field()).isEqualTo("messages");
        });
    }

    @Test
    void theEstimateLearnsFromWhatTheEndpointCounted() throws Exception {
        String usage = "{\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":1,\"total_tokens\":1}}";
        ChatRequest request = ask("What is the capital of Norland, and how many people live there?");
        try (FakeEndpoint endpoint = new FakeEndpoint(
                        stream(text("a"), end("stop"), usage.formatted(40)),
                        stream(text("a"), end("stop"), usage.formatted(1_000_000)));
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            int first = model.promptTokens(request);
            assertThat(first).isBetween(15, 30);
            model.generate(request, deltas::add);
            assertThat(model.promptTokens(request)).isEqualTo(40);
            model.generate(request, deltas::add);
            assertThat(model.promptTokens(request)).isEqualTo(3 * first);
        }
    }

    @Test
    void anEndpointThatCountsNothingIsCountedHere() throws Exception {
        Usage usage = generate(ask("hi"), says("one two three")).usage();
        assertThat(usage.promptTokens()).isPositive();
        assertThat(usage.completionTokens()).isEqualTo(3);
    }

    @Test
    void anAnswerThatWasCutOffSaysSo() throws Exception {
        AssistantTurn turn = generate(ask("hi"), stream(text("one two"), end("length")));
        assertThat(turn.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void theKeyIsInNoAccountOfTheSettings() {
        RemoteSettings settings = RemoteSettings.parse("https://example.org/v1#org/model:free", FakeEndpoint.KEY);
        assertThat(settings.model()).isEqualTo("org/model:free");
        assertThat(settings.toString()).doesNotContain(FakeEndpoint.KEY);
        assertThatThrownBy(() -> RemoteSettings.parse("https://example.org/v1", ""))
                .hasMessageContaining("#model-name");
        assertThatThrownBy(() -> RemoteSettings.parse("https://me:pass@example.org/v1#m", ""))
                .hasMessageContaining("https://host/v1")
                .hasMessageNotContaining("pass@");
    }

    private String arguments(int index) {
        StringBuilder all = new StringBuilder();
        for (ChatDelta delta : deltas) {
            if (delta instanceof ChatDelta.CallArguments arguments && arguments.index() == index) {
                all.append(arguments.piece());
            }
        }
        return all.toString();
    }
}
