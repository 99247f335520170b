package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.trajectories.dataset.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line. */
final class JsonlRows implements RowWriter {

    private final WholeFile file;

    JsonlRows(Path file) throws IOException {
        this.file = WholeFile.create(file);
    }

    @Override
    public void add(ObjectNode row) throws IOException {
        file.out().write(Json.write(row).getBytes(StandardCharsets.UTF_8));
        file.out().write('\n');
    }

    @Override
    public Written finish() throws IOException {
        return new Written(file, file.seal(), List.of());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
