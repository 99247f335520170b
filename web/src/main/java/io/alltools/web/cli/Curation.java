package io.alltools.web.cli;

import io.alltools.trajectories.curation.CurationReport;
import io.alltools.trajectories.curation.Pipeline;
import io.alltools.trajectories.dataset.JsonlWriter;
import io.alltools.trajectories.export.FileManifest;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a pipeline from a file, or the recorded runs, to a file and says what it did. */
final class Curation {

    private Curation() {}

    /**
     * @param file null for the recorded runs
     * @param spec of the command, for the manifest
     */
    static int run(CommandContext context, Pipeline pipeline, @Nullable Path file, Path output, CommandSpec spec)
            throws IOException, InterruptedException {
        StopSignal.endAtOnce();
        RecordProgress progress = new RecordProgress(context.terminal());
        try (TrajectorySource source = TrajectorySource.open(context, file);
                Scratch scratch = Scratch.open();
                JsonlWriter writer = JsonlWriter.create(output)) {
            FileManifest.Making making = DataMaking.of(spec, file);
            CurationReport done = pipeline.run(
                    source.trajectories(),
                    writer,
                    scratch.folder(),
                    (pass, passes, records, bytes) ->
                            progress.report("Curating, pass " + pass + " of " + passes, records));
            progress.finish();
            making.write(output, writer.finish().sealed(), done);
            source.tellUnreadable();
            context.terminal().err().println(done.table());
            return CommandLineApp.OK;
        }
    }
}
