package io.alltools.web;

import io.alltools.agent.Agent;
import io.alltools.agent.Approver;
import io.alltools.agent.ChatModel;
import io.alltools.agent.Checks;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.ModelException;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunEvent;
import io.alltools.agent.RunResult;
import io.alltools.agent.SingleCall;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Toolbox;
import io.alltools.runtime.LoadListener;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.agent.AgentFolder;
import io.alltools.web.knowledge.Knowledge;
import io.alltools.web.model.KnownModel;
import io.alltools.web.permission.Permissions;
import io.alltools.web.store.AttachmentLimits;
import io.alltools.web.store.Attachments;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import io.alltools.web.store.KeyStore;
import io.alltools.web.store.ResponseStore;
import io.alltools.web.store.RunOwnership;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.SessionArchive;
import io.alltools.web.store.SessionSearch;
import io.alltools.web.store.SessionStore;
import io.alltools.web.store.ShareStore;
import io.alltools.web.store.ToolSourceStore;
import io.alltools.web.store.TrajectoryStore;
import io.alltools.web.telemetry.Monitoring;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    private final Parts parts;
    private final DataFolder folder;
    private final Database database;
    private final DatabaseJournal journal;
    private final RunStore store;
    private final SessionStore sessions;
    private final ResponseStore responses;
    private final SessionSearch search;
    private final SessionArchive archive;
    private final ShareStore shares;
    private final KeyStore keys;
    private final Attachments attachments;
    private final RunRequests requests;
    private final ToolSourceStore toolSources;
    private final RunOwnership ownership;
    private final ChatModel model;
    private final Models models;
    private final AgentFolder agentFolder;
    private final Agents agents;
    private final Monitoring monitoring;
    private final Checks checks;
    private final Map<String, String> environment;
    private final ToolShelf tools;
    private final Knowledge knowledge;
    private final AtomicInteger added = new AtomicInteger();
    private volatile Permissions permissions;
    private volatile Approver approver = Approver.nobody();

    private AllTools(
            Parts parts,
            Parts.Lifetime lifetime,
            DataFolder folder,
            Database database,
            Models models,
            Monitoring monitoring,
            Checks checks,
            Toolbox toolbox,
            Knowledge knowledge,
            Permissions permissions) {
        this.knowledge = knowledge;
        this.permissions = permissions;
        this.parts = parts;
        this.folder = folder;
        this.database = database;
        this.journal = new DatabaseJournal(database);
        this.store = new RunStore(database);
        this.sessions = new SessionStore(database, store);
        this.responses = new ResponseStore(database);
        this.search = new SessionSearch(database, sessions);
        this.archive = new SessionArchive(database);
        this.shares = new ShareStore(database);
        this.keys = new KeyStore(database);
        this.attachments = new Attachments(folder, sessions, parts.attachmentLimits());
        this.requests = new RunRequests(store, sessions, attachments, folder);
        this.toolSources = new ToolSourceStore(database);
        this.ownership = database.ownership();
        this.models = models;
        this.model = models.open("");
        this.monitoring = monitoring;
        this.checks = checks;
        this.environment = parts.environment();
        this.tools = new ToolShelf(toolbox.observedBy(monitoring.telemetry()));
        this.agentFolder = new AgentFolder(folder.agents());
        this.agents = new Agents(
                parts,
                () -> Toolboxes.builtIns(parts, lifetime, knowledge),
                models,
                agentFolder,
                this::toolbox,
                this::agent,
                runId -> store.entries(runId, 0));
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
        AttachmentLimits ignored = parts.attachmentLimits();
        Checks checks = Guardrails.of(parts.environment());
        Permissions permissions = Permissions.of(parts.environment());
        List<KnownModel> alsoChecked = parts.models();
        Knowledge knowledge = Knowledge.of(parts.environment(), folder, parts::openKnowledge);
        Toolbox toolbox = Toolboxes.open(parts, lifetime, knowledge, tools);
        Monitoring monitoring = Monitoring.open(parts.environment());
        Database database = Database.open(folder);
        Models models = new Models(parts, model, listener, monitoring::watch);
        try {
            return new AllTools(
                    parts, lifetime, folder, database, models, monitoring, checks, toolbox, knowledge, permissions);
        } catch (RuntimeException e) {
            models.close();
            database.close();
            monitoring.close();
            throw e;
        }
    }

    public ChatModel model() {
        return model;
    }

    /** What it was put together from. */
    public Parts parts() {
        return parts;
    }

    /** The tools for a run that begins now. */
    public Toolbox toolbox() {
        return tools.current();
    }

    /**
     * Adds tools for the runs that begin from now on.
     *
     * @throws IllegalArgumentException when two tools have one name
     */
    public void add(List<Tool> more) {
        put("added " + added.incrementAndGet(), more);
    }

    /**
     * Adds a group of tools for the runs that begin from now on, in the place of the one of this name. Runs under way
     * keep what they have.
     *
     * @throws IllegalArgumentException when another tool has the name of one of these; nothing is changed then
     */
    public void put(String group, List<Tool> more) {
        tools.put(group, more);
    }

    /** Takes a group of tools away from the runs that begin from now on; nothing happens where there is none. */
    public void remove(String group) {
        tools.remove(group);
    }

    /** The documents that {@code retrieval} searches. */
    public Knowledge knowledge() {
        return knowledge;
    }

    /**
     * A call that a person makes by hand, under the policy and the checks of runs; an interrupt cancels it.
     *
     * @param privateFiles whether the session's folder holds files that the user put there
     */
    public ToolResult call(ToolCall call, ToolContext where, boolean privateFiles) throws InterruptedException {
        try (ToolShelf.Use ignored = tools.use()) {
            return SingleCall.make(agent(model, toolbox()), call, where, privateFiles);
        }
    }

    /** Which calls may be made in the runs that begin from now on, instead of what {@code ALLTOOLS_POLICY} says. */
    public void permit(Permissions permissions) {
        this.permissions = permissions;
    }

    /** Who is asked in the runs that begin from now on; before, nobody is, and what would ask is denied. */
    public void askedBy(Approver approver) {
        this.approver = approver;
    }

    /** The environment's variables, for what reads its own. */
    public Map<String, String> environment() {
        return environment;
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

    /** Recorded runs as data. */
    public TrajectoryStore trajectories() {
        return new TrajectoryStore(database, store);
    }

    public SessionStore sessions() {
        return sessions;
    }

    public SessionSearch search() {
        return search;
    }

    /** Whole sessions, for export and import. */
    public SessionArchive archive() {
        return archive;
    }

    /** Branches that others may read. */
    public ShareStore shares() {
        return shares;
    }

    public ResponseStore responses() {
        return responses;
    }

    /** The API keys that were made. */
    public KeyStore keys() {
        return keys;
    }

    /** The sources of tools that were added while a server ran. */
    public ToolSourceStore toolSources() {
        return toolSources;
    }

    /** Where all that is kept lies. */
    public DataFolder folder() {
        return folder;
    }

    public Attachments attachments() {
        return attachments;
    }

    /**
     * The order with what was said before the place where it goes on, and its own history behind that.
     *
     * @throws IllegalArgumentException when the order's results are not those that the run needs
     */
    public RunOrder continued(RunOrder order) {
        return requests.continued(order);
    }

    public RunOwnership ownership() {
        return ownership;
    }

    /**
     * Does what was ordered, on the calling thread, and records it. An interrupt cancels it.
     *
     * @throws IllegalArgumentException when the order names a tool that does not exist
     */
    public RunResult run(RunOrder order, Consumer<JournalEntry> listener) {
        try (ToolShelf.Use ignoredTools = tools.use();
                Models.Hold ignoredModels = models.hold(modelsOf(order))) {
            Agent agent = agentOf(order);
            return (order.tools() == null
                            ? agent
                            : agent.withToolbox(agent.toolbox().only(order.tools())))
                    .run(requests.of(order), listener);
        }
    }

    /** Opened by who does the work: loading a model may take minutes. */
    private Agent agentOf(RunOrder order) {
        String name = order.model();
        if (name == null) {
            return agent(order.agent());
        }
        try {
            return agent(order.agent(), models.open(name));
        } catch (IllegalArgumentException e) {
            throw ModelException.invalid("model", String.valueOf(e.getMessage()));
        }
    }

    private Set<String> modelsOf(RunOrder order) {
        AgentDefinition definition = order.agent();
        Set<String> names = definition == null ? new HashSet<>() : agents.modelsOfCalled(definition);
        if (order.model() != null) {
            names.add(order.model());
        } else if (definition != null) {
            names.add(definition.model());
        }
        return names;
    }

    /**
     * An agent that runs can be made with.
     *
     * @param definition null for the application's own, with its model and its tools
     * @throws IllegalArgumentException when a model, a tool or an agent that it names does not exist
     */
    public Agent agent(@Nullable AgentDefinition definition) {
        return definition == null ? agent(model, toolbox()) : agents.open(definition);
    }

    private Agent agent(@Nullable AgentDefinition definition, ChatModel model) {
        return definition == null ? agent(model, toolbox()) : agents.open(definition, model);
    }

    /**
     * The tools of an agent; no model is loaded for that.
     *
     * @param definition null for the application's own
     * @throws IllegalArgumentException when a tool or an agent that it names does not exist
     */
    public Toolbox toolbox(@Nullable AgentDefinition definition) {
        return definition == null ? toolbox() : agents.toolbox(definition);
    }

    /** The models that runs can have. */
    public Models models() {
        return models;
    }

    /** What all agents of the application have in common. */
    private Agent agent(ChatModel model, Toolbox tools) {
        return Agent.of(model, tools, journal)
                .withPolicy(permissions.policy())
                .withApprover(approver, permissions.expiry())
                .withChecks(checks)
                .observedBy(monitoring.telemetry());
    }

    /** The agents that people defined. */
    public AgentFolder agents() {
        return agentFolder;
    }

    /** Forgets what tools keep for a session. */
    public void endSession(String sessionId) {
        tools.endSession(sessionId);
        agents.endSession(sessionId);
    }

    /**
     * Makes this process the one that goes on with a run whose own ended.
     *
     * @return the run's events so far
     * @throws IllegalArgumentException when it is over, goes on elsewhere, or came with an import
     */
    public List<JournalEntry> take(String runId) {
        if (!ownership.take(runId)) {
            throw new IllegalArgumentException(
                    "run " + runId + " is over by now, goes on in another process, or came with an import");
        }
        return store.entries(runId, 0);
    }

    /**
     * Goes on with a run that this process {@linkplain #take took}, on the calling thread. A run whose tools are gone
     * ends with {@link io.alltools.agent.Outcome.Kind#FAILED}, and so does one whose model can be loaded no more.
     *
     * @param recorded all events of the run
     * @throws IllegalArgumentException when it was begun with another model
     */
    public RunResult resume(List<JournalEntry> recorded, Consumer<JournalEntry> listener) {
        RunEvent.RunStarted started = RecordedRun.of(recorded).started();
        String name = started.agent();
        AgentDefinition definition = agentFolder.find(name).orElse(null);
        String problem = definition == null && !name.equals(Agent.DEFAULT_NAME)
                ? "its agent \"" + name + "\" does not exist any longer"
                : "";
        boolean outside = sessions.holdsImports(started.sessionId());
        Set<String> needed = definition == null ? new HashSet<>() : agents.modelsOfCalled(definition);
        needed.add(started.model());
        try (ToolShelf.Use ignoredTools = tools.use();
                Models.Hold ignoredModels = models.hold(needed)) {
            ChatModel chosen;
            try {
                chosen = models.find(started.model()).isPresent() ? models.open(started.model()) : null;
            } catch (IllegalArgumentException | ModelException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                String gone = "its model can't be had any longer: " + e.getMessage();
                return new Resumption(recorded).run(agent(model, toolbox()), gone, folder, outside, listener);
            }
            Agent agent = chosen == null ? agent(definition) : agent(definition, chosen);
            return new Resumption(recorded).run(agent, problem, folder, outside, listener);
        }
    }

    @Override
    public void close() {
        tools.close();
        agents.close();
        models.close();
        database.close();
        monitoring.close();
    }
}
