package io.alltools.web.cli;

import io.alltools.agent.EmbeddingModel;
import io.alltools.runtime.embedding.EmbeddingOptions;
import io.alltools.runtime.embedding.OnnxEmbeddingModel;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.FileManifest;
import io.alltools.trajectories.preference.SelfContrast;
import io.alltools.trajectories.preference.WorkLog;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories self-contrast FILE}: preference pairs without feedback. */
@Command(
        name = "self-contrast",
        description = {
            "Make preference pairs without feedback, in TRL's form: a model answers each prompt many times, and the"
                    + " answers that mean least the same as the recorded one are rejected.",
            "Defaults are those of Self-Contrast (Liu et al. 2024)."
        },
        mixinStandardHelpOptions = true)
final class SelfContrastCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final AnswerOptions answers = new AnswerOptions();

    @Option(names = "--samples", paramLabel = "N", description = "Answers of a prompt (default: 32).")
    private int samples = SelfContrast.DEFAULT.samples();

    @Option(
            names = "--share",
            paramLabel = "SHARE",
            description = "Of the answers, the least similar ones, that may be rejected (default: 0.75).")
    private double share = SelfContrast.DEFAULT.share();

    @Option(
            names = "--max-similarity",
            paramLabel = "COSINE",
            description = "Answers above it are never rejected (default: 1, no such bound).")
    private double maxSimilarity = SelfContrast.DEFAULT.maxSimilarity();

    @Option(names = "--negatives", paramLabel = "N", description = "The most pairs of a prompt (default: 16).")
    private int negatives = SelfContrast.DEFAULT.negatives();

    @Option(
            names = "--embedding",
            paramLabel = "FOLDER",
            description = "The model that compares answers (default: ALLTOOLS_EMBEDDING_MODEL).")
    private @Nullable Path embedding;

    SelfContrastCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        SelfContrast method = OptionValues.made(spec, this::method);
        Trajectories targets = TrajectoryFile.of(answers.file);
        if (embedding == null) {
            // Shared and open as long as the process.
            return run(method, targets, context.parts().embeddings().orElseThrow(this::noEmbedding));
        }
        try (EmbeddingModel own = OnnxEmbeddingModel.open(
                embedding, EmbeddingOptions.defaults().withCache(context.parts().cache()))) {
            return run(method, targets, own);
        }
    }

    private SelfContrast method() {
        answers.check();
        return new SelfContrast(
                samples,
                share,
                maxSimilarity,
                negatives,
                answers.temperature,
                answers.topP,
                answers.maxTokens,
                answers.seed);
    }

    private RuntimeException noEmbedding() {
        return OptionValues.wrong(
                spec,
                "there is no embedding model to compare answers with: give --embedding FOLDER, or set"
                        + " ALLTOOLS_EMBEDDING_MODEL to one");
    }

    private int run(SelfContrast method, Trajectories targets, EmbeddingModel embeddings) throws Exception {
        FileManifest.Making making = DataMaking.of(spec, answers.file);
        try (PreferenceFile pairs = PreferenceFile.create(answers.output);
                ModelOpening.Opened opened =
                        new ModelOpening.Opened(ModelOpening.open(context, answers.loading.choice(answers.model)));
                WorkLog log = answers.answered(
                        context,
                        method.settings(opened.model(), embeddings),
                        (kept, progress) ->
                                method.ask(targets, opened.model(), embeddings, kept, answers.concurrency, progress))) {
            SelfContrast.Report report = method.pairs(log, pairs);
            boolean written = pairs.finish(making, report);
            context.terminal()
                    .say(pairs.summary() + " from " + report.prompts() + " prompts; " + report.skipped() + " skipped, "
                            + report.withoutPair() + " without a pair");
            return written ? CommandLineApp.OK : CommandLineApp.FAILED;
        }
    }
}
