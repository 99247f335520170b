package io.alltools.trajectories.shell.interpreter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shell's variables, with those of the functions that run on top. */
final class Variables {

    private final TreeMap<String, Variable> global = new TreeMap<>();
    private final Deque<TreeMap<String, Variable>> local = new ArrayDeque<>();

    Variables copy() {
        Variables copy = new Variables();
        global.forEach((name, variable) -> copy.global.put(name, variable.copy()));
        for (Iterator<TreeMap<String, Variable>> i = local.descendingIterator(); i.hasNext(); ) {
            TreeMap<String, Variable> scope = new TreeMap<>();
            i.next().forEach((name, variable) -> scope.put(name, variable.copy()));
            copy.local.push(scope);
        }
        return copy;
    }

    @Nullable
    Variable find(String name) {
        for (TreeMap<String, Variable> scope : local) {
            Variable variable = scope.get(name);
            if (variable != null) {
                return variable;
            }
        }
        return global.get(name);
    }

    /** The variable of a name, made where there is none. */
    Variable get(String name) {
        Variable variable = find(name);
        if (variable == null) {
            variable = new Variable();
            global.put(name, variable);
        }
        return variable;
    }

    /** A variable of the function that runs. */
    Variable local(String name) {
        TreeMap<String, Variable> scope = local.peek();
        return scope == null ? get(name) : scope.computeIfAbsent(name, n -> new Variable());
    }

    boolean inFunction() {
        return !local.isEmpty();
    }

    void set(String name, String value) {
        Variable variable = get(name);
        if (variable.readonly) {
            throw new ExpansionException(name + ": readonly variable");
        }
        if (variable.isArray()) {
            variable.array().put("0", value);
        } else {
            variable.text = value;
        }
    }

    /** Takes a variable away. @return false where it is readonly */
    boolean remove(String name) {
        Variable variable = find(name);
        if (variable != null && variable.readonly) {
            return false;
        }
        for (TreeMap<String, Variable> scope : local) {
            if (scope.remove(name) != null) {
                return true;
            }
        }
        global.remove(name);
        return true;
    }

    void enterFunction() {
        local.push(new TreeMap<>());
    }

    void leaveFunction() {
        local.pop();
    }

    /** What programs get, by name. */
    Map<String, String> exported() {
        Map<String, String> result = new TreeMap<>();
        for (String name : names()) {
            Variable variable = find(name);
            String value = variable == null || !variable.exported ? null : variable.value();
            if (value != null) {
                result.put(name, value);
            }
        }
        return result;
    }

    /** All names, sorted. */
    List<String> names() {
        TreeMap<String, Boolean> names = new TreeMap<>();
        global.keySet().forEach(name -> names.put(name, true));
        local.forEach(scope -> scope.keySet().forEach(name -> names.put(name, true)));
        return new ArrayList<>(names.keySet());
    }
}
