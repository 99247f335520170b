package io.alltools.web.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * A migration that fills what came with the SQL of the version before it, from events that were recorded earlier: only
 * Java reads their JSON in one way on both databases.
 *
 * @param version such as {@code 6.1}, behind the SQL's {@code V6}
 */
record Backfill(String version, String description, Step step) implements JavaMigration {

    /** Works within the migration's transaction. */
    @FunctionalInterface
    interface Step {
        void fill(Connection connection) throws SQLException;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(version);
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        step.fill(context.getConnection());
    }
}
