package io.alltools.runtime.bench;

import io.alltools.agent.ModelException;
import io.alltools.runtime.grammar.Grammar;
import io.alltools.runtime.grammar.GrammarException;
import io.alltools.runtime.grammar.GrammarMatcher;
import io.alltools.runtime.grammar.GrammarOptions;
import io.alltools.runtime.grammar.Vocabulary;
import io.alltools.runtime.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How much of JSON Schema grammars enforce and what that costs, in the manner of MaskBench: a schema passes when every
 * valid instance is accepted, compact and indented, token by token, and every invalid one is rejected at some token or
 * at its end.
 */
public final class SchemaBenchmark {

    private static final int MAX_SAMPLES = 1 << 24;

    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;
    private long[] maskNanos = new long[1 << 16];
    private int masks;

    /** What became of one schema. */
    public enum Outcome {
        PASSED,
        /** It could not be made a grammar. */
        NOT_COMPILED,
        REJECTED_VALID,
        ACCEPTED_INVALID
    }

    /**
     * One schema.
     *
     * @param keyword the keyword that could not be enforced, else empty
     * @param detail one line for a person; empty for a pass
     * @param compileNanos until the first mask could be asked for
     * @param masks how many masks its instances took
     */
    public record Result(
            String name,
            Outcome outcome,
            String keyword,
            String detail,
            long compileNanos,
            int masks,
            long maskNanos) {}

    public SchemaBenchmark(Vocabulary vocabulary, Tokenizer tokenizer) {
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
    }

    /**
     * Runs one schema and its tests.
     *
     * @param line {@code {"name", "schema", "tests": [{"data", "valid"}]}}
     */
    public Result run(JsonNode line) {
        String name = line.path("name").asString("");
        int before = masks;
        long start = System.nanoTime();
        Grammar grammar;
        try {
            grammar = Grammar.ofSchema(line.path("schema"), vocabulary, GrammarOptions.STRICT);
        } catch (GrammarException e) {
            return new Result(name, Outcome.NOT_COMPILED, e.keyword(), e.getMessage(), System.nanoTime() - start, 0, 0);
        }
        long compileNanos = System.nanoTime() - start;
        Outcome outcome = Outcome.PASSED;
        String detail = "";
        for (JsonNode test : line.path("tests")) {
            boolean valid = test.path("valid").asBoolean();
            for (String text : List.of(JsonLayout.compact(test.path("data")), JsonLayout.indented(test.path("data")))) {
                String problem = problem(grammar, text);
                if (outcome == Outcome.PASSED && valid != problem.isEmpty()) {
                    outcome = valid ? Outcome.REJECTED_VALID : Outcome.ACCEPTED_INVALID;
                    detail = valid ? problem : "accepts " + shortened(text);
                }
            }
        }
        long total = Arrays.stream(maskNanos, before, masks).sum();
        return new Result(name, outcome, "", detail, compileNanos, masks - before, total);
    }

    /** Where a text is rejected; empty when it is accepted. */
    private String problem(Grammar grammar, String text) {
        GrammarMatcher matcher = grammar.matcher(Set.of());
        int[] tokens = tokenizer.encode(text);
        StringBuilder read = new StringBuilder();
        for (int token : tokens) {
            long start = System.nanoTime();
            long[] allowed;
            try {
                allowed = matcher.allowed();
            } catch (ModelException e) {
                return e.getMessage();
            }
            count(System.nanoTime() - start);
            String piece = new String(tokenizer.bytes(token), java.nio.charset.StandardCharsets.UTF_8);
            if ((allowed[token >> 6] >>> token & 1) == 0) {
                return "rejects \"" + piece + "\" behind " + shortenedLeft(read.toString());
            }
            matcher.accept(token);
            read.append(piece);
        }
        return matcher.mayEnd() ? "" : "rejects the end of " + shortenedLeft(text);
    }

    private void count(long nanos) {
        if (masks == maskNanos.length && masks < MAX_SAMPLES) {
            maskNanos = Arrays.copyOf(maskNanos, 2 * masks);
        }
        if (masks < maskNanos.length) {
            maskNanos[masks++] = nanos;
        }
    }

    /** Times of all masks so far in nanoseconds, rising. */
    public long[] maskNanos() {
        long[] sorted = Arrays.copyOf(maskNanos, masks);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Lets the times begin again, after a warm-up. */
    public void forgetTimes() {
        masks = 0;
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    private static String shortenedLeft(String text) {
        return text.length() <= 120 ? text : "…" + text.substring(text.length() - 120);
    }

    /** All lines in turn. */
    public List<Result> run(List<JsonNode> lines) {
        List<Result> results = new ArrayList<>();
        lines.forEach(line -> results.add(run(line)));
        return results;
    }
}
