package io.alltools.tools.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server that all its tools share. One that ended, or has forgotten us, is started or reached anew with the next
 * call; one that goes on failing is left alone for a while that doubles each time.
 */
final class McpConnection implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ServerSettings settings;
    private volatile List<McpSchema.Tool> tools = List.of();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable McpSession session;
    private boolean closed;
    /** How often the server has failed since it last answered a call. */
    private int failures;
    /** Of {@link System#nanoTime}. */
    private long notBefore;

    private @Nullable McpFailure last;

    private McpConnection(ServerSettings settings) {
        this.settings = settings;
    }

    /** @throws McpFailure when the server can't be started or reached, or does not speak MCP */
    static McpConnection open(ServerSettings settings) throws McpFailure, InterruptedException {
        McpConnection connection = new McpConnection(settings);
        connection.session();
        return connection;
    }

    String name() {
        return settings.name();
    }

    boolean trusted() {
        return settings.trusted();
    }

    /** What the server has said last that it offers. */
    List<McpSchema.Tool> tools() {
        return tools;
    }

    McpSchema.CallToolResult call(McpSchema.CallToolRequest request) throws McpFailure, InterruptedException {
        McpSession with = session();
        try {
            return answered(with.call(request));
        } catch (McpFailure e) {
            if (e.isForgotten()) {
                drop(with);
                // The server has said that it did nothing, so asking once more does nothing twice.
                return answered(session().call(request));
            }
            if (with.hasEnded()) {
                failed(with, e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (session != null) {
                session.close();
                session = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private McpSession session() throws McpFailure, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw McpFailure.ended(settings, "was stopped");
            }
            if (session != null && !session.hasEnded()) {
                return session;
            }
            if (session != null) {
                failed(session, null);
            }
            long wait = notBefore - System.nanoTime();
            if (failures > 1 && wait > 0 && last != null) {
                throw last.notBefore(Duration.ofNanos(wait));
            }
            try {
                McpSession opened = McpSession.open(settings, changed -> tools = changed);
                session = opened;
                tools = opened.tools();
                return opened;
            } catch (McpFailure e) {
                failed(session, e);
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private McpSchema.CallToolResult answered(McpSchema.CallToolResult result) {
        lock.lock();
        try {
            failures = 0;
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** The first failure costs no pause: most servers that end once run well the next time. */
    private void failed(@Nullable McpSession of, @Nullable McpFailure failure) {
        lock.lock();
        try {
            if (of != session) {
                // Another call has noticed it before.
                return;
            }
            failures++;
            last = failure == null ? last : failure;
            long pause = FIRST_PAUSE.toNanos() << Math.min(Math.max(0, failures - 2), 10);
            notBefore = System.nanoTime() + Math.min(pause, LONGEST_PAUSE.toNanos());
            if (of != null) {
                drop(of);
            }
        } finally {
            lock.unlock();
        }
    }

    private void drop(McpSession old) {
        lock.lock();
        try {
            if (session == old) {
                session = null;
            }
        } finally {
            lock.unlock();
        }
        old.close();
    }
}
