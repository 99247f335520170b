package io.alltools.web.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/** A PostgreSQL server of the tests' own, started by the first that needs it, with a database for each that asks. */
public final class TestPostgres {

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();
    }

    private TestPostgres() {}

    /** A data folder whose runs are kept in a new database. */
    public static DataFolder folder(Path root) {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = Holder.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return new DataFolder(
                root,
                new DatabaseServer(
                        "jdbc:postgresql://localhost:" + Holder.SERVER.getPort() + "/" + name, "postgres", ""));
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("listen_addresses", "localhost")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
            return server;
        } catch (IOException e) {
            throw new AssertionError("PostgreSQL does not start", e);
        }
    }
}
