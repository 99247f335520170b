package io.alltools.web.cli;

import io.alltools.agent.ChatModel;
import io.alltools.trajectories.dataset.JsonlWriter;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.FileManifest;
import io.alltools.trajectories.preference.MathCritique;
import io.alltools.trajectories.preference.SelfCritique;
import io.alltools.trajectories.preference.WorkLog;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories critique FILE}: a model's answers, scored by a model. */
@Command(
        name = "critique",
        description = {
            "Have a model answer each problem several times and a critic score the answers from 1 to 10 against the"
                    + " reference; the good ones become trajectories for fine-tuning.",
            "The reference is extra.gold, else the recorded answer. Method: ChatGLM-Math (Xu et al. 2024)."
        },
        mixinStandardHelpOptions = true)
final class CritiqueCommand implements Callable<Integer> {

    private static final SelfCritique USUAL = SelfCritique.DEFAULT;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final AnswerOptions answers = new AnswerOptions();

    @Option(names = "--critic", paramLabel = "MODEL", description = "Who scores (default: who answers).")
    private String critic = "";

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description =
                    "Also write the best and the worst answer of each problem as preference pairs, in TRL's form.")
    private @Nullable Path pairs;

    @Option(names = "--samples", paramLabel = "N", description = "Answers of a problem (default: 8).")
    private int samples = USUAL.samples();

    @Option(names = "--good", paramLabel = "SCORE", description = "From it an answer is learnt (default: 7).")
    private int good = USUAL.good();

    @Option(names = "--bad", paramLabel = "SCORE", description = "Up to it an answer is rejected (default: 4).")
    private int bad = USUAL.bad();

    @Option(names = "--gap", paramLabel = "N", description = "How much the scores of a pair differ (default: 3).")
    private int gap = USUAL.gap();

    @Option(names = "--most", paramLabel = "N", description = "The most answers of a problem learnt (default: 4).")
    private int most = USUAL.mostAnswers();

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "How often the critic is asked until it gives a score (default: 3).")
    private int attempts = MathCritique.DEFAULT.attempts();

    @Option(names = "--critique-tokens", paramLabel = "N", description = "The longest critique (default: 1024).")
    private int critiqueTokens = MathCritique.DEFAULT.maxTokens();

    CritiqueCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        SelfCritique method = OptionValues.made(spec, this::method);
        Trajectories problems = TrajectoryFile.of(answers.file);
        FileManifest.Making making = DataMaking.of(spec, answers.file);
        // Before the models are asked for hours: whether there is a place for what they say.
        try (JsonlWriter set = JsonlWriter.create(answers.output);
                @Nullable PreferenceFile preferences = pairs == null ? null : PreferenceFile.create(pairs);
                ModelOpening.Opened opened = open(answers.model);
                ModelOpening.@Nullable Opened own = isOwn() ? open(critic) : null) {
            ChatModel judge = own == null ? opened.model() : own.model();
            try (WorkLog log = answers.answered(
                    context,
                    method.settings(opened.model(), judge),
                    (kept, progress) ->
                            method.ask(problems, opened.model(), judge, kept, answers.concurrency, progress))) {
                return write(method, log, set, preferences, making);
            }
        }
    }

    private SelfCritique method() {
        answers.check();
        return new SelfCritique(
                new MathCritique(attempts, MathCritique.DEFAULT.temperature(), critiqueTokens),
                samples,
                good,
                bad,
                gap,
                most,
                answers.temperature,
                answers.topP,
                answers.maxTokens,
                answers.seed);
    }

    private boolean isOwn() {
        return !critic.isEmpty() && !critic.equals(answers.model);
    }

    private ModelOpening.Opened open(String name) {
        return new ModelOpening.Opened(ModelOpening.open(context, answers.loading.choice(name)));
    }

    private int write(
            SelfCritique method,
            WorkLog log,
            JsonlWriter set,
            @Nullable PreferenceFile preferences,
            FileManifest.Making making)
            throws Exception {
        SelfCritique.Report report = method.fineTuningSet(log, set);
        boolean written = report.written() > 0;
        if (written) {
            making.write(answers.output, set.finish().sealed(), report);
        }
        context.terminal()
                .say((written
                                ? report.written() + " trajectories in " + answers.output
                                : "no answer is good enough (" + answers.output + " is left as it was)")
                        + " from " + report.answers() + " answers to " + report.problems() + " problems; "
                        + report.unscored() + " answers without a score, " + report.skipped() + " problems skipped");
        if (preferences != null) {
            written |= preferences.finish(making, method.pairs(log, preferences));
            context.terminal().say(preferences.summary());
        }
        return written ? CommandLineApp.OK : CommandLineApp.FAILED;
    }
}
