package io.alltools.web;

import io.alltools.agent.Agent;
import io.alltools.agent.AgentTool;
import io.alltools.agent.ChatModel;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolPolicy;
import io.alltools.agent.Toolbox;
import io.alltools.tools.ToolFile;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.agent.AgentFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes agents of their definitions. What a definition needs is opened with its first run and closed with the
 * application; built-in tools are the application's own, so that a session has one interpreter.
 */
final class Agents implements AutoCloseable {

    private final Parts parts;
    private final Parts.Lifetime lifetime;
    private final Models models;
    private final AgentFolder home;
    private final Supplier<Toolbox> shared;
    private final BiFunction<ChatModel, Toolbox, Agent> base;
    private final AgentTool.Past past;
    private final int maxDepth;
    private final Map<AgentDefinition, Toolbox> toolboxes = new HashMap<>();
    private final List<Tool> own = new ArrayList<>();
    private @Nullable Toolbox builtIns;

    /**
     * @param shared the application's tools
     * @param base makes an agent with the application's journal, policy and approver
     */
    Agents(
            Parts parts,
            Parts.Lifetime lifetime,
            Models models,
            AgentFolder home,
            Supplier<Toolbox> shared,
            BiFunction<ChatModel, Toolbox, Agent> base,
            AgentTool.Past past) {
        this.parts = parts;
        this.lifetime = lifetime;
        this.models = models;
        this.home = home;
        this.shared = shared;
        this.base = base;
        this.past = past;
        this.maxDepth = depth(parts.environment().getOrDefault("ALLTOOLS_AGENT_DEPTH", ""));
    }

    static int depth(String text) {
        if (text.isBlank()) {
            return AgentTool.DEFAULT_DEPTH;
        }
        if (text.strip().matches("[1-9][0-9]?")) {
            return Integer.parseInt(text.strip());
        }
        throw new IllegalArgumentException("ALLTOOLS_AGENT_DEPTH is \"" + text + "\": expected 1 to 99");
    }

    /**
     * The agent with all of its tools.
     *
     * @throws IllegalArgumentException when a model, a tool or an agent that it names does not exist
     */
    Agent open(AgentDefinition definition) {
        return open(definition, models.open(definition.model()));
    }

    /** As {@link #open(AgentDefinition)}, with another model. */
    Agent open(AgentDefinition definition, ChatModel model) {
        Agent agent = base.apply(model, toolbox(definition)).withName(definition.name());
        return definition.policy().isEmpty()
                ? agent
                : agent.withPolicy(ToolPolicy.of(definition.policy(), agent.policy()));
    }

    /** Finds an agent by the name that another one calls it by, and what that one calls in turn: all must exist. */
    private AgentDefinition find(String name, AgentDefinition caller) {
        return new AgentFolder(caller.folder())
                .find(name)
                .or(() -> home.find(name))
                .orElseThrow(() -> new IllegalArgumentException("the agent " + caller.name() + " calls \"" + name
                        + "\": there is no agent of that name in " + caller.folder()));
    }

    /** The models of the agents that it may call, and of those that they may, as they are defined now. */
    Set<String> modelsOfCalled(AgentDefinition definition) {
        Set<String> found = new HashSet<>();
        collect(definition, new HashSet<>(), found);
        return found;
    }

    private void collect(AgentDefinition definition, Set<String> seen, Set<String> found) {
        for (String name : definition.agents()) {
            if (seen.add(name)) {
                AgentDefinition called = find(name, definition);
                found.add(called.model());
                collect(called, seen, found);
            }
        }
    }

    /** All tools of an agent; its model is not loaded for that. */
    synchronized Toolbox toolbox(AgentDefinition definition) {
        Toolbox known = toolboxes.get(definition);
        if (known == null) {
            requireAgents(definition, new HashSet<>());
            known = opened(definition);
            toolboxes.put(definition, known);
        }
        return known.current();
    }

    private void requireAgents(AgentDefinition definition, Set<String> seen) {
        for (String name : definition.agents()) {
            if (seen.add(name)) {
                requireAgents(find(name, definition), seen);
            }
        }
    }

    private Toolbox opened(AgentDefinition definition) {
        List<Tool> tools = new ArrayList<>();
        for (String name : definition.tools()) {
            if (ToolFile.isLocation(name)) {
                List<Tool> functions = parts.openFunctions(name);
                own.addAll(functions);
                tools.addAll(functions);
            } else {
                tools.add(builtIn(name));
            }
        }
        if (definition.knowledge() != null) {
            Tool knowledge = parts.openKnowledge(definition.knowledge());
            own.add(knowledge);
            tools.add(knowledge);
        }
        for (String name : definition.agents()) {
            AgentDefinition called = find(name, definition);
            tools.add(new AgentTool(
                    name,
                    called.description(),
                    () -> {
                        // As it is defined when it is called.
                        AgentDefinition now = find(name, definition);
                        return new AgentTool.Callee(
                                open(now), now.instructions(), now.sampling(), now.budget(), now.format());
                    },
                    past,
                    maxDepth));
        }
        return AllTools.complete(
                parts,
                tools,
                definition.knowledge() != null || definition.tools().stream().anyMatch(ToolFile::isLocation));
    }

    private Tool builtIn(String name) {
        Tool tool = shared.get().find(name).orElse(null);
        if (tool != null) {
            return tool;
        }
        Toolbox opened = builtIns;
        if (opened == null) {
            opened = new Toolbox(parts.openTools(lifetime));
            builtIns = opened;
        }
        return AllTools.only(opened, name).find(name).orElseThrow();
    }

    /** Forgets what the tools keep for a session. */
    synchronized void endSession(String sessionId) {
        if (builtIns != null) {
            builtIns.endSession(sessionId);
        }
    }

    @Override
    public synchronized void close() {
        own.forEach(Tool::close);
        if (builtIns != null) {
            builtIns.close();
        }
    }
}
