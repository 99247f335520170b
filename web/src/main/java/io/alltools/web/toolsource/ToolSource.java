package io.alltools.web.toolsource;

import io.alltools.agent.Tool;
import io.alltools.web.store.ToolSourceRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A source of tools as it is now.
 *
 * @param tools as they were read last
 * @param problem why it could not be read; empty where it could
 */
public record ToolSource(ToolSourceRecord source, State state, List<Tool> tools, String problem) {

    /** How it is with a source. */
    public enum State {
        /** It was there when the server started, and is being reached. */
        OPENING,
        READY,
        /** It could not be read or reached when that was tried last. */
        FAILED
    }

    public ToolSource {
        tools = List.copyOf(tools);
    }

    static ToolSource opening(ToolSourceRecord source) {
        return new ToolSource(source, State.OPENING, List.of(), "");
    }

    static ToolSource ready(ToolSourceRecord source, List<Tool> tools) {
        return new ToolSource(source, State.READY, tools, "");
    }

    ToolSource failed(String problem) {
        return new ToolSource(source, State.FAILED, tools, problem);
    }

    public String id() {
        return source.id();
    }

    public String name() {
        return source.name();
    }

    /** Of its tools. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        tools.forEach(tool -> names.add(tool.spec().name()));
        return names;
    }
}
