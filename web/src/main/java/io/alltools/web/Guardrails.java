package io.alltools.web;

import io.alltools.agent.Checks;
import io.alltools.agent.guard.ForbiddenTools;
import io.alltools.agent.guard.OutputLength;
import io.alltools.agent.guard.RedactCalls;
import io.alltools.agent.guard.RedactInput;
import io.alltools.agent.guard.RedactOutput;
import io.alltools.agent.guard.RedactResults;
import io.alltools.agent.guard.Redaction;
import io.alltools.agent.guard.RefuseInput;
import io.alltools.agent.guard.Sensitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The guardrails that {@code ALLTOOLS_GUARDRAILS} names, between commas. Where it is not set, tools that send data get
 * no keys: a page or a document can talk a model into giving one away, and an argument that is for a key may still hold
 * one.
 */
public final class Guardrails {

    private static final String VARIABLE = "ALLTOOLS_GUARDRAILS";
    private static final String DEFAULT = "redact-calls";

    private final List<Checks.InputCheck> input = new ArrayList<>();
    private final List<Checks.OutputCheck> output = new ArrayList<>();
    private final List<Checks.CallCheck> calls = new ArrayList<>();
    private final List<Checks.ResultCheck> results = new ArrayList<>();

    private Guardrails() {}

    /** @throws IllegalArgumentException when it can't be read; the message is one line for a person */
    public static Checks of(Map<String, String> environment) {
        String setting = environment.getOrDefault(VARIABLE, "").strip();
        if (setting.equals("off")) {
            return Checks.NONE;
        }
        Guardrails guardrails = new Guardrails();
        for (String one : (setting.isEmpty() ? DEFAULT : setting).split(",", -1)) {
            guardrails.add(one.strip());
        }
        return new Checks(
                List.copyOf(guardrails.input),
                List.copyOf(guardrails.output),
                List.copyOf(guardrails.calls),
                List.copyOf(guardrails.results));
    }

    private void add(String one) {
        int equals = one.indexOf('=');
        String name = equals < 0 ? one : one.substring(0, equals).strip();
        List<String> values = equals < 0
                ? List.of()
                : Arrays.stream(one.substring(equals + 1).split("\\|", -1))
                        .map(String::strip)
                        .toList();
        if (values.contains("")) {
            throw wrong("\"" + one + "\" names nothing behind = or |");
        }
        switch (name) {
            case "redact-input" -> input.add(new RedactInput(redaction(values, Sensitive.USUAL)));
            case "refuse-input" -> input.add(new RefuseInput(redaction(values, Sensitive.USUAL)));
            case "redact-output" -> output.add(new RedactOutput(redaction(values, Sensitive.USUAL)));
            case "redact-results" -> results.add(new RedactResults(redaction(values, Sensitive.USUAL)));
            case "redact-calls" -> calls.add(new RedactCalls(redaction(values, Sensitive.KEYS)));
            case "output-length" -> output.add(new OutputLength(length(one, values)));
            case "forbidden" -> {
                if (values.isEmpty()) {
                    throw wrong("\"forbidden\" names no tool: expected forbidden=NAME|NAME");
                }
                calls.add(new ForbiddenTools(values));
            }
            default ->
                throw wrong(
                        "there is no guardrail \"" + name + "\": expected redact-input, refuse-input, redact-output,"
                                + " redact-results, redact-calls, output-length=N, forbidden=NAME|NAME, or off alone");
        }
    }

    private static int length(String one, List<String> values) {
        try {
            int length = values.size() == 1 ? Integer.parseInt(values.getFirst()) : 0;
            if (length > 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw wrong("\"" + one + "\": expected output-length=N with a whole number from 1", e);
        }
        throw wrong("\"" + one + "\": expected output-length=N with a whole number from 1");
    }

    private static Redaction redaction(List<String> names, Set<Sensitive> usual) {
        if (names.isEmpty()) {
            return Redaction.of(usual);
        }
        Set<Sensitive> kinds = EnumSet.noneOf(Sensitive.class);
        for (String name : names) {
            switch (name) {
                case "keys" -> kinds.addAll(Sensitive.KEYS);
                case "secrets" -> kinds.addAll(Sensitive.SECRETS);
                case "personal" -> kinds.addAll(Sensitive.PERSONAL);
                default -> kinds.add(kind(name));
            }
        }
        return Redaction.of(kinds);
    }

    private static Sensitive kind(String name) {
        return Arrays.stream(Sensitive.values())
                .filter(kind -> spelled(kind).equals(name))
                .findFirst()
                .orElseThrow(() -> wrong("there is no kind \"" + name + "\": expected keys, secrets, personal, or of "
                        + Arrays.stream(Sensitive.values())
                                .map(Guardrails::spelled)
                                .collect(Collectors.joining(", "))));
    }

    private static String spelled(Sensitive kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(VARIABLE + ": " + what);
    }

    private static IllegalArgumentException wrong(String what, Exception cause) {
        return new IllegalArgumentException(VARIABLE + ": " + what, cause);
    }
}
