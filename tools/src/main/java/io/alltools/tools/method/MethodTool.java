package io.alltools.tools.method;

import io.alltools.agent.Json;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One method of an object as a function. */
final class MethodTool implements Tool {

    private final ToolSpec spec;
    private final Object object;
    private final Method method;
    private final Trust trust;
    private final Set<Trait> traits;

    private MethodTool(ToolSpec spec, Object object, Method method, Trust trust, Set<Trait> traits) {
        this.spec = spec;
        this.object = object;
        this.method = method;
        this.trust = trust;
        this.traits = traits;
    }

    static MethodTool of(Object object, Method method) {
        ToolFunction function = method.getAnnotation(ToolFunction.class);
        if (function == null) {
            throw new IllegalArgumentException(method + " carries no @ToolFunction");
        }
        // The annotation is the permission, whatever the method's visibility.
        method.setAccessible(true);
        String name = function.name().isEmpty() ? method.getName() : function.name();
        return new MethodTool(
                ToolSpec.function(name, function.value(), SignatureSchema.of(method)),
                object,
                method,
                function.outside() ? Trust.UNTRUSTED : Trust.TRUSTED,
                Set.copyOf(Arrays.asList(function.traits())));
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Set<Trait> traits() {
        return traits;
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        @Nullable Object[] values;
        try {
            values = values(Json.parseObject(arguments), context);
        } catch (IllegalArgumentException e) {
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS, "the arguments of " + spec.name() + ": " + e.getMessage());
        }
        try {
            return result(method.invoke(object, values));
        } catch (InvocationTargetException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " was made accessible and is not", e);
        }
    }

    private @Nullable Object[] values(ObjectNode arguments, ToolContext context) {
        Parameter[] parameters = method.getParameters();
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            JsonNode value = arguments.path(parameter.getName());
            if (parameter.getType() == ToolContext.class) {
                values[i] = context;
            } else if (!value.isMissingNode() && !value.isNull()) {
                values[i] = value(parameter, value);
            }
        }
        return values;
    }

    private static Object value(Parameter parameter, JsonNode value) {
        try {
            return Json.MAPPER.convertValue(value, Json.MAPPER.constructType(parameter.getParameterizedType()));
        } catch (DatabindException | IllegalArgumentException e) {
            String text = value.toString();
            throw new IllegalArgumentException(
                    "at /" + parameter.getName() + " expected "
                            + parameter.getType().getSimpleName() + ", found "
                            + (text.length() > 80 ? text.substring(0, 80) + "…" : text),
                    e);
        }
    }

    private ToolResult result(@Nullable Object value) {
        if (value instanceof ToolResult result) {
            return result;
        }
        String text = value instanceof CharSequence ? value.toString() : Json.MAPPER.writeValueAsString(value);
        return new ToolResult.Ok(List.of(Passage.of(method.getReturnType() == void.class ? "done" : text)), trust);
    }

    private ToolResult failure(Throwable cause) throws InterruptedException {
        return switch (cause) {
            case InterruptedException e -> throw e;
            // Out of memory and the like: not the method's to report.
            case Error e -> throw e;
            default ->
                ToolResult.failed(
                        ToolResult.Kind.ERROR,
                        spec.name() + " failed: "
                                + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()));
        };
    }
}
