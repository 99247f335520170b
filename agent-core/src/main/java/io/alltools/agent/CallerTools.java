package io.alltools.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the one who asks for a run says of its tools: those that he runs himself, beside the agent's own, and how calls
 * are made. A turn that calls one of his ends the run with {@link Outcome.Kind#NEEDS_INPUT}, once the turn's other
 * calls are done; the results come with the next run, see {@link RecordedRun#openCalls()}.
 *
 * @param specs of the tools that the caller runs
 * @param choice holds for the first step; {@link ToolChoice#NONE} for all
 * @param parallelCalls whether one turn may hold several calls
 * @param strict whether a keyword of a function's schema that can't be enforced is an error
 */
public record CallerTools(List<ToolSpec> specs, ToolChoice choice, boolean parallelCalls, boolean strict) {

    /** The agent's tools only, used as the model likes. */
    public static final CallerTools NONE = new CallerTools(List.of(), ToolChoice.AUTO, true, false);

    /** @throws IllegalArgumentException when two tools have the same name */
    public CallerTools {
        specs = List.copyOf(specs);
        Set<String> names = new HashSet<>();
        for (ToolSpec spec : specs) {
            if (!names.add(spec.name())) {
                throw new IllegalArgumentException("two tools are named \"" + spec.name() + "\"");
            }
        }
    }

    /** Tools that the caller runs, called as the model likes. */
    public static CallerTools of(List<ToolSpec> specs) {
        return new CallerTools(specs, ToolChoice.AUTO, true, false);
    }

    public Optional<ToolSpec> find(String name) {
        return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    /** What a step's turn must keep to. */
    Constraints constraints(int step, AnswerFormat format) {
        ToolChoice now = step == 1 || choice.equals(ToolChoice.NONE) ? choice : ToolChoice.AUTO;
        return new Constraints(now, parallelCalls, strict, format);
    }
}
