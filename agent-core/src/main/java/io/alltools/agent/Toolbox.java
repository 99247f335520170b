package io.alltools.agent;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.telemetry.Operation;
import io.alltools.agent.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Telemetry telemetry;

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
        this(tools, limit, Telemetry.NONE);
    }

    private Toolbox(Collection<? extends Tool> tools, ResultLimit limit, Telemetry telemetry) {
        this.limit = limit;
        this.telemetry = telemetry;
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
                limit,
                telemetry);
    }

    /** These tools, each call of which {@code telemetry} gets to know. */
    public Toolbox observedBy(Telemetry telemetry) {
        return new Toolbox(tools.values(), limit, telemetry);
    }

    /** These tools and {@code more} behind them. */
    public Toolbox with(Collection<? extends Tool> more) {
        return new Toolbox(Stream.concat(tools.values().stream(), more.stream()).toList(), limit, telemetry);
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
        return List.copyOf(now.values()).equals(List.copyOf(tools.values()))
                ? this
                : new Toolbox(now.values(), limit, telemetry);
    }

    /** Runs a call; never throws for what the model or a tool did wrong. */
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        Tool tool = tools.get(call.name());
        if (tool == null) {
            return unknown(call.name(), List.of());
        }
        try (Operation operation = telemetry.tool(call.name(), typeOf(tool.spec()), call.id())) {
            ToolResult result = checkedCall(tool, call, context);
            if (result instanceof ToolResult.Failed failed) {
                operation.failed(failed.kind().name().toLowerCase(Locale.ROOT));
            }
            return result;
        }
    }

    /** @param more tools that there are beside these */
    ToolResult unknown(String name, List<ToolSpec> more) {
        String available = Stream.concat(tools.keySet().stream(), more.stream().map(ToolSpec::name))
                .collect(Collectors.joining(", "));
        return ToolResult.failed(
                ToolResult.Kind.UNKNOWN_TOOL,
                "there is no tool named \"" + name + "\"."
                        + (available.isEmpty()
                                ? " No tools are available: answer without."
                                : " Available: " + available));
    }

    private ToolResult checkedCall(Tool tool, ToolCall call, ToolContext context) throws InterruptedException {
        if (tool.spec().kind() == ToolSpec.Kind.FUNCTION) {
            Schema schema = schemas.computeIfAbsent(
                    call.name(), name -> SCHEMAS.getSchema(tool.spec().parameters()));
            Optional<String> problem = problemWith(schema, call.arguments());
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

    /** Keeps an observation where a tool can read it again, and says how; see {@link ResultLimit}. */
    String kept(Message.Observation observation, Path folder) {
        return ResultLimit.kept(observation.passages(), observation.callId(), folder, tools.keySet(), false);
    }

    public void endSession(String sessionId) {
        tools.values().forEach(tool -> tool.endSession(sessionId));
    }

    @Override
    public void close() {
        tools.values().forEach(Tool::close);
    }

    /**
     * What is wrong with the arguments of a call, in words that go on from "the arguments of NAME"; empty when they
     * fit. A built-in tool takes any text.
     */
    public static Optional<String> problemWith(ToolSpec spec, String arguments) {
        return switch (spec.kind()) {
            case FUNCTION -> problemWith(SCHEMAS.getSchema(spec.parameters()), arguments);
            case BUILT_IN -> Optional.empty();
        };
    }

    private static Optional<String> problemWith(Schema schema, String arguments) {
        ObjectNode parsed;
        try {
            parsed = Json.parseObject(arguments);
        } catch (IllegalArgumentException e) {
            return Optional.of("could not be read: " + e.getMessage());
        }
        List<Error> errors = schema.validate(parsed);
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

    private static String typeOf(ToolSpec spec) {
        return switch (spec.kind()) {
            case FUNCTION -> "function";
            case BUILT_IN -> "extension";
        };
    }

    private String names() {
        return String.join(", ", tools.keySet());
    }
}
