package io.alltools.trajectories.export;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.agent.Usage;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trajectories for tests, made from events as runs make them. */
final class Trajectories {

    static final ToolSpec PYTHON = ToolSpec.builtIn("python", "Runs Python code.", "code");
    static final ToolSpec BROWSER = ToolSpec.builtIn("simple_browser", "Searches and opens pages.", "call");
    static final ToolSpec WEATHER = ToolSpec.function(
            "get_weather",
            "The weather of a city.",
            Json.parseObject("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
                    + "\"required\":[\"city\"]}"));

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final List<RunEvent> events = new ArrayList<>();
    private int step;
    private int calls;

    private Trajectories(List<Message> messages, List<ToolSpec> tools) {
        events.add(new RunEvent.RunStarted(
                "ses_1", "glm-tiny", messages, tools, new Sampling(0, 0, 1, 7L), Budget.DEFAULT));
    }

    static Trajectories run(List<Message> messages, ToolSpec... tools) {
        return new Trajectories(messages, List.of(tools));
    }

    static Trajectories run(String question, ToolSpec... tools) {
        return run(List.of(Message.user(question)), tools);
    }

    /** A turn of text, and of calls that each come to a result. */
    Trajectories turn(String text, Call... calls) {
        return turn("", text, calls);
    }

    Trajectories turn(String reasoning, String text, Call... calls) {
        step++;
        events.add(new RunEvent.StepStarted(step));
        if (!reasoning.isEmpty()) {
            events.add(new RunEvent.ReasoningDelta(step, reasoning));
        }
        if (!text.isEmpty()) {
            events.add(new RunEvent.TextDelta(step, text));
        }
        List<String> ids = new ArrayList<>();
        for (Call call : calls) {
            ids.add("call_" + ++this.calls);
            events.add(new RunEvent.ToolCallStarted(step, ids.getLast(), call.tool()));
            events.add(new RunEvent.ToolCallArguments(step, ids.getLast(), call.arguments()));
        }
        events.add(new RunEvent.UsageReported(step, new Usage(100, 10, 0), FinishReason.STOP));
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].result() instanceof ToolResult result) {
                events.add(new RunEvent.ToolCallFinished(step, ids.get(i), calls[i].tool(), result, 12));
            }
        }
        events.add(new RunEvent.StepFinished(step, calls.length > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP));
        return this;
    }

    /** A turn that is broken off within its text. */
    Trajectories brokenTurn(String text) {
        events.add(new RunEvent.StepStarted(++step));
        events.add(new RunEvent.TextDelta(step, text));
        return this;
    }

    AtifTrajectory answered() {
        return ended(Outcome.ANSWERED);
    }

    AtifTrajectory ended(Outcome outcome) {
        events.add(new RunEvent.RunFinished(outcome, "", new Usage(100 * step, 10 * step, 0), step));
        return unfinished();
    }

    AtifTrajectory unfinished() {
        List<JournalEntry> entries = new ArrayList<>();
        for (RunEvent event : events) {
            entries.add(new JournalEntry("run_1", entries.size(), START.plusSeconds(entries.size()), event));
        }
        return AtifTrajectory.of(entries);
    }

    record Call(String tool, String arguments, @Nullable ToolResult result) {}

    static Call call(ToolSpec tool, String arguments, String result) {
        return new Call(tool.name(), arguments, ToolResult.ok(result));
    }

    static Call call(ToolSpec tool, String arguments, Passage... passages) {
        return new Call(tool.name(), arguments, new ToolResult.Ok(List.of(passages), Trust.UNTRUSTED));
    }

    static Call failed(ToolSpec tool, String arguments, ToolResult.Kind kind, String message) {
        return new Call(tool.name(), arguments, ToolResult.failed(kind, message));
    }

    static Call unanswered(ToolSpec tool, String arguments) {
        return new Call(tool.name(), arguments, null);
    }

    /** What a user asked and a model answered before, with a call of the weather in between. */
    static List<Message> earlier() {
        return List.of(
                Message.user("Weather in Bonn?"),
                new Message.Assistant("", List.of(new ToolCall("call_0", "get_weather", "{\"city\":\"Bonn\"}"))),
                new Message.Observation("call_0", List.of(Passage.of("sunny")), Trust.UNTRUSTED),
                Message.assistant("Sunny."));
    }

    static Message.User image(String text, String uri) {
        return new Message.User(List.of(new Part.Text(text), new Part.Image(uri)));
    }

    /**
     * What the golden files hold: built-ins, a function, passages, Chinese, text beside a call; nothing is lost in
     * GLM-4's.
     */
    static AtifTrajectory research() {
        return run(
                        List.of(Message.system("请用中文回答。"), Message.user("搜索波恩的人口，并计算它的一半；那里的天气怎么样？")),
                        BROWSER,
                        PYTHON,
                        WEATHER)
                .turn(
                        "我先搜索一下。",
                        call(
                                BROWSER,
                                "search(\"波恩 人口\")",
                                new Passage(
                                        "browser_result",
                                        Part.text(" # 【0†Bonn†example.org】\nBonn has 330,000 people."))))
                .turn("", call(PYTHON, "print(330000 // 2)", "165000\n"))
                .turn("", call(WEATHER, "{\"city\": \"Bonn\"}", "{\"sky\":\"sunny\"}"))
                .turn("波恩有33万人【0†source】，一半是16.5万；天气晴朗。")
                .answered();
    }
}
