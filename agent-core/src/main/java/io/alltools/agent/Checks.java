package io.alltools.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is checked where text crosses the agent's border; each check sees what the ones before it let pass. Those that
 * come with the project are in {@code io.alltools.agent.guard}.
 *
 * <p>Where all output checks have a {@linkplain OutputCheck#sieve() sieve}, an answer is still told while it is
 * written; where one has not, it is told when it is complete and has passed. What a model thinks aloud is checked like
 * its answer.
 *
 * @param input of what the user says, before the model sees it and before it is recorded
 * @param output of what the model says, before anybody sees it
 * @param calls of a tool call, before the policy is asked
 * @param results of what a tool said, before the model sees it and before it is recorded
 */
public record Checks(
        List<InputCheck> input, List<OutputCheck> output, List<CallCheck> calls, List<ResultCheck> results) {

    public static final Checks NONE = new Checks(List.of(), List.of(), List.of(), List.of());

    /** Looks at what the user says. */
    @FunctionalInterface
    public interface InputCheck {
        Finding check(String text);
    }

    /** Looks at what the model says, a whole answer at once. */
    @FunctionalInterface
    public interface OutputCheck {
        Finding check(String text);

        /**
         * The same check of one text that comes in pieces, for a check that never refuses. A text that the model
         * interrupts with a call is two.
         *
         * @return empty where only the whole can be judged
         */
        default Optional<Sieve> sieve() {
            return Optional.empty();
        }
    }

    /** Lets pass of a text in pieces what is decided; all that it lets pass is what the check makes of the whole. */
    public interface Sieve {
        /** @return what may be told now, perhaps nothing */
        String add(String piece);

        /** No more will come. */
        String end();
    }

    /** Looks at a call; {@link Finding.Replace} stands for other arguments. */
    @FunctionalInterface
    public interface CallCheck {
        Finding check(ToolSpec tool, Set<Trait> traits, ToolCall call);
    }

    /** Looks at each text of a tool's result. */
    @FunctionalInterface
    public interface ResultCheck {
        Finding check(ToolSpec tool, String text);
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

    /** The sieves of all output checks in a row; empty where one of them has none. */
    Optional<Sieve> sieve() {
        List<Sieve> sieves = new ArrayList<>();
        for (OutputCheck check : output) {
            Optional<Sieve> sieve = check.sieve();
            if (sieve.isEmpty()) {
                return Optional.empty();
            }
            sieves.add(sieve.get());
        }
        return Optional.of(new Row(sieves));
    }

    Finding call(ToolSpec tool, Set<Trait> traits, ToolCall call) {
        return all(
                calls.stream()
                        .<TextCheck>map(check ->
                                arguments -> check.check(tool, traits, new ToolCall(call.id(), call.name(), arguments)))
                        .toList(),
                call.arguments());
    }

    /** The result with what the checks make of its texts, or why it must not pass. */
    ToolResult result(ToolSpec tool, ToolResult result) {
        return results.isEmpty() ? result : new CheckedResult(this, tool).of(result);
    }

    Finding resultText(ToolSpec tool, String text) {
        return all(
                results.stream()
                        .<TextCheck>map(check -> said -> check.check(tool, said))
                        .toList(),
                text);
    }

    private record Row(List<Sieve> sieves) implements Sieve {

        @Override
        public String add(String piece) {
            String passed = piece;
            for (Sieve sieve : sieves) {
                passed = passed.isEmpty() ? "" : sieve.add(passed);
            }
            return passed;
        }

        @Override
        public String end() {
            String passed = "";
            for (Sieve sieve : sieves) {
                passed = (passed.isEmpty() ? "" : sieve.add(passed)) + sieve.end();
            }
            return passed;
        }
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
