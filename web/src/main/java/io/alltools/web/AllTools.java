package io.alltools.web;

import io.alltools.agent.Agent;
import io.alltools.agent.Approver;
import io.alltools.agent.Budget;
import io.alltools.agent.ChatModel;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.ResultReader;
import io.alltools.agent.RunRequest;
import io.alltools.agent.RunResult;
import io.alltools.agent.Tool;
import io.alltools.agent.Toolbox;
import io.alltools.runtime.LoadListener;
import io.alltools.tools.ToolFile;
import io.alltools.web.permission.Permissions;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import io.alltools.web.store.RunStore;
import io.alltools.web.telemetry.Monitoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole application in plain Java: a model, its tools and the record of their runs. The server and the command line
 * are two faces of it.
 *
 * <pre>{@code
 * try (AllTools app = AllTools.open(parts, Lifetime.SHORT, folder, ModelChoice.DEFAULT, LoadListener.silent(), null)) {
 *     RunResult result = app.run(RunOrder.of("What is 6 * 7?"), entry -> {});
 * }
 * }</pre>
 */
public final class AllTools implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AllTools.class);

    private final DataFolder folder;
    private final Database database;
    private final DatabaseJournal journal;
    private final RunStore store;
    private final ChatModel model;
    private final Monitoring monitoring;
    private volatile Toolbox toolbox;
    private volatile Permissions permissions;
    private volatile Approver approver = Approver.nobody();

    private AllTools(
            DataFolder folder,
            Database database,
            ChatModel model,
            Monitoring monitoring,
            Toolbox toolbox,
            Permissions permissions) {
        this.permissions = permissions;
        this.folder = folder;
        this.database = database;
        this.journal = new DatabaseJournal(database);
        this.store = new RunStore(database);
        this.model = model;
        this.monitoring = monitoring;
        this.toolbox = toolbox.observedBy(monitoring.telemetry());
    }

    /**
     * Opens everything that a run needs.
     *
     * @param model which model and how it is loaded
     * @param listener hears how the loading goes
     * @param tools names, and files and URLs of functions, in the order in which the model shall see them; null for all
     *     built-in tools
     * @throws IllegalArgumentException when a model, a tool or a file does not exist, or the policy file is wrong
     * @throws io.alltools.web.store.StoreException when the data folder can't be used
     */
    public static AllTools open(
            Parts parts,
            Parts.Lifetime lifetime,
            DataFolder folder,
            ModelChoice model,
            LoadListener listener,
            @Nullable List<String> tools) {
        // What a person may have mistyped comes first: it is cheap to find.
        Permissions permissions = Permissions.of(parts.environment());
        Toolbox toolbox = openTools(parts, lifetime, tools);
        Monitoring monitoring = Monitoring.open(parts.environment());
        Database database = Database.open(folder);
        try {
            return new AllTools(folder, database, parts.openModel(model, listener), monitoring, toolbox, permissions);
        } catch (RuntimeException e) {
            database.close();
            monitoring.close();
            throw e;
        }
    }

    /**
     * The tools of these names and files, in this order; null for all built-in ones.
     *
     * @throws UnknownToolException when a name does not exist
     * @throws IllegalArgumentException when a file can't be read or two tools have one name
     */
    public static Toolbox openTools(Parts parts, Parts.Lifetime lifetime, @Nullable List<String> names) {
        if (names == null) {
            return new Toolbox(parts.openTools(lifetime), parts.resultLimit());
        }
        // Opened only where one is named.
        Toolbox builtIns = names.stream().allMatch(ToolFile::isLocation)
                ? Toolbox.empty()
                : new Toolbox(parts.openTools(lifetime));
        List<Tool> tools = new ArrayList<>();
        for (String name : names) {
            if (ToolFile.isLocation(name)) {
                tools.addAll(parts.openFunctions(name));
            } else {
                only(builtIns, name).find(name).ifPresent(tools::add);
            }
        }
        // Where functions are and no Python that could open a file.
        if (names.stream().anyMatch(ToolFile::isLocation)
                && tools.stream().noneMatch(tool -> tool.spec().name().equals("python"))) {
            tools.add(new ResultReader(parts.resultLimit()));
        }
        return new Toolbox(tools, parts.resultLimit());
    }

    /** @throws UnknownToolException when the toolbox has no such tool */
    public static Toolbox only(Toolbox tools, String name) {
        try {
            return tools.only(List.of(name));
        } catch (IllegalArgumentException e) {
            throw new UnknownToolException(e);
        }
    }

    public ChatModel model() {
        return model;
    }

    /** The tools for a run that begins now. */
    public Toolbox toolbox() {
        return toolbox.current();
    }

    /**
     * Adds tools for the runs that begin from now on.
     *
     * @throws IllegalArgumentException when two tools have one name
     */
    public synchronized void add(List<Tool> tools) {
        toolbox = toolbox.with(tools);
    }

    /** Which calls may be made in the runs that begin from now on, instead of what {@code ALLTOOLS_POLICY} says. */
    public void permit(Permissions permissions) {
        this.permissions = permissions;
    }

    /** Who is asked in the runs that begin from now on; before, nobody is, and what would ask is denied. */
    public void askedBy(Approver approver) {
        this.approver = approver;
    }

    public Monitoring monitoring() {
        return monitoring;
    }

    /** Where the tools' files of a session lie; made by the first tool that needs it. */
    public Path sessionFolder(String sessionId) {
        return folder.session(sessionId);
    }

    public RunStore store() {
        return store;
    }

    /**
     * Does what was ordered, on the calling thread, and records it. An interrupt cancels it.
     *
     * @throws IllegalArgumentException when the order names a tool that does not exist
     */
    public RunResult run(RunOrder order, Consumer<JournalEntry> listener) {
        Toolbox tools = order.tools() == null ? toolbox() : toolbox().only(order.tools());
        Budget budget = order.maxSteps() == null ? Budget.DEFAULT : Budget.DEFAULT.withSteps(order.maxSteps());
        RunRequest request = new RunRequest(
                order.runId(),
                order.sessionId(),
                folder.session(order.sessionId()),
                messages(order),
                order.sampling(),
                budget);
        return Agent.of(model, tools, journal)
                .withPolicy(permissions.policy())
                .withApprover(approver, permissions.expiry())
                .observedBy(monitoring.telemetry())
                .run(request, listener);
    }

    private static List<Message> messages(RunOrder order) {
        List<Message> messages = new ArrayList<>(order.history());
        if (order.system() != null) {
            messages.removeIf(Message.System.class::isInstance);
            messages.addFirst(Message.system(order.system()));
        }
        messages.add(Message.user(order.input()));
        return messages;
    }

    @Override
    public void close() {
        toolbox.close();
        if (model instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.warn("the model {} could not be closed", model.name(), e);
            }
        }
        database.close();
        monitoring.close();
    }
}
