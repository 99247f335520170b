package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.trajectories.curation.CurationReport;
import io.alltools.trajectories.curation.Pipeline;
import io.alltools.trajectories.dataset.JsonlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Runs a pipeline from a file, or the recorded runs, to a file and says what it did. */
final class Curation {

    private Curation() {}

    /**
     * @param file null for the recorded runs
     * @param report where its account goes as JSON; null for nowhere
     */
    static int run(CommandContext context, Pipeline pipeline, @Nullable Path file, Path output, @Nullable Path report)
            throws IOException, InterruptedException {
        StopSignal.endAtOnce();
        RecordProgress progress = new RecordProgress(context.terminal());
        try (TrajectorySource source = TrajectorySource.open(context, file);
                Scratch scratch = Scratch.open();
                JsonlWriter writer = JsonlWriter.create(output)) {
            CurationReport done = pipeline.run(
                    source.trajectories(),
                    writer,
                    scratch.folder(),
                    (pass, passes, records, bytes) ->
                            progress.report("Curating, pass " + pass + " of " + passes, records));
            progress.finish();
            writer.finish();
            if (report != null) {
                Files.writeString(
                        report, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(done) + "\n");
            }
            source.tellUnreadable();
            context.terminal().err().println(done.table());
            return CommandLineApp.OK;
        }
    }
}
