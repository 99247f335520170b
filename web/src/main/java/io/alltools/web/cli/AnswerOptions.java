package io.alltools.web.cli;

import io.alltools.agent.ModelException;
import io.alltools.trajectories.dataset.WholeFile;
import io.alltools.trajectories.preference.WorkLog;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** What methods have in common that ask a model for other answers: who answers, how, and where the answers are kept. */
final class AnswerOptions {

    @Parameters(paramLabel = "FILE", description = "Trajectories (ATIF, one a line; .gz too).")
    Path file = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Who answers: a folder, a name or an endpoint's address (default: ALLTOOLS_MODEL).")
    String model = "";

    @Option(names = "--temperature", paramLabel = "T", description = "Of the answers (default: 1).")
    double temperature = 1;

    @Option(names = "--top-p", paramLabel = "P", description = "Of the answers (default: 1).")
    double topP = 1;

    @Option(names = "--max-tokens", paramLabel = "N", description = "The longest answer (default: 2048).")
    int maxTokens = 2048;

    @Option(names = "--seed", paramLabel = "N", description = "Of the answers (default: 0).")
    long seed;

    @Option(names = "--concurrency", paramLabel = "N", description = "Records at a time (default: 8).")
    int concurrency = 8;

    @Option(
            names = "--work",
            paramLabel = "FILE",
            description = "Where the answers are kept, so that the same command goes on where an earlier one ended"
                    + " (default: beside the output, with the ending .work.jsonl).")
    private @Nullable Path work;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    Path output = Path.of("");

    @Mixin
    final ModelOptions loading = new ModelOptions();

    /** @throws IllegalArgumentException when a value is out of range, which would be found out late otherwise */
    void check() {
        if (!(temperature >= 0 && temperature <= 2) || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("--temperature is " + temperature + " and --top-p is " + topP
                    + "; expected 0 to 2, and above 0 and at most 1");
        }
        if (maxTokens < 1 || concurrency < 1) {
            throw new IllegalArgumentException(
                    "--max-tokens is " + maxTokens + " and --concurrency is " + concurrency + "; expected 1 or more");
        }
    }

    /** Asks about what is not in the log yet. */
    @FunctionalInterface
    interface Questions {
        void ask(WorkLog log, IntConsumer progress) throws IOException, InterruptedException;
    }

    /**
     * Opens the log and asks; Ctrl+C ends it in an orderly way.
     *
     * @throws InterruptedException when it was stopped, which is told
     */
    WorkLog answered(CommandContext context, ObjectNode settings, Questions questions)
            throws IOException, InterruptedException {
        Path kept = work == null ? WholeFile.beside(output, ".work.jsonl") : work;
        WorkLog log = WorkLog.open(kept, settings);
        RecordProgress progress = new RecordProgress(context.terminal());
        Thread running = Thread.currentThread();
        StopSignal.onStop(running::interrupt);
        boolean done = false;
        try {
            questions.ask(log, records -> progress.report("Asking", records));
            done = true;
            return log;
        } catch (InterruptedException | ClosedByInterruptException e) {
            progress.finish();
            context.terminal().say("stopped: " + kept + " has " + log.size() + " records; the same command goes on");
            throw e instanceof InterruptedException interrupted ? interrupted : new InterruptedException();
        } catch (ModelException e) {
            progress.finish();
            context.terminal().say(kept + " has " + log.size() + " records; the same command goes on");
            throw e;
        } finally {
            progress.finish();
            if (!done) {
                log.close();
            }
        }
    }
}
