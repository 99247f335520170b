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
    private final Supplier<List<Tool>> opener;
    private final Models models;
    private final AgentFolder home;
    private final Supplier<Toolbox> shared;
    private final BiFunction<ChatModel, Toolbox, Agent> base;
    private final AgentTool.Past past;
    private final int maxDepth;
    private final Map<AgentDefinition, Own> opened = new HashMap<>();
    private @Nullable Toolbox builtIns;

    /**
     * What was opened for a definition alone.
     *
     * @param functions by file or URL
     */
    private record Own(
            Map<String, List<Tool>> functions, @Nullable Tool knowledge) {}

    /**
     * @param opener opens all built-in tools
     * @param shared the application's tools
     * @param base makes an agent with the application's journal, policy and approver
     */
    Agents(
            Parts parts,
            Supplier<List<Tool>> opener,
            Models models,
            AgentFolder home,
            Supplier<Toolbox> shared,
            BiFunction<ChatModel, Toolbox, Agent> base,
            AgentTool.Past past) {
        this.parts = parts;
        this.opener = opener;
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

    /**
     * All tools of an agent, put together anew for each run, since the application's come and go; its model is not
     * loaded for that.
     */
    synchronized Toolbox toolbox(AgentDefinition definition) {
        Own own = opened.get(definition);
        if (own == null) {
            requireAgents(definition, new HashSet<>());
            own = opened(definition);
            opened.put(definition, own);
        }
        return toolbox(definition, own).current();
    }

    private void requireAgents(AgentDefinition definition, Set<String> seen) {
        for (String name : definition.agents()) {
            if (seen.add(name)) {
                requireAgents(find(name, definition), seen);
            }
        }
    }

    private Own opened(AgentDefinition definition) {
        // First, so that nothing is opened for an agent that lacks a tool.
        definition.tools().stream().filter(name -> !ToolFile.isLocation(name)).forEach(this::builtIn);
        Map<String, List<Tool>> functions = new HashMap<>();
        for (String name : definition.tools()) {
            if (ToolFile.isLocation(name)) {
                functions.put(name, parts.openFunctions(name));
            }
        }
        return new Own(functions, definition.knowledge() == null ? null : parts.openKnowledge(definition.knowledge()));
    }

    private Toolbox toolbox(AgentDefinition definition, Own own) {
        List<Tool> tools = new ArrayList<>();
        for (String name : definition.tools()) {
            List<Tool> functions = own.functions().get(name);
            if (functions == null) {
                tools.add(builtIn(name));
            } else {
                tools.addAll(functions);
            }
        }
        if (own.knowledge() != null) {
            tools.add(own.knowledge());
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
        return Toolboxes.complete(
                parts, tools, own.knowledge() != null || !own.functions().isEmpty());
    }

    private Tool builtIn(String name) {
        Tool tool = shared.get().find(name).orElse(null);
        if (tool != null) {
            return tool;
        }
        Toolbox all = builtIns;
        if (all == null) {
            all = new Toolbox(opener.get());
            builtIns = all;
        }
        return Toolboxes.only(all, name).find(name).orElseThrow();
    }

    /** Forgets what the tools keep for a session. */
    synchronized void endSession(String sessionId) {
        if (builtIns != null) {
            builtIns.endSession(sessionId);
        }
    }

    @Override
    public synchronized void close() {
        for (Own own : opened.values()) {
            own.functions().values().forEach(functions -> functions.forEach(Tool::close));
            if (own.knowledge() != null) {
                own.knowledge().close();
            }
        }
        if (builtIns != null) {
            builtIns.close();
        }
    }
}
