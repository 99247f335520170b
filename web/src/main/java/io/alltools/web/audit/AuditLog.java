package io.alltools.web.audit;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.FileSize;
import io.alltools.agent.Json;
import io.alltools.agent.Usage;
import io.alltools.web.caller.Caller;
import io.alltools.web.store.ApiKey;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.StoreException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who did what, a JSON object a line in {@code audit/audit.jsonl} of the data folder; a file that is full becomes
 * {@code audit.1.jsonl}, and so on. It holds no key and nothing that anybody said. Lines stand in a file and not in the
 * database, so that they go on where that is full or gone, and what collects logs can take them.
 */
public final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
    private static final String COMMAND_LINE = "command line";

    private final LoggerContext context = new LoggerContext();
    private final Logger lines;

    /**
     * Opens it for writing at its end; several processes may.
     *
     * @throws StoreException when the file can't be written
     */
    public AuditLog(DataFolder data, AuditSettings settings) {
        Path folder = data.audit();
        Path file = folder.resolve("audit.jsonl");
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.getStatusManager().add(AuditLog::complain);

        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();

        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(folder.resolve("audit.%i.jsonl").toString());
        names.setMinIndex(1);
        names.setMaxIndex(settings.files());

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(settings.megabytes() * FileSize.MB_COEFFICIENT));
        size.start();

        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        names.start();
        appender.start();
        if (!appender.isStarted()) {
            throw new StoreException("the audit log " + file + " can't be written", null);
        }
        ch.qos.logback.classic.Logger logger = context.getLogger("audit");
        logger.addAppender(appender);
        this.lines = logger;
    }

    /** A request that was answered, or given up by its client. */
    public void request(Caller caller, ServerWebExchange exchange, String route, int status, long millis, Usage usage) {
        ObjectNode line = line("request", caller.id(), address(exchange))
                .put("method", exchange.getRequest().getMethod().name())
                .put("route", route)
                .put("status", status)
                .put("millis", millis);
        if (usage.totalTokens() > 0) {
            line.put("promptTokens", usage.promptTokens()).put("completionTokens", usage.completionTokens());
        }
        write(line);
    }

    /** A request that nobody was let in with. */
    public void refused(ServerWebExchange exchange, String route, String why) {
        write(line("refused", "none", address(exchange))
                .put("method", exchange.getRequest().getMethod().name())
                .put("route", route)
                .put("why", why));
    }

    /** A browser that was signed in or out. */
    public void signIn(Caller caller, ServerWebExchange exchange, boolean in) {
        write(line(in ? "signed-in" : "signed-out", caller.id(), address(exchange)));
    }

    /**
     * A person's decision about a call.
     *
     * @param edited whether the call is made with other arguments than the model's
     */
    public void decided(
            Caller caller,
            ServerWebExchange exchange,
            String runId,
            String callId,
            String tool,
            boolean approved,
            boolean edited) {
        write(line(approved ? "approved" : "denied", caller.id(), address(exchange))
                .put("run", runId)
                .put("call", callId)
                .put("tool", tool)
                .put("edited", edited));
    }

    /** A key that was made on the command line. */
    public void created(ApiKey key) {
        write(line("key-created", Caller.LOCAL.id(), COMMAND_LINE)
                .put("created", key.id())
                .put("name", key.name()));
    }

    /** A key that was revoked on the command line. */
    public void revoked(ApiKey key) {
        write(line("key-revoked", Caller.LOCAL.id(), COMMAND_LINE)
                .put("revoked", key.id())
                .put("name", key.name()));
    }

    @Override
    public void close() {
        context.stop();
    }

    private static ObjectNode line(String what, String who, String address) {
        return Json.object()
                .put("at", Instant.now().toString())
                .put("what", what)
                .put("key", who)
                .put("address", address);
    }

    /** What stands in it is escaped by JSON, so that no value can begin a line of its own. */
    private void write(ObjectNode line) {
        lines.info(Json.write(line));
    }

    private static String address(ServerWebExchange exchange) {
        @Nullable InetSocketAddress address = exchange.getRequest().getRemoteAddress();
        return address == null ? "unknown" : address.getAddress().getHostAddress();
    }

    private static void complain(Status status) {
        if (status.getEffectiveLevel() >= Status.WARN) {
            log.warn("the audit log: {}", status.getMessage());
        }
    }
}
