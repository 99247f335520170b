package io.alltools.trajectories.shell.interpreter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A variable: a text, a list by numbers or a map by names. */
final class Variable {

    @Nullable
    String text;

    @Nullable
    Map<String, String> elements;

    boolean associative;
    boolean exported;
    boolean readonly;
    boolean integer;

    Variable copy() {
        Variable copy = new Variable();
        copy.text = text;
        if (elements != null) {
            copy.makeArray(associative);
            copy.array().putAll(elements);
        }
        copy.associative = associative;
        copy.exported = exported;
        copy.readonly = readonly;
        copy.integer = integer;
        return copy;
    }

    void makeArray(boolean byName) {
        associative = byName;
        elements = byName
                ? new LinkedHashMap<>()
                : new TreeMap<>((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
        if (text != null && !byName) {
            elements.put("0", text);
        }
        text = null;
    }

    /** Its elements; a text becomes the first one. */
    Map<String, String> array() {
        if (elements == null) {
            makeArray(false);
        }
        Map<String, String> all = elements;
        return all == null ? Map.of() : all;
    }

    boolean isArray() {
        return elements != null;
    }

    /** Its text, or the first element. */
    @Nullable
    String value() {
        Map<String, String> all = elements;
        return all == null ? text : all.get("0");
    }

    List<String> values() {
        Map<String, String> all = elements;
        if (all != null) {
            return new ArrayList<>(all.values());
        }
        String only = text;
        return only == null ? List.of() : List.of(only);
    }
}
