package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** What is logged meanwhile: what a client does wrong is no news for who runs the server, and never a stack trace. */
final class QuietLog implements AutoCloseable {

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    QuietLog() {
        logged.start();
        root().addAppender(logged);
    }

    @Override
    public void close() {
        root().detachAppender(logged);
        assertThat(logged.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .extracting(line -> line.getLoggerName() + ": " + line.getFormattedMessage())
                .as("lines in the log")
                .isEmpty();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
