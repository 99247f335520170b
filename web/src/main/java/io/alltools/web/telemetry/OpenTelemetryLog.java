package io.alltools.web.telemetry;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** What OpenTelemetry's SDK has to say, a line each: that a collector is not there is no reason for a stack trace. */
final class OpenTelemetryLog extends Handler {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(OpenTelemetryLog.class);

    /** Held, since the JDK forgets loggers, and what was set on them, that nobody holds. */
    private static final Logger SDK = Logger.getLogger("io.opentelemetry");

    private final SimpleFormatter formatter = new SimpleFormatter();

    private OpenTelemetryLog() {}

    static synchronized void install() {
        for (Handler handler : SDK.getHandlers()) {
            if (handler instanceof OpenTelemetryLog) {
                return;
            }
        }
        SDK.setUseParentHandlers(false);
        SDK.addHandler(new OpenTelemetryLog());
    }

    @Override
    public void publish(LogRecord entry) {
        String cause = entry.getThrown() == null ? "" : " (" + root(entry.getThrown()) + ")";
        String line = formatter.formatMessage(entry).lines().findFirst().orElse("") + cause;
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            log.warn("OpenTelemetry: {}", line);
        } else {
            log.debug("OpenTelemetry: {}", line);
        }
    }

    private static String root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
