package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.bench.PublicVocabulary;
import io.alltools.runtime.bench.SchemaBenchmark;
import io.alltools.runtime.bench.SchemaBenchmark.Outcome;
import io.alltools.runtime.bench.SchemaBenchmark.Result;
import io.alltools.runtime.grammar.Vocabulary;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code alltools model grammar FILE}: how much of JSON Schema is enforced, and what it costs. */
@Command(
        name = "grammar",
        description = "Check JSON Schemas and their instances as MaskBench does: passing schemas, failures by keyword,"
                + " mask and compile times.",
        mixinStandardHelpOptions = true)
final class ModelGrammarCommand implements Callable<Integer> {

    /** Lines that are run once before anything counts, so that the JVM has compiled what is measured. */
    private static final int WARM_UP = 400;

    private final CommandContext context;

    @Parameters(
            paramLabel = "FILE",
            description = "Lines of {\"name\", \"schema\", \"tests\": [{\"data\", \"valid\"}]}.")
    private Path file = Path.of("");

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE|DIR",
            description = "A tokenizer.json, a tokenizer.model, or a folder with one; default: a public vocabulary of"
                    + " GLM-4's size.")
    private @Nullable Path tokenizer;

    @Option(names = "--json", description = "One line a schema on standard output; the summary goes to standard error.")
    private boolean json;

    ModelGrammarCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<JsonNode> lines = read();
        Path cache = RuntimeOptions.defaults().cache();
        try (Tokenizer opened = open(cache)) {
            int size = tokenizer == null ? PublicVocabulary.SIZE : opened.size();
            Vocabulary vocabulary = Vocabulary.of(opened, size);
            SchemaBenchmark benchmark = new SchemaBenchmark(vocabulary, opened);
            context.terminal()
                    .err()
                    .printf(
                            Locale.ROOT,
                            "%,d schemas, a vocabulary of %,d; the first %,d schemas warm up%n",
                            lines.size(),
                            size,
                            Math.min(lines.size(), WARM_UP));
            benchmark.run(lines.subList(0, Math.min(lines.size(), WARM_UP)));
            benchmark.forgetTimes();
            List<Result> results = new ArrayList<>();
            for (JsonNode line : lines) {
                Result result = benchmark.run(line);
                results.add(result);
                if (json) {
                    context.terminal().out().println(Json.write(toJson(result)));
                }
            }
            PrintStream out =
                    json ? context.terminal().err() : context.terminal().out();
            printSummary(results, benchmark.maskNanos(), out);
        }
        return CommandLineApp.OK;
    }

    private Tokenizer open(Path cache) {
        if (tokenizer == null) {
            return PublicVocabulary.open(cache);
        }
        if (!Files.exists(tokenizer)) {
            throw new IllegalArgumentException("there is no tokenizer at " + tokenizer);
        }
        Path libraries = cache.resolve("native");
        return Files.isDirectory(tokenizer)
                ? Tokenizers.open(tokenizer, libraries)
                : Tokenizers.openFile(tokenizer, libraries);
    }

    private List<JsonNode> read() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no such file: " + file);
        }
        List<JsonNode> lines = new ArrayList<>();
        int number = 0;
        for (String text : Files.readAllLines(file)) {
            number++;
            if (text.isBlank()) {
                continue;
            }
            try {
                ObjectNode line = Json.parseObject(text);
                if (!line.has("schema")) {
                    throw new IllegalArgumentException("has no \"schema\"");
                }
                lines.add(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no schemas");
        }
        return lines;
    }

    private static ObjectNode toJson(Result result) {
        return Json.object()
                .put("name", result.name())
                .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
                .put("keyword", result.keyword())
                .put("detail", result.detail())
                .put("compile_us", result.compileNanos() / 1_000)
                .put("masks", result.masks())
                .put("mask_avg_us", result.masks() == 0 ? 0 : result.maskNanos() / 1_000.0 / result.masks());
    }

    private static void printSummary(List<Result> results, long[] masks, PrintStream out) {
        long passed =
                results.stream().filter(r -> r.outcome() == Outcome.PASSED).count();
        out.printf(
                Locale.ROOT,
                "passing schemas  %,d of %,d (%.1f %%)%n",
                passed,
                results.size(),
                100.0 * passed / results.size());
        long[] compile =
                results.stream().mapToLong(Result::compileNanos).sorted().toArray();
        out.printf(
                Locale.ROOT,
                "compile          p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.1f ms%n",
                at(compile, 0.5) / 1e6,
                at(compile, 0.9) / 1e6,
                at(compile, 0.99) / 1e6,
                at(compile, 1) / 1e6);
        out.printf(
                Locale.ROOT,
                "mask             avg %.1f us, p50 %.1f us, p99 %.1f us, p99.9 %.1f us, max %.1f ms (%,d masks)%n",
                Arrays.stream(masks).average().orElse(0) / 1e3,
                at(masks, 0.5) / 1e3,
                at(masks, 0.99) / 1e3,
                at(masks, 0.999) / 1e3,
                at(masks, 1) / 1e6,
                masks.length);
        printFailures(results, out);
    }

    private static void printFailures(List<Result> results, PrintStream out) {
        Map<String, int[]> byKeyword = new TreeMap<>();
        for (Result result : results) {
            if (result.outcome() != Outcome.PASSED) {
                String keyword = result.keyword().isEmpty() ? "(no single one)" : result.keyword();
                byKeyword
                        .computeIfAbsent(keyword, k -> new int[Outcome.values().length])[
                        result.outcome().ordinal()]++;
            }
        }
        if (byKeyword.isEmpty()) {
            return;
        }
        out.printf(
                "%n%-24s %13s %14s %16s%n",
                "failures by keyword", "not compiled", "valid rejected", "invalid accepted");
        byKeyword.forEach((keyword, counts) -> out.printf(
                "%-24s %13d %14d %16d%n",
                keyword,
                counts[Outcome.NOT_COMPILED.ordinal()],
                counts[Outcome.REJECTED_VALID.ordinal()],
                counts[Outcome.ACCEPTED_INVALID.ordinal()]));
        out.println();
        results.stream()
                .filter(result -> result.outcome() != Outcome.PASSED)
                .forEach(result -> out.println(result.name() + ": " + result.detail()));
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }
}
