package io.alltools.tools.method;

import io.alltools.agent.Tool;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the methods of objects that carry {@link ToolFunction} and makes functions of them.
 *
 * <pre>{@code
 * class Weather {
 *     @ToolFunction("The weather in a city")
 *     Report weather(@ToolParameter("such as Paris") String city, @Nullable Unit unit) { … }
 * }
 *
 * List<Tool> tools = JavaFunctions.of(new Weather());
 * }</pre>
 *
 * <p>The schema comes from the signature: records, enums, lists, maps and recursive types. A parameter that is
 * {@link org.jspecify.annotations.Nullable} may be left out or null; a parameter of type
 * {@link io.alltools.agent.ToolContext} gets the call's and is not shown. Text is the observation as it is, anything
 * else as JSON; an exception becomes an observation. Classes are compiled with {@code -parameters}.
 */
public final class JavaFunctions {

    private JavaFunctions() {}

    /**
     * The functions of these objects, by name within each.
     *
     * @throws IllegalArgumentException when a method can't be a function; the message names it
     */
    public static List<Tool> of(Object... objects) {
        List<Tool> tools = new ArrayList<>();
        for (Object object : objects) {
            for (Method method : annotated(object.getClass())) {
                tools.add(MethodTool.of(object, method));
            }
        }
        return List.copyOf(tools);
    }

    /** Whether a class has a method that is a function. */
    public static boolean isIn(Class<?> type) {
        return !annotated(type).isEmpty();
    }

    /** Of the class and those above it: a proxy made by inheritance does not repeat annotations. */
    private static List<Method> annotated(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            Arrays.stream(at.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(ToolFunction.class) && !method.isBridge())
                    .filter(method -> methods.stream().noneMatch(other -> overrides(other, method)))
                    .forEach(methods::add);
        }
        // Reflection has no order of its own, and a prompt should not change from start to start.
        methods.sort(Comparator.comparing(Method::getName));
        return methods;
    }

    private static boolean overrides(Method lower, Method upper) {
        return lower.getName().equals(upper.getName())
                && Arrays.equals(lower.getParameterTypes(), upper.getParameterTypes());
    }
}
