package io.alltools.web.toolsource;

import io.alltools.agent.Tool;
import io.alltools.tools.function.Hosts;
import io.alltools.web.AllTools;
import io.alltools.web.store.ToolSourceRecord;
import io.alltools.web.store.ToolSourceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources of tools that were added while the server runs, which it keeps for the next time. One that can't be
 * reached is there with what is wrong with it.
 */
public final class ToolSources implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ToolSources.class);

    /** How long a start waits for sources, so that runs that go on find their tools; slow ones come later. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Names that mean something else to GLM-4. */
    private static final Set<String> BUILT_IN = Set.of("python", "simple_browser", "cogview");

    private final AllTools app;
    private final ToolSourceStore store;
    private final SourceOpener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ToolSource> sources = new LinkedHashMap<>();
    private boolean closed;

    /** @param hosts which hosts sources may be at, and their tools may call */
    public ToolSources(AllTools app, Hosts hosts) {
        this.app = app;
        this.store = app.toolSources();
        this.opener = new SourceOpener(hosts);
    }

    /** Opens what was added earlier, all at once, and waits a little for it. */
    public void start() {
        List<ToolSourceRecord> known = store.all();
        CountDownLatch opened = new CountDownLatch(known.size());
        known.forEach(source -> set(ToolSource.opening(source)));
        for (ToolSourceRecord source : known) {
            Thread.ofVirtual().name("tool-source " + source.id()).start(() -> {
                try {
                    reopen(source);
                } finally {
                    opened.countDown();
                }
            });
        }
        try {
            boolean ignored = opened.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All sources, in the order in which they were added. */
    public List<ToolSource> all() {
        lock.lock();
        try {
            return List.copyOf(sources.values());
        } finally {
            lock.unlock();
        }
    }

    public Optional<ToolSource> find(String id) {
        return all().stream().filter(source -> source.id().equals(id)).findFirst();
    }

    /** The source that has a tool of this name. */
    public Optional<ToolSource> of(String tool) {
        return all().stream().filter(source -> source.names().contains(tool)).findFirst();
    }

    /**
     * What a source would add. Nothing is kept.
     *
     * @throws IllegalArgumentException with one line that says what can't be read or reached and why
     */
    public ToolSource preview(ToolSourceRecord source) {
        List<Tool> tools = opener.open(source);
        try {
            return ToolSource.ready(source, tools);
        } finally {
            tools.forEach(Tool::close);
        }
    }

    /**
     * Adds a source for the runs that begin from now on, and for the server's next starts.
     *
     * @throws IllegalArgumentException as {@link #preview}
     * @throws NameTakenException when tools have names that others have
     */
    public ToolSource add(ToolSourceRecord source) {
        List<Tool> tools = opener.open(source);
        lock.lock();
        try {
            shelve(source, tools);
            store.insert(source);
            ToolSource added = ToolSource.ready(source, tools);
            sources.put(source.id(), added);
            return added;
        } catch (RuntimeException e) {
            app.remove(group(source));
            tools.forEach(Tool::close);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads a source again. Where that fails, tools that were there stay, beside what is wrong.
     *
     * @return empty where there is no such source
     */
    public Optional<ToolSource> refresh(String id) {
        return find(id).map(source -> reopen(source.source()));
    }

    /** @return whether there was such a source */
    public boolean remove(String id) {
        lock.lock();
        try {
            ToolSource removed = sources.remove(id);
            if (removed == null) {
                return false;
            }
            app.remove(group(removed.source()));
            store.delete(id);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Names of other tools among these; what a source has already is its own. */
    public List<String> taken(ToolSource source) {
        Set<String> own = find(source.id()).map(ToolSource::names).orElse(Set.of());
        List<String> taken = new ArrayList<>();
        for (String name : source.names()) {
            if (BUILT_IN.contains(name)
                    || (!own.contains(name) && app.toolbox().find(name).isPresent())) {
                taken.add(name);
            }
        }
        return taken;
    }

    /** Takes all of its tools away from the application, which may serve on. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sources.values().forEach(source -> app.remove(group(source.source())));
        } finally {
            lock.unlock();
        }
    }

    private ToolSource reopen(ToolSourceRecord source) {
        List<Tool> tools;
        try {
            tools = opener.open(source);
        } catch (IllegalArgumentException e) {
            return failed(source, e);
        }
        lock.lock();
        try {
            if (closed || !sources.containsKey(source.id())) {
                // It was removed meanwhile.
                tools.forEach(Tool::close);
                return ToolSource.ready(source, List.of());
            }
            shelve(source, tools);
            return set(ToolSource.ready(source, tools));
        } catch (NameTakenException e) {
            tools.forEach(Tool::close);
            return failed(source, e);
        } finally {
            lock.unlock();
        }
    }

    private ToolSource failed(ToolSourceRecord source, RuntimeException e) {
        log.warn("the tools of {} can't be used: {}", source.name(), e.getMessage());
        lock.lock();
        try {
            ToolSource before = sources.getOrDefault(source.id(), ToolSource.opening(source));
            ToolSource failed = before.failed(String.valueOf(e.getMessage()));
            return sources.containsKey(source.id()) ? set(failed) : failed;
        } finally {
            lock.unlock();
        }
    }

    private void shelve(ToolSourceRecord source, List<Tool> tools) {
        List<String> taken = taken(ToolSource.ready(source, tools));
        if (!taken.isEmpty()) {
            throw new NameTakenException(source.name(), taken);
        }
        app.put(group(source), tools);
    }

    private ToolSource set(ToolSource source) {
        lock.lock();
        try {
            sources.put(source.id(), source);
            return source;
        } finally {
            lock.unlock();
        }
    }

    private static String group(ToolSourceRecord source) {
        return "source " + source.id();
    }
}
