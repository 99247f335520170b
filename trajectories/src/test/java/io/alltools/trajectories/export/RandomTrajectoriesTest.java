package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** What is written is read back and compared: nothing differs but what was declared lost. */
class RandomTrajectoriesTest {

    private static final int TRAJECTORIES = 600;

    private static final List<String> TEXTS = List.of(
            "",
            "What is 6 * 7?",
            "波恩的天气怎么样？【7†source】",
            "two\n\nparagraphs\nand \"quotes\" \\ and a\ttab",
            " space around \n",
            "```python\nprint(1)\n```",
            "{\"a\": 1}",
            "Emoji 👩‍💻 and \u0000 and \u2028",
            "<|user|>\nnot a token",
            "Action: none of ours",
            "# Task\nhere",
            "</think> in text",
            "x".repeat(100_000));

    static List<TrajectoryFormat> formats() {
        return TrajectoryFormats.all().stream().filter(Readers::reads).toList();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whatIsReadBackDiffersByTheDeclaredLossesOnly(TrajectoryFormat format) {
        Map<Loss.Kind, Integer> seen = new EnumMap<>(Loss.Kind.class);
        int whole = 0;
        for (int seed = 0; seed < TRAJECTORIES; seed++) {
            AtifTrajectory trajectory = random(new Random(seed));
            Dialogue dialogue = Dialogue.of(trajectory);
            ExportResult lenient = format.of(trajectory, ExportOptions.lenient());
            ExportResult strict = format.of(trajectory, ExportOptions.STRICT);
            lenient.losses().forEach(loss -> seen.merge(loss.kind(), 1, Integer::sum));

            assertThat(lenient).as("seed %d", seed).isInstanceOf(ExportResult.Rows.class);
            assertThat(format.losses())
                    .containsAll(lenient.losses().stream().map(Loss::kind).toList());
            if (lenient.losses().isEmpty()) {
                whole++;
                assertThat(strict).isEqualTo(lenient);
                assertThat(Readers.read(format, onlyRow(lenient)))
                        .as("seed %d", seed)
                        .isEqualTo(Said.of(dialogue, format));
            } else {
                assertThat(strict).isEqualTo(new ExportResult.Refused(lenient.losses()));
            }
            if (has(lenient, Loss.Kind.NOTHING_TO_LEARN)) {
                assertThat(((ExportResult.Rows) lenient).rows()).isEmpty();
            } else if (!has(lenient, Loss.Kind.AMBIGUOUS_TEXT)) {
                Dialogue reduced = Reduction.of(
                                dialogue, format.losses(), (turn, image) -> ((ChatFormat) format).holds(turn, image))
                        .dialogue();
                assertThat(Readers.read(format, onlyRow(lenient)))
                        .as("seed %d", seed)
                        .isEqualTo(Said.of(reduced, format));
            }
        }
        // Each loss that the format declares was met, and so were trajectories without any.
        assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(format.losses());
        assertThat(whole).isGreaterThan(TRAJECTORIES / 100);
    }

    private static ObjectNode onlyRow(ExportResult result) {
        List<ObjectNode> rows = ((ExportResult.Rows) result).rows();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static boolean has(ExportResult result, Loss.Kind kind) {
        return result.losses().stream().anyMatch(loss -> loss.kind() == kind);
    }

    /** A run with a rare thing here and there; every third one is plain. */
    static AtifTrajectory random(Random random) {
        boolean plain = random.nextInt(3) == 0;
        List<ToolSpec> tools = new ArrayList<>();
        for (ToolSpec tool : List.of(Trajectories.PYTHON, Trajectories.BROWSER, Trajectories.WEATHER)) {
            if (random.nextBoolean()) {
                tools.add(tool);
            }
        }
        List<Message> messages = new ArrayList<>();
        if (random.nextBoolean()) {
            messages.add(Message.system(plain ? "Be short." : nonEmpty(random)));
        }
        if (!plain) {
            for (int i = random.nextInt(3); i > 0; i--) {
                earlier(random, messages);
            }
        }
        messages.add(plain ? Message.user("What is 6 * 7?") : question(random));
        Trajectories run = Trajectories.run(messages, tools.toArray(ToolSpec[]::new));
        int steps = random.nextInt(4);
        for (int i = 0; i < steps && !tools.isEmpty(); i++) {
            run.turn(
                    rarely(random, plain) ? "I think so.\n\n" + nonEmpty(random) : "",
                    rarely(random, plain) ? text(random) : "",
                    calls(random, tools, plain));
        }
        if (rarely(random, plain)) {
            return switch (random.nextInt(4)) {
                case 0 -> run.brokenTurn("It is").unfinished();
                case 1 -> run.ended(new Outcome(Outcome.Kind.BUDGET_EXHAUSTED, "10 steps"));
                case 2 ->
                    run.turn("", Trajectories.unanswered(Trajectories.WEATHER, "{\"city\":\"Bonn\"}"))
                            .ended(new Outcome(Outcome.Kind.NEEDS_INPUT, "get_weather"));
                default ->
                    run.turn(
                                    "",
                                    Trajectories.call(Trajectories.WEATHER, "{}", "sunny"),
                                    Trajectories.unanswered(Trajectories.WEATHER, "{\"city\":\"Bonn\"}"))
                            .ended(new Outcome(Outcome.Kind.CANCELLED, "by a person"));
            };
        }
        return run.turn(plain ? "It is 42." : text(random)).answered();
    }

    private static void earlier(Random random, List<Message> messages) {
        switch (random.nextInt(5)) {
            case 0 -> messages.addAll(Trajectories.earlier());
            case 1 -> messages.addAll(List.of(Message.user(text(random)), Message.assistant(text(random))));
            case 2 -> messages.add(Message.user(text(random)));
            case 3 -> messages.add(Message.system(nonEmpty(random)));
            default -> {
                messages.add(Message.user("Both?"));
                messages.add(new Message.Assistant(
                        text(random),
                        List.of(
                                new ToolCall("call_a", "get_weather", "{\"city\":\"Ulm\"}"),
                                new ToolCall("call_b", "python", "6 * 7"))));
                messages.add(new Message.Observation("call_a", List.of(Passage.of("rain")), Trust.TRUSTED));
                if (random.nextBoolean()) {
                    messages.add(new Message.Observation("call_b", List.of(Passage.of("42")), Trust.TRUSTED));
                }
            }
        }
    }

    private static Message.User question(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Trajectories.image("What is this?", "uploads/picture.png");
            case 1 -> Trajectories.image("What is this?", "data:image/png;base64,iVBORw0KGgo=");
            default -> new Message.User(Part.text(text(random)));
        };
    }

    private static Trajectories.Call[] calls(Random random, List<ToolSpec> tools, boolean plain) {
        Trajectories.Call[] calls = new Trajectories.Call[rarely(random, plain) ? 1 + random.nextInt(3) : 1];
        for (int i = 0; i < calls.length; i++) {
            ToolSpec tool = tools.get(random.nextInt(tools.size()));
            String arguments = switch (tool.kind()) {
                case BUILT_IN -> plain ? "6 * 7" : text(random);
                case FUNCTION ->
                    rarely(random, plain)
                            ? "{\"city\": "
                            : Json.write(Json.object().put("city", plain ? "Bonn" : text(random)));
            };
            calls[i] = switch (plain ? 0 : random.nextInt(6)) {
                case 0 -> Trajectories.call(tool, arguments, "42");
                case 1 -> Trajectories.failed(tool, arguments, ToolResult.Kind.TIMEOUT, "it took longer than 60 s");
                case 2 ->
                    Trajectories.call(
                            tool,
                            arguments,
                            new Passage("quote_result [7†source]", Part.text(text(random))),
                            new Passage("quote_result [8†source]", Part.text(text(random))));
                case 3 ->
                    Trajectories.call(
                            tool,
                            arguments,
                            new Passage("", List.of(new Part.Text("a chart"), new Part.Image("a.png"))));
                default -> Trajectories.call(tool, arguments, text(random));
            };
        }
        return calls;
    }

    private static boolean rarely(Random random, boolean plain) {
        return !plain && random.nextInt(3) == 0;
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size() - (random.nextInt(20) == 0 ? 0 : 1)));
    }

    private static String nonEmpty(Random random) {
        String text = text(random);
        return text.isEmpty() ? "Be short." : text;
    }
}
