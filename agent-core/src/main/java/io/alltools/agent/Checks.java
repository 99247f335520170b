package io.alltools.agent;

import java.util.List;

/**
 * What is checked where text crosses the agent's border; each check sees what the ones before it let pass.
 *
 * @param input of what the user says, before the model sees it and before it is recorded
 * @param output of what the model says, before anybody sees it
 * @param calls of a tool call, before the policy is asked
 */
public record Checks(List<InputCheck> input, List<OutputCheck> output, List<CallCheck> calls) {

    public static final Checks NONE = new Checks(List.of(), List.of(), List.of());

    /** Looks at what the user says. */
    @FunctionalInterface
    public interface InputCheck {
        Finding check(String text);
    }

    /** Looks at what the model says, a whole answer at once. */
    @FunctionalInterface
    public interface OutputCheck {
        Finding check(String text);
    }

    /** Looks at a call; {@link Finding.Replace} stands for other arguments. */
    @FunctionalInterface
    public interface CallCheck {
        Finding check(ToolSpec tool, ToolCall call);
    }

    /** What a check says. */
    public sealed interface Finding {

        record Pass() implements Finding {}

        /** Goes on with this text instead. */
        record Replace(String text) implements Finding {}

        /** @param reason one line that says what must not pass, without quoting it */
        record Refuse(String reason) implements Finding {}

        Finding PASS = new Pass();
    }

    Finding input(String text) {
        return all(input.stream().<TextCheck>map(check -> check::check).toList(), text);
    }

    Finding output(String text) {
        return all(output.stream().<TextCheck>map(check -> check::check).toList(), text);
    }

    Finding call(ToolSpec tool, ToolCall call) {
        return all(
                calls.stream()
                        .<TextCheck>map(check ->
                                arguments -> check.check(tool, new ToolCall(call.id(), call.name(), arguments)))
                        .toList(),
                call.arguments());
    }

    @FunctionalInterface
    private interface TextCheck {
        Finding check(String text);
    }

    private static Finding all(List<TextCheck> checks, String text) {
        String current = text;
        for (TextCheck check : checks) {
            switch (check.check(current)) {
                case Finding.Pass ignored -> {}
                case Finding.Replace replace -> current = replace.text();
                case Finding.Refuse refuse -> {
                    return refuse;
                }
            }
        }
        return current.equals(text) ? Finding.PASS : new Finding.Replace(current);
    }
}
