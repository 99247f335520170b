package io.alltools.trajectories.curation;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps trajectories that are well-formed: every call is of a tool that the model was shown and fits its schema and has
 * one result, the run came to an answer and did not go round in circles.
 *
 * <p>Tools and schemas are asked for in the turns that are trained on. A run that recovered from a wrong call is kept
 * when {@link LossMask} stands before this stage, and dropped otherwise.
 *
 * @param answered whether the run must have come to an answer
 * @param rounds how often the same call, or the same cycle of up to {@value #LONGEST_CYCLE} calls, may not come to the
 *     same result; 0 for no check
 * @param ignoreResults whether a call is repeated even though its result is another, as when something is waited for
 */
public record ValidityFilter(boolean answered, int rounds, boolean ignoreResults) implements RecordStage {

    private static final int LONGEST_CYCLE = 4;

    public static final StageKind KIND = new StageKind(
            "validity",
            "Keeps runs that came to an answer, with calls that fit their tools' schemas, one result each and no loop.",
            List.of(
                    StageOption.flag(
                            "answered",
                            true,
                            "the run came to an answer",
                            "a run that was cut off does not teach how to end"),
                    StageOption.integer(
                            "rounds",
                            3,
                            "so many times the same call or cycle of calls is a loop; 0 for no check",
                            "the agent ends a run there, too"),
                    StageOption.flag(
                            "ignore-results",
                            false,
                            "the same call is a repetition even when its result is another",
                            "as the agent's own loop detection")),
            settings -> new ValidityFilter(
                    settings.flag("answered"), settings.integer("rounds"), settings.flag("ignore-results")));

    public ValidityFilter {
        if (rounds < 0 || rounds == 1) {
            throw new IllegalArgumentException("rounds is " + rounds + "; expected 2 or more, or 0 for no check");
        }
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        String problem = problem(trajectory);
        return problem == null ? new Verdict.Kept(trajectory) : new Verdict.Dropped(problem);
    }

    private @Nullable String problem(AtifTrajectory trajectory) {
        if (answered && !isAnswered(trajectory)) {
            return "no_answer";
        }
        for (AtifTrajectory.Step step : trajectory.steps()) {
            String problem = resultsProblem(step);
            if (problem != null) {
                return problem;
            }
        }
        String problem = callsProblem(trajectory);
        if (problem != null) {
            return problem;
        }
        return rounds > 0 && loops(trajectory) ? "repeated_loop" : null;
    }

    private static boolean isAnswered(AtifTrajectory trajectory) {
        JsonNode outcome = trajectory.extra().path("outcome").path("kind");
        if (outcome.isString()) {
            return outcome.asString().equals("answered");
        }
        // Other programs do not record how a run ended; an answer is a last turn of text alone.
        if (trajectory.steps().isEmpty()) {
            return false;
        }
        AtifTrajectory.Step last = trajectory.steps().getLast();
        return Texts.isOwn(last)
                && (last.toolCalls() == null || last.toolCalls().isEmpty())
                && !Texts.of(last.message()).isBlank();
    }

    private static @Nullable String resultsProblem(AtifTrajectory.Step step) {
        List<AtifTrajectory.ToolCall> calls = step.toolCalls() == null ? List.of() : step.toolCalls();
        Set<String> open = new HashSet<>();
        for (AtifTrajectory.ToolCall call : calls) {
            if (!open.add(call.toolCallId())) {
                return "call_id_twice";
            }
        }
        Set<String> all = Set.copyOf(open);
        if (step.observation() != null && !calls.isEmpty()) {
            for (AtifTrajectory.Result result : step.observation().results()) {
                if (!open.remove(result.sourceCallId())) {
                    return all.contains(result.sourceCallId()) ? "call_with_two_results" : "result_without_call";
                }
            }
        }
        return open.isEmpty() ? null : "call_without_result";
    }

    private static @Nullable String callsProblem(AtifTrajectory trajectory) {
        Map<String, ToolSpec> tools = null;
        for (AtifTrajectory.Step step : trajectory.steps()) {
            if (!step.isTrained() || step.toolCalls() == null) {
                continue;
            }
            for (AtifTrajectory.ToolCall call : step.toolCalls()) {
                if (tools == null) {
                    try {
                        tools = tools(trajectory);
                    } catch (JacksonException | IllegalArgumentException e) {
                        return "tools_not_readable";
                    }
                }
                if (tools.isEmpty()) {
                    return "tools_not_recorded";
                }
                ToolSpec spec = tools.get(call.functionName());
                if (spec == null) {
                    return "unknown_tool";
                }
                if (Toolbox.problemWith(spec, arguments(spec, call)).isPresent()) {
                    return "arguments_do_not_fit";
                }
            }
        }
        return null;
    }

    /** As the model saw them; of other programs' records, as the agent had them. */
    private static Map<String, ToolSpec> tools(AtifTrajectory trajectory) {
        Map<String, ToolSpec> tools = new HashMap<>();
        for (JsonNode tool : trajectory.extra().path("tools")) {
            ToolSpec spec = Json.MAPPER.treeToValue(tool, ToolSpec.class);
            tools.put(spec.name(), spec);
        }
        if (tools.isEmpty() && trajectory.agent().toolDefinitions() != null) {
            for (ObjectNode definition : trajectory.agent().toolDefinitions()) {
                JsonNode function = definition.path("function");
                String name = function.path("name").asString("");
                ObjectNode parameters =
                        function.path("parameters") instanceof ObjectNode object ? object : Json.object();
                tools.put(name, ToolSpec.function(name, "", parameters));
            }
        }
        return tools;
    }

    private static String arguments(ToolSpec spec, AtifTrajectory.ToolCall call) {
        // What the model wrote and is no JSON object left the arguments empty.
        return spec.kind() == ToolSpec.Kind.FUNCTION
                        && call.extra() != null
                        && call.extra().has("raw_arguments")
                ? call.extra().path("raw_arguments").asString("")
                : Json.write(call.arguments());
    }

    private boolean loops(AtifTrajectory trajectory) {
        List<String> made = new ArrayList<>();
        for (AtifTrajectory.Step step : trajectory.steps()) {
            if (!Texts.isOwn(step) || step.toolCalls() == null) {
                continue;
            }
            for (AtifTrajectory.ToolCall call : step.toolCalls()) {
                made.add(call.functionName() + "\n" + Json.write(call.arguments()) + "\n"
                        + (ignoreResults ? "" : result(step, call)));
                for (int length = 1; length <= LONGEST_CYCLE; length++) {
                    if (endsInCycle(made, length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether the last calls are one cycle of that length so many times. */
    private boolean endsInCycle(List<String> made, int length) {
        int first = made.size() - length * rounds;
        if (first < 0) {
            return false;
        }
        for (int i = first + length; i < made.size(); i++) {
            if (!made.get(i).equals(made.get(i - length))) {
                return false;
            }
        }
        return true;
    }

    private static String result(AtifTrajectory.Step step, AtifTrajectory.ToolCall call) {
        return step.observation() == null
                ? ""
                : step.observation().results().stream()
                        .filter(result -> result.sourceCallId().equals(call.toolCallId()))
                        .map(result -> result.content().toString())
                        .findFirst()
                        .orElse("");
    }
}
