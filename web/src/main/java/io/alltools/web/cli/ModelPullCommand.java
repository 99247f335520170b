package io.alltools.web.cli;

import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.hub.PullProgress;
import io.alltools.runtime.local.ModelFolders;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alltools model pull REPO}: a checkpoint from a HuggingFace-compatible host. */
@Command(
        name = "pull",
        description = "Download a checkpoint; a pull that was broken off goes on where it stopped.",
        mixinStandardHelpOptions = true)
final class ModelPullCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "OWNER/NAME", description = "The repository, such as THUDM/GLM-4-9B-0414.")
    private String repo = "";

    @Option(names = "--revision", paramLabel = "REV", description = "A branch, a tag or a commit (default: main).")
    private String revision = ModelFolders.DEFAULT_REVISION;

    ModelPullCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StopSignal.onStop(Thread.currentThread()::interrupt);
        Progress line = new Progress(context.terminal(), "Pulling");
        try {
            Path folder = ModelFolders.hub(RuntimeOptions.defaults().cache(), context.environment())
                    .pull(repo, revision, new PullProgress() {
                        @Override
                        public void report(String file, long done, long total) {
                            line.report(done, total);
                        }

                        @Override
                        public void notice(String text) {
                            line.finish();
                            line.note(text);
                        }
                    });
            line.finish();
            context.terminal().out().println(folder);
        } finally {
            line.finish();
        }
        return CommandLineApp.OK;
    }
}
