package io.alltools.trajectories;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Trajectories for tests of data sets and of curation, made step by step or by chance. */
public final class SampleTrajectories {

    private static final ObjectNode TOOLS = Json.parseObject("""
            {"tools": [
              {"kind": "BUILT_IN", "name": "python", "description": "Runs Python code.",
               "parameters": {"type": "object", "properties": {"code": {"type": "string"}}, "required": ["code"]}},
              {"kind": "FUNCTION", "name": "get_weather", "description": "The weather of a city.",
               "parameters": {"type": "object",
                 "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
                 "required": ["city"], "additionalProperties": false}}]}
            """);

    private static final List<String> TEXTS = List.of(
            "",
            "What is 6 * 7?",
            "波恩的天气怎么样？【7†source】",
            "two\n\nparagraphs\nand \"quotes\" \\ and a\ttab",
            " space around \n",
            "Emoji 👩‍💻 and \u0000 and \u2028",
            "Mail ann@example.org, the password is hunter2x!",
            "The weather in Bonn is sunny and it will stay so for the rest of the week.",
            "<script>alert(1)</script>");

    private final List<AtifTrajectory.Step> steps = new ArrayList<>();
    private final ObjectNode extra = Json.object();
    private String id = "run_1";
    private int calls;

    private SampleTrajectories() {
        extra.putObject("outcome").put("kind", "answered").put("detail", "");
        extra.set("tools", TOOLS.get("tools").deepCopy());
    }

    public static SampleTrajectories asked(String question) {
        return new SampleTrajectories().user(question);
    }

    public static SampleTrajectories begin() {
        return new SampleTrajectories();
    }

    public SampleTrajectories id(String id) {
        this.id = id;
        return this;
    }

    public SampleTrajectories system(String text) {
        return step(AtifTrajectory.Source.SYSTEM, text, null, null, null, null, null);
    }

    public SampleTrajectories user(String text) {
        return step(AtifTrajectory.Source.USER, text, null, null, null, null, null);
    }

    /** What a model said in an earlier run. */
    public SampleTrajectories copied(String text) {
        return step(
                AtifTrajectory.Source.AGENT,
                text,
                null,
                null,
                null,
                true,
                Json.object().put("loss", false));
    }

    public SampleTrajectories says(String text) {
        return thinks(null, text);
    }

    public SampleTrajectories thinks(@Nullable String reasoning, String text) {
        return step(
                AtifTrajectory.Source.AGENT,
                text,
                reasoning,
                null,
                null,
                null,
                Json.object().put("loss", true));
    }

    /** A turn of one call that comes to a result. */
    public SampleTrajectories calls(String tool, String arguments, String result) {
        return calls("", tool, arguments, result, Json.object());
    }

    /** A turn of one call that fails. */
    public SampleTrajectories fails(String tool, String arguments, String failure, String message) {
        return calls("", tool, arguments, message, Json.object().put("failure", failure));
    }

    /** As {@link #calls(String, String, String)}, with a text before it. */
    public SampleTrajectories calls(
            String text, String tool, String arguments, @Nullable String result, ObjectNode resultExtra) {
        String callId = "call_" + ++calls;
        return step(
                AtifTrajectory.Source.AGENT,
                text,
                null,
                List.of(new AtifTrajectory.ToolCall(callId, tool, Json.parseObject(arguments), null)),
                result == null
                        ? null
                        : new AtifTrajectory.Observation(
                                List.of(new AtifTrajectory.Result(callId, text(result), resultExtra))),
                null,
                Json.object().put("loss", true));
    }

    public SampleTrajectories step(
            AtifTrajectory.Source source,
            String text,
            @Nullable String reasoning,
            @Nullable List<AtifTrajectory.ToolCall> calls,
            AtifTrajectory.@Nullable Observation observation,
            @Nullable Boolean copied,
            @Nullable ObjectNode stepExtra) {
        boolean made = source == AtifTrajectory.Source.AGENT && copied == null;
        steps.add(new AtifTrajectory.Step(
                steps.size() + 1,
                made ? Instant.parse("2026-11-23T10:00:00Z").plusSeconds(steps.size()) : null,
                source,
                text(text),
                reasoning,
                calls,
                observation,
                made ? new AtifTrajectory.Metrics(100, 10, 0, null, null, null, null) : null,
                made ? 1 : null,
                copied,
                stepExtra));
        return this;
    }

    public SampleTrajectories reward(double reward) {
        extra.put("reward", reward);
        return this;
    }

    public SampleTrajectories environment(String environment) {
        extra.put("environment", environment);
        return this;
    }

    public SampleTrajectories task(String task) {
        extra.put("task", task);
        return this;
    }

    public SampleTrajectories outcome(String kind) {
        extra.putObject("outcome").put("kind", kind).put("detail", "");
        return this;
    }

    public SampleTrajectories extra(String name, JsonNode value) {
        extra.set(name, value);
        return this;
    }

    public AtifTrajectory done() {
        int made =
                (int) steps.stream().filter(step -> step.llmCallCount() != null).count();
        return new AtifTrajectory(
                AtifTrajectory.SCHEMA_VERSION,
                "ses_1",
                id,
                new AtifTrajectory.Agent("alltools", "dev", "glm-tiny", null),
                List.copyOf(steps),
                new AtifTrajectory.FinalMetrics(100 * made, 10 * made, 0, steps.size()),
                extra);
    }

    /** The same number gives the same trajectory; most kinds of steps, texts and failures come up. */
    public static AtifTrajectory random(long number) {
        SplittableRandom random = new SplittableRandom(number);
        SampleTrajectories run = new SampleTrajectories().id("run_" + number);
        if (random.nextInt(2) == 0) {
            run.system(text(random));
        }
        if (random.nextInt(4) == 0) {
            run.user(text(random)).copied(text(random));
        }
        run.user(text(random));
        for (int turn = random.nextInt(6); turn > 0; turn--) {
            switch (random.nextInt(8)) {
                case 0 -> run.calls("get_weather", "{\"city\":7}", "no such city");
                case 1 -> run.fails("python", "{\"code\":\"1/0\"}", "error", "ZeroDivisionError");
                case 2 -> run.calls("unknown", "{}", "there is no such tool");
                case 3 -> run.calls(text(random), "python", "{\"code\":\"print(1)\"}", null, Json.object());
                case 4 -> run.thinks(text(random), text(random));
                default -> {
                    ObjectNode arguments = Json.object().put("city", text(random));
                    run.calls("get_weather", Json.write(arguments), text(random));
                }
            }
        }
        run.says(text(random));
        if (random.nextInt(3) > 0) {
            run.reward(random.nextInt(5) / 4.0);
        }
        if (random.nextInt(3) > 0) {
            run.environment(List.of("db", "os", "web").get(random.nextInt(3)));
        }
        run.outcome(random.nextInt(4) > 0 ? "answered" : "incomplete");
        return run.done();
    }

    private static String text(SplittableRandom random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static JsonNode text(String text) {
        return Json.MAPPER.getNodeFactory().stringNode(text);
    }
}
