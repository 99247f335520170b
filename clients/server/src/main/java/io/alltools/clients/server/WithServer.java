package io.alltools.clients.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link RunningServer} as a parameter; all tests of a module share one, which starts with the first:
 *
 * <pre>{@code
 * @ExtendWith(WithServer.class)
 * class ChatTest {
 *     @BeforeAll
 *     static void connect(RunningServer server) { … }
 * }
 * }</pre>
 */
public final class WithServer implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(WithServer.class))
                .computeIfAbsent(RunningServer.class, key -> start());
    }

    private static RunningServer start() {
        try {
            return RunningServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server started", e);
        }
    }
}
