package io.alltools.web.cli;

import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.web.store.Database;
import io.alltools.web.store.RecordedTrajectories;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.TrajectoryStore;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command works on: a file that it is given, otherwise the recorded runs. */
final class TrajectorySource implements AutoCloseable {

    /** For the help of commands. */
    static final String DESCRIPTION = "Trajectories (ATIF, one a line; .gz too); without it the recorded runs.";

    /** How many runs that can't be read are told one by one. */
    private static final int TOLD = 20;

    private final CommandContext context;
    private final String name;
    private final Trajectories trajectories;
    private final @Nullable RecordedTrajectories recorded;
    private final @Nullable Database database;

    private TrajectorySource(
            CommandContext context,
            String name,
            Trajectories trajectories,
            @Nullable RecordedTrajectories recorded,
            @Nullable Database database) {
        this.context = context;
        this.name = name;
        this.trajectories = trajectories;
        this.recorded = recorded;
        this.database = database;
    }

    /**
     * @param file null for the recorded runs
     * @throws IllegalArgumentException when there is no such file, or no run is recorded
     */
    static TrajectorySource open(CommandContext context, @Nullable Path file) {
        if (file != null) {
            return new TrajectorySource(
                    context, String.valueOf(file.getFileName()), TrajectoryFile.of(file), null, null);
        }
        Database database = Database.open(context.dataFolder());
        try {
            RunStore runs = new RunStore(database);
            RecordedTrajectories recorded = new RecordedTrajectories(new TrajectoryStore(database, runs), runs);
            if (recorded.size() == 0) {
                throw new IllegalArgumentException(
                        "no runs are recorded in " + context.dataFolder().root() + "; give a file of trajectories");
            }
            return new TrajectorySource(context, "recorded runs", recorded, recorded, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    Trajectories trajectories() {
        return trajectories;
    }

    /** For titles. */
    String name() {
        return name;
    }

    /** Tells which runs were passed over. */
    void tellUnreadable() {
        Map<String, String> unreadable = recorded == null ? Map.of() : recorded.unreadable();
        unreadable.entrySet().stream()
                .limit(TOLD)
                .forEach(run -> context.terminal().say(run.getKey() + " can't be read: " + run.getValue()));
        if (!unreadable.isEmpty()) {
            context.terminal()
                    .say(unreadable.size() + " of " + (recorded == null ? 0 : recorded.size()) + " runs can't be read");
        }
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
