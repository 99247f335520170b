package io.alltools.agent;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tools of an agent, found by name. A wrong name or wrong arguments become an observation that helps the model. */
public final class Toolbox implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Toolbox.class);
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final int MAX_FOUND = 60;

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final ResultLimit limit;

    /** @throws IllegalArgumentException when two tools have the same name */
    public Toolbox(Collection<? extends Tool> tools) {
        this(tools, ResultLimit.DEFAULT);
    }

    /**
     * As {@link #Toolbox(Collection)}, with another limit.
     *
     * @param limit how much of a result the model gets at once
     */
    public Toolbox(Collection<? extends Tool> tools, ResultLimit limit) {
        this.limit = limit;
        for (Tool tool : tools) {
            if (this.tools.putIfAbsent(tool.spec().name(), tool) != null) {
                throw new IllegalArgumentException("two tools are named \""
                        + tool.spec().name() + "\": names must be unique, rename or leave out one of them");
            }
        }
    }

    public static Toolbox empty() {
        return new Toolbox(List.of());
    }

    /** What the model sees, in the order in which the tools were given. */
    public List<ToolSpec> specs() {
        return tools.values().stream().map(Tool::spec).toList();
    }

    public Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /**
     * The tools of these names as a toolbox of their own.
     *
     * @throws IllegalArgumentException when one does not exist
     */
    public Toolbox only(Collection<String> names) {
        return new Toolbox(
                names.stream()
                        .distinct()
                        .map(name -> find(name)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "no tool is named \"" + name + "\"; there are: " + names())))
                        .toList(),
                limit);
    }

    /** These tools and {@code more} behind them. */
    public Toolbox with(Collection<? extends Tool> more) {
        return new Toolbox(
                java.util.stream.Stream.concat(tools.values().stream(), more.stream())
                        .toList(),
                limit);
    }

    /**
     * The tools as their servers offer them by now, for a run that begins; this toolbox where nothing has changed. It
     * shares the tools' connections with this one, which is the one to close. A new tool whose name is taken is left
     * out.
     */
    public Toolbox current() {
        Map<String, Tool> now = new LinkedHashMap<>();
        tools.values().stream()
                .flatMap(tool -> tool.current().stream())
                .distinct()
                .forEach(tool -> {
                    String name = tool.spec().name();
                    if (now.putIfAbsent(name, tool) != null) {
                        log.warn("a server offers a new tool named {}, which another one is named: left out", name);
                    }
                });
        return List.copyOf(now.values()).equals(List.copyOf(tools.values())) ? this : new Toolbox(now.values(), limit);
    }

    /** Runs a call; never throws for what the model or a tool did wrong. */
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        Tool tool = tools.get(call.name());
        if (tool == null) {
            return ToolResult.failed(
                    ToolResult.Kind.UNKNOWN_TOOL,
                    "there is no tool named \"" + call.name() + "\"."
                            + (tools.isEmpty()
                                    ? " No tools are available: answer without."
                                    : " Available: " + names()));
        }
        if (tool.spec().kind() == ToolSpec.Kind.FUNCTION) {
            Optional<String> problem = problemWith(tool.spec(), call.arguments());
            if (problem.isPresent()) {
                return ToolResult.failed(
                        ToolResult.Kind.INVALID_ARGUMENTS, "the arguments of " + call.name() + " " + problem.get());
            }
        }
        try {
            return limit.applied(tool.call(call.arguments(), context), tool, context, tools.keySet());
        } catch (RuntimeException e) {
            log.error("tool {} broke on call {}", call.name(), call.id(), e);
            return ToolResult.failed(ToolResult.Kind.ERROR, call.name() + " failed unexpectedly: " + e.getMessage());
        }
    }

    public void endSession(String sessionId) {
        tools.values().forEach(tool -> tool.endSession(sessionId));
    }

    @Override
    public void close() {
        tools.values().forEach(Tool::close);
    }

    private Optional<String> problemWith(ToolSpec spec, String arguments) {
        ObjectNode parsed;
        try {
            parsed = Json.parseObject(arguments);
        } catch (IllegalArgumentException e) {
            return Optional.of("could not be read: " + e.getMessage());
        }
        List<Error> errors = schemas.computeIfAbsent(spec.name(), name -> SCHEMAS.getSchema(spec.parameters()))
                .validate(parsed);
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of("do not fit its schema: "
                        + errors.stream()
                                .map(e -> (e.getInstanceLocation().toString().isEmpty()
                                                ? ""
                                                : "at " + e.getInstanceLocation() + " ")
                                        + e.getMessage()
                                        + found(e.getInstanceNode()))
                                .collect(Collectors.joining("; ")));
    }

    /** The value itself, where it is short enough to help. */
    private static String found(@Nullable Object node) {
        String text = node == null ? "" : node.toString();
        return text.isEmpty() || text.length() > MAX_FOUND || node instanceof ObjectNode ? "" : " (found " + text + ")";
    }

    private String names() {
        return String.join(", ", tools.keySet());
    }
}
