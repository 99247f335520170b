package io.alltools.web;

import io.alltools.agent.ChatModel;
import io.alltools.runtime.LoadListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of the application: each is opened when it is first asked for, shared, and closed with the application.
 */
final class Models implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Models.class);

    private final Parts parts;
    private final ModelChoice choice;
    private final LoadListener listener;
    private final Consumer<ChatModel> watcher;
    private final Map<String, ChatModel> opened = new LinkedHashMap<>();

    /**
     * @param choice the application's own model; the others are loaded in the same way
     * @param watcher hears of each model that is opened
     */
    Models(Parts parts, ModelChoice choice, LoadListener listener, Consumer<ChatModel> watcher) {
        this.watcher = watcher;
        this.parts = parts;
        this.choice = choice;
        this.listener = listener;
    }

    /**
     * A model by name or folder; empty for the application's own.
     *
     * @throws IllegalArgumentException when there is no such model
     */
    synchronized ChatModel open(String nameOrFolder) {
        String name = nameOrFolder.isBlank() ? choice.nameOrFolder() : nameOrFolder;
        ChatModel known = opened.get(name);
        if (known != null) {
            return known;
        }
        for (ChatModel model : opened.values()) {
            if (model.name().equals(name)) {
                return model;
            }
        }
        ChatModel model = parts.openModel(choice.withName(name), listener);
        opened.put(name, model);
        watcher.accept(model);
        return model;
    }

    @Override
    public synchronized void close() {
        for (ChatModel model : opened.values()) {
            if (model instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    log.warn("the model {} could not be closed", model.name(), e);
                }
            }
        }
    }
}
