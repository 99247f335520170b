package io.alltools.trajectories.export;

import io.alltools.trajectories.dataset.WholeFile;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Takes a data set's rows one by one and comes to a file. Not thread-safe. */
interface RowWriter extends AutoCloseable {

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
