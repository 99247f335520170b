package io.alltools.web;

import io.alltools.agent.ChatModel;
import io.alltools.agent.ModelException;
import io.alltools.runtime.LoadListener;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.remote.RemoteChatModel;
import io.alltools.web.model.KnownModel;
import io.alltools.web.model.ModelChangeException;
import io.alltools.web.model.ModelStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of the application: each is opened when it is first asked for, shared, and closed with the application or
 * when somebody asks for that. They are loaded one after another, so that each knows what memory is left.
 */
public final class Models implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Models.class);

    /** ONNX Runtime's environment puts the process's whole command line on the stack. */
    private static final long LOADER_STACK_BYTES = 16L << 20;

    private static final String OWN = "";

    private final Parts parts;
    private final ModelChoice choice;
    private final LoadListener listener;
    private final Function<ChatModel, Runnable> watcher;
    private final Map<String, SharedModel> models = new LinkedHashMap<>();
    private boolean closed;
    private final ExecutorService loader = Executors.newSingleThreadExecutor(task -> Thread.ofPlatform()
            .name("model-loader")
            .daemon()
            .stackSize(LOADER_STACK_BYTES)
            .unstarted(task));

    /** A run's word that its models are needed; they are not unloaded before it is closed. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param choice the application's own model; the others are loaded in the same way
     * @param listener hears how loading goes
     * @param watcher hears of each model that is opened, and gives what is called when it is closed
     */
    Models(Parts parts, ModelChoice choice, LoadListener listener, Function<ChatModel, Runnable> watcher) {
        this.watcher = watcher;
        this.parts = parts;
        this.choice = choice;
        this.listener = listener;
    }

    /**
     * A model by name or folder; empty for the application's own. Returns when it is loaded.
     *
     * @throws IllegalArgumentException when there is no such model
     * @throws ModelException when it can't be loaded, or the thread was interrupted while it waited for that
     */
    ChatModel open(String nameOrFolder) {
        return await(begin(nameOrFolder), nameOrFolder);
    }

    /** Begins to load a model that is not loaded; returns at once. */
    public void load(String name) {
        CompletableFuture<ChatModel> ignored = begin(name);
    }

    private synchronized CompletableFuture<ChatModel> begin(String nameOrFolder) {
        SharedModel shared = shared(nameOrFolder);
        CompletableFuture<ChatModel> known = shared.opening;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new ModelException(ModelException.Kind.FAILED, "no model is loaded any more: the application ends");
        }
        CompletableFuture<ChatModel> opening = new CompletableFuture<>();
        shared.opening = opening;
        shared.problem = "";
        if (shared.location.equals(OWN)) {
            // Nobody else can wait for it yet.
            load(shared, opening, choice, listener);
        } else {
            ModelChoice other = choice.withName(shared.location);
            LoadListener heard = shared.listener(nameOrFolder, listener);
            loader.execute(() -> load(shared, opening, other, heard));
        }
        return opening;
    }

    private void load(
            SharedModel shared, CompletableFuture<ChatModel> opening, ModelChoice choice, LoadListener listener) {
        try {
            ChatModel model = parts.openModel(choice, listener);
            synchronized (this) {
                if (closed) {
                    close(model);
                }
                shared.model = model;
                shared.loadedAt = Instant.now();
                shared.unwatch = watcher.apply(model);
            }
            opening.complete(model);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                shared.opening = null;
                shared.problem = String.valueOf(e.getMessage());
            }
            opening.completeExceptionally(e);
        }
    }

    private static ChatModel await(CompletableFuture<ChatModel> opening, String name) {
        try {
            return opening.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Kind.FAILED, "nobody waits any longer for the model \"" + name + "\" to load", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalArgumentException || cause instanceof ModelException) {
                throw (RuntimeException) cause;
            }
            throw new ModelException(
                    ModelException.Kind.FAILED,
                    name.isEmpty()
                            ? "the model can't be loaded: " + message(cause)
                            : "the model \"" + name + "\" can't be loaded: " + message(cause),
                    e);
        }
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "unknown" : String.valueOf(cause.getMessage());
    }

    /** Where imports are kept and which device they are for, as the models here are loaded. */
    public RuntimeOptions importOptions() {
        return new RuntimeOptions(parts.cache(), 0, 0, 0, "auto", choice.device(), "auto");
    }

    /** Keeps models from being unloaded; loads none. */
    synchronized Hold hold(Collection<String> namesOrFolders) {
        Set<SharedModel> held = namesOrFolders.stream().map(this::shared).collect(Collectors.toSet());
        held.forEach(shared -> shared.users++);
        return () -> {
            synchronized (this) {
                held.forEach(shared -> shared.users--);
            }
        };
    }

    /** The models that can be chosen, and those that agents have opened: the application's own first. */
    public synchronized List<ModelStatus> list() {
        SharedModel own = shared(OWN);
        Map<String, ModelStatus> list = new LinkedHashMap<>();
        KnownModel first = opened(own, choice.nameOrFolder());
        list.put(first.name(), status(first, own));
        for (KnownModel known : parts.models()) {
            SharedModel shared = models.getOrDefault(key(known), new SharedModel(key(known)));
            if (shared != own) {
                list.putIfAbsent(known.name(), status(known, shared));
            }
        }
        // Of agents, which may name any folder.
        for (SharedModel shared : models.values()) {
            if (shared.model != null) {
                KnownModel known = opened(shared, shared.location);
                list.putIfAbsent(known.name(), status(known, shared));
            }
        }
        return List.copyOf(list.values());
    }

    /** The model that clients choose by a name. */
    public Optional<ModelStatus> find(String name) {
        return list().stream()
                .filter(status -> status.known().name().equals(name))
                .findFirst();
    }

    /**
     * Closes a model that nothing runs on, and frees its memory.
     *
     * @throws ModelChangeException when it can't be done, which changes nothing
     */
    public void unload(String name) {
        ChatModel closing;
        synchronized (this) {
            ModelStatus status = find(name)
                    .orElseThrow(
                            () -> refused(ModelChangeException.Reason.UNKNOWN, "there is no model \"" + name + "\""));
            SharedModel shared = shared(name);
            if (status.current()) {
                throw refused(
                        ModelChangeException.Reason.OWN,
                        "\"" + name + "\" is the application's own model, which stays loaded");
            }
            closing = shared.model;
            if (shared.opening == null) {
                throw refused(ModelChangeException.Reason.NOT_LOADED, "the model \"" + name + "\" is not loaded");
            }
            if (closing == null || shared.users > 0 || isBusy(closing)) {
                throw refused(
                        ModelChangeException.Reason.IN_USE,
                        closing == null
                                ? "the model \"" + name + "\" is being loaded: wait until it is"
                                : "the model \"" + name + "\" is in use by " + Math.max(1, shared.users)
                                        + " run(s): stop them or wait until they end");
            }
            shared.opening = null;
            shared.model = null;
            shared.loadedAt = null;
            shared.unwatch.run();
        }
        close(closing);
    }

    private static ModelChangeException refused(ModelChangeException.Reason reason, String message) {
        return new ModelChangeException(reason, message);
    }

    private static boolean isBusy(ChatModel model) {
        return model instanceof GlmChatModel glm
                && glm.metrics().slots().active() + glm.metrics().requests().waiting() > 0;
    }

    private SharedModel shared(String nameOrFolder) {
        return models.computeIfAbsent(locate(nameOrFolder), SharedModel::new);
    }

    /** One key for each model, whatever it is called by. */
    private String locate(String nameOrFolder) {
        if (nameOrFolder.isBlank() || nameOrFolder.equals(choice.nameOrFolder())) {
            return OWN;
        }
        if (models.containsKey(nameOrFolder)) {
            return nameOrFolder;
        }
        for (SharedModel shared : models.values()) {
            if (shared.model != null && shared.model.name().equals(nameOrFolder)) {
                return shared.location;
            }
        }
        return parts.models().stream()
                .filter(known -> known.name().equals(nameOrFolder))
                .findFirst()
                .map(this::key)
                .orElse(nameOrFolder);
    }

    /** The own model's where it is that one. */
    private String key(KnownModel known) {
        SharedModel own = models.get(OWN);
        boolean same = known.location().equals(choice.nameOrFolder())
                || (own != null && own.model != null && own.model.name().equals(known.name()))
                || (own != null
                        && own.model instanceof GlmChatModel glm
                        && glm.loaded().imported().folder().toString().equals(known.location()));
        return same ? OWN : known.location();
    }

    private static KnownModel opened(SharedModel shared, String absent) {
        ChatModel model = shared.model;
        String name = model == null ? absent : model.name();
        KnownModel.Kind kind = model instanceof RemoteChatModel
                ? KnownModel.Kind.REMOTE
                : name.equals(EmbeddedModel.NAME) ? KnownModel.Kind.EMBEDDED : KnownModel.Kind.LOCAL;
        return new KnownModel(name, kind, shared.location);
    }

    private static ModelStatus status(KnownModel known, SharedModel shared) {
        boolean unusable = !known.problem().isEmpty() && shared.model == null;
        return new ModelStatus(
                known,
                unusable ? ModelStatus.Stage.UNUSABLE : shared.stage(),
                shared.location.equals(OWN),
                shared.loading(),
                unusable ? known.problem() : shared.problem,
                shared.model,
                shared.loadedAt,
                shared.users);
    }

    @Override
    public void close() {
        loader.shutdown();
        List<ChatModel> open;
        synchronized (this) {
            closed = true;
            open = models.values().stream()
                    .flatMap(shared -> Optional.ofNullable(shared.model).stream())
                    .toList();
        }
        open.forEach(Models::close);
    }

    private static void close(ChatModel model) {
        if (model instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.warn("the model {} could not be closed", model.name(), e);
            }
        }
    }
}
