package io.alltools.web.console;

import io.alltools.runtime.LoadListener;
import io.alltools.web.AllTools;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.nio.file.Path;

/**
 * The real server in this process, with a model that does what the question says: for what must last as long as a test
 * needs it to. It can be stopped and started again, at the same address and with the same data.
 */
final class EchoServer implements AutoCloseable {

    final EchoParts parts;
    private final Path folder;
    private final int port = FreePort.find();
    private AllTools app;
    private WebServer server;
    private boolean running;

    EchoServer(Path folder) {
        this(folder, new EchoParts());
    }

    EchoServer(Path folder, EchoParts parts) {
        this.folder = folder;
        this.parts = parts;
        app = open();
        server = WebServer.start(app, "127.0.0.1", port);
        running = true;
    }

    private AllTools open() {
        return AllTools.open(
                parts, Parts.Lifetime.SHORT, new DataFolder(folder), ModelChoice.DEFAULT, LoadListener.silent(), null);
    }

    AllTools app() {
        return app;
    }

    /** Of the console, with the slash at its end. */
    String address() {
        return "http://localhost:" + port + "/";
    }

    void stop() {
        if (running) {
            running = false;
            server.close();
            app.close();
        }
    }

    void startAgain() {
        app = open();
        server = WebServer.start(app, "127.0.0.1", port);
        running = true;
    }

    @Override
    public void close() {
        stop();
    }
}
