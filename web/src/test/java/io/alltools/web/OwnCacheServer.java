package io.alltools.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@link TinyServer} for tests of other packages, whose imports lie in a cache of its own. */
public final class OwnCacheServer implements AutoCloseable {

    private final TinyServer server;

    public OwnCacheServer(Path folder) {
        this(folder, ModelChoice.DEFAULT);
    }

    /** @param model how the embedded model is loaded */
    public OwnCacheServer(Path folder, ModelChoice model) {
        server = new TinyServer(
                folder.resolve("home"),
                Map.of("ALLTOOLS_CACHE", folder.resolve("cache").toString()),
                model,
                List.of());
    }

    public AllTools app() {
        return server.app;
    }

    /** With the slash at its end. */
    public String address() {
        return "http://localhost:" + server.server.port() + "/";
    }

    @Override
    public void close() {
        server.close();
    }
}
