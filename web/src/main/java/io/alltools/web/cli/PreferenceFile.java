package io.alltools.web.cli;

import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.ExportResult;
import io.alltools.trajectories.export.ExportTally;
import io.alltools.trajectories.export.FileManifest;
import io.alltools.trajectories.export.PreferenceFormat;
import io.alltools.trajectories.export.RowWriter;
import io.alltools.trajectories.export.TrajectoryFormats;
import io.alltools.trajectories.preference.Pairs;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** A file of preference pairs in TRL's form; it is there whole or not at all. */
final class PreferenceFile implements Pairs, AutoCloseable {

    private final PreferenceFormat format = TrajectoryFormats.preferences().getFirst();
    private final ExportTally tally = new ExportTally();
    private final Path path;
    private final RowWriter file;

    private PreferenceFile(Path path) throws IOException {
        this.path = path;
        this.file = RowWriter.create(path, format.columns());
    }

    /** @throws IOException when there is no such folder, or it can't be written to */
    static PreferenceFile create(Path path) throws IOException {
        return new PreferenceFile(path);
    }

    @Override
    public void add(PreferenceFormat.Pair pair) throws IOException {
        ExportResult result = format.of(pair, ExportOptions.lenient());
        tally.add(result);
        if (result instanceof ExportResult.Rows rows) {
            for (ObjectNode row : rows.rows()) {
                file.add(row);
            }
        }
    }

    /**
     * Puts the file in its place, with its manifest, unless it has no rows; whatever stood there stays then.
     *
     * @param report of what found the pairs
     */
    boolean finish(FileManifest.Making making, Object report) throws IOException {
        if (tally.rows() == 0) {
            return false;
        }
        making.publish(path, file.finish(), report);
        return true;
    }

    /** What was written, in words. */
    String summary() {
        return tally.rows() == 0
                ? "no pairs (" + path + " is left as it was)"
                : tally.rows() + " pairs in " + path
                        + (tally.lost().isEmpty() ? "" : " (the form has no place for " + tally.lost() + ")");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
