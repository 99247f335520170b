package io.alltools.web.model;

import io.alltools.agent.Json;
import io.alltools.runtime.graph.ModelImporter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A file with the jobs of a server, for the next one. Of several servers on one data folder the first keeps it; the
 * jobs of the others are gone with them.
 */
final class ImportRecord implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ImportRecord.class);

    private final Path file;
    private final @Nullable FileChannel channel;

    ImportRecord(Path file) {
        this.file = file;
        this.channel = lock(file.resolveSibling(file.getFileName() + ".lock"));
    }

    private static @Nullable FileChannel lock(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (IOException | OverlappingFileLockException e) {
            log.debug("the record of imports is another server's", e);
        }
        close(channel);
        return null;
    }

    /** The jobs of the server before; those that were not over are interrupted, and what they wrote is removed. */
    List<ImportJob> interrupted() {
        List<ImportJob> jobs = new ArrayList<>();
        if (channel == null || !Files.exists(file)) {
            return jobs;
        }
        try {
            for (JsonNode entry : Json.MAPPER.readTree(Files.readString(file))) {
                ImportJob job = Json.MAPPER.treeToValue(entry.path("job"), ImportJob.class);
                String unfinished = entry.path("unfinished").asString("");
                if (!unfinished.isEmpty() && Files.exists(Path.of(unfinished))) {
                    ModelImporter.removeUnfinished(Path.of(unfinished));
                }
                jobs.add(job.state().over() ? job : interrupted(job));
            }
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            log.warn("the record of imports {} can't be read, and begins anew: {}", file, e.toString());
        }
        return jobs;
    }

    private static ImportJob interrupted(ImportJob job) {
        return new ImportJob(
                job.id(),
                job.folder(),
                job.repo(),
                job.quantization(),
                ImportJob.State.INTERRUPTED,
                job.phase(),
                job.done(),
                job.total(),
                0,
                job.created(),
                job.phaseSince(),
                Instant.now(),
                job.notes(),
                "",
                "");
    }

    void write(List<ImportWork> works) {
        if (channel == null) {
            return;
        }
        ArrayNode jobs = Json.MAPPER.createArrayNode();
        for (ImportWork work : works) {
            Path unfinished = work.unfinished();
            jobs.addObject()
                    .set("job", Json.MAPPER.valueToTree(work.job()))
                    .put("unfinished", unfinished == null ? "" : unfinished.toString());
        }
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, Json.write(jobs));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("the imports can't be recorded in {}: {}", file, e.toString());
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("a lock could not be closed", e);
        }
    }
}
