package io.alltools.trajectories.export;

import io.alltools.trajectories.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Takes a data set's rows one by one and comes to a file. Not thread-safe. */
public interface RowWriter extends AutoCloseable {

    /**
     * Begins a file, Parquet where its name ends in {@code .parquet}, else JSONL; one that is there stays until the new
     * one is published.
     *
     * @param columns of Parquet
     * @throws IOException when there is no such folder, or it can't be written to
     */
    static RowWriter create(Path file, ColumnType.Fields columns) throws IOException {
        return create(file, DatasetPlace.Container.of(file), columns);
    }

    /** The same in a container of one's choice. */
    static RowWriter create(Path file, DatasetPlace.Container container, ColumnType.Fields columns) throws IOException {
        return switch (container) {
            case JSONL -> new JsonlRows(file);
            case PARQUET -> new ParquetRows(file, columns, ParquetRows.Limits.USUAL);
        };
    }

    /**
     * The file, complete but not yet in its place.
     *
     * @param jsonColumns the columns that hold JSON as text
     */
    record Written(WholeFile file, WholeFile.Sealed sealed, List<String> jsonColumns) {}

    void add(ObjectNode row) throws IOException;

    /** Nothing can be added after it. */
    Written finish() throws IOException;

    /** Throws away what was not published. */
    @Override
    void close() throws IOException;
}
