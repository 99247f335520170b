package io.alltools.web.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database: H2's file in the data folder, or a PostgreSQL server.
 *
 * <p>H2 loses its file when a thread is interrupted inside a read or a write, and in this project an interrupt is how a
 * run is cancelled. So all work runs on threads of the database that nobody interrupts: one that writes, in the order
 * of the calls, and a few that read. Callers wait for them whatever happens, and keep their interrupt flag.
 *
 * <p>Several processes may have it open, see {@link RunOwnership}: H2 lets the first one serve the others, on the
 * loopback address only.
 */
public final class Database implements AutoCloseable {

    private static final int READERS = 2;

    private final DataSource dataSource;
    private final JdbcClient client;
    private final TransactionTemplate transactions;
    private final ExecutorService writer;
    private final ExecutorService readers;
    private final RunOwnership ownership = new RunOwnership(this);

    private Database(DataSource dataSource) {
        this.dataSource = dataSource;
        this.client = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.writer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("database-writer").daemon().factory());
        this.readers = Executors.newFixedThreadPool(
                READERS,
                Thread.ofPlatform().name("database-reader-", 0).daemon().factory());
    }

    /**
     * Opens the database of a data folder, makes it where there is none and brings its tables up to date.
     *
     * @throws StoreException when the folder, the file or the server can't be used
     */
    public static Database open(DataFolder folder) {
        folder.create();
        DatabaseServer server = folder.server();
        HikariDataSource pool = null;
        try {
            HikariConfig config = new HikariConfig();
            config.setPoolName("alltools");
            if (server == null) {
                connectToFile(config, folder);
            } else {
                connectToServer(config, server);
            }
            config.setMaximumPoolSize(READERS + 1);
            config.setMinimumIdle(1);
            config.setConnectionTimeout(10_000);
            pool = new HikariDataSource(config);
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .javaMigrations(
                            new Backfill("6.1", "answers of earlier runs", AnswersOfEarlierRuns::migrate),
                            new Backfill("8.1", "tools of earlier runs", ToolsOfEarlierRuns::migrate))
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw new StoreException(
                    "the database " + (server == null ? "in " + folder.root() : "at " + server) + " can't be opened: "
                            + rootCause(e),
                    e);
        }
    }

    private static void connectToFile(HikariConfig config, DataFolder folder) {
        // H2 reads both once, when its classes load. Without the first its server would listen on every address.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        System.setProperty("h2.serverCachedObjects", "64");
        // AUTO_SERVER: the command line works while the server runs. WRITE_DELAY: what was committed outlives a
        // killed process. H2 closes itself in a shutdown hook, so stop signals are handled before any hook runs.
        config.setJdbcUrl("jdbc:h2:file:" + folder.database() + ";AUTO_SERVER=TRUE;WRITE_DELAY=0");
        config.setUsername("alltools");
        config.setPassword("");
    }

    private static void connectToServer(HikariConfig config, DatabaseServer server) {
        config.setJdbcUrl(server.url());
        if (!server.user().isEmpty()) {
            config.setUsername(server.user());
        }
        if (!server.password().isEmpty()) {
            config.setPassword(server.password());
        }
        config.addDataSourceProperty("ApplicationName", "alltools");
        // A server that is gone without a word is an error and no wait without end.
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
    }

    /** Which process runs what. */
    public RunOwnership ownership() {
        return ownership;
    }

    /** Runs {@code work} in a transaction on the writing thread and waits until it is committed. */
    <T> T write(Function<JdbcClient, T> work) {
        return await(submit(writer, () -> transactions.execute(status -> work.apply(client))));
    }

    /** Runs {@code work} on a reading thread. */
    <T> T read(Function<JdbcClient, T> work) {
        return await(submit(readers, () -> work.apply(client)));
    }

    @Override
    public void close() {
        ownership.release();
        writer.close();
        readers.close();
        if (dataSource instanceof HikariDataSource pool) {
            pool.close();
        }
    }

    private static <T> Future<T> submit(ExecutorService executor, java.util.concurrent.Callable<T> work) {
        try {
            return executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw new StoreException("the database is closed", e);
        }
    }

    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof NestedRuntimeException || cause instanceof java.sql.SQLException) {
                throw new StoreException("the database can't be used: " + rootCause(cause), cause);
            }
            throw cause instanceof RuntimeException unchecked
                    ? unchecked
                    : new StoreException("the database failed: " + cause, cause);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String rootCause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines().findFirst().orElse("unknown");
    }
}
