package io.alltools.web;

import io.alltools.agent.Tool;
import io.alltools.agent.Toolbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tools of an application: those that it was opened with, and groups that come and go while it runs. What began
 * with a tool keeps it: a tool that was taken away is closed once all that was under way then has ended.
 */
final class ToolShelf implements AutoCloseable {

    private final Toolbox base;
    private final Map<String, List<Tool>> groups = new LinkedHashMap<>();
    private final Set<Use> uses = new HashSet<>();
    private final List<Retired> retired = new ArrayList<>();
    private volatile Toolbox all;

    /** @param users what may still call the tools */
    private record Retired(List<Tool> tools, Set<Use> users) {}

    /** Something that calls tools, from its first look at them to its end. */
    final class Use implements AutoCloseable {
        @Override
        public void close() {
            end(this);
        }
    }

    ToolShelf(Toolbox base) {
        this.base = base;
        this.all = base;
    }

    /** The tools for what begins now. */
    Toolbox current() {
        return all.current();
    }

    /** Must be closed by whoever begins it. */
    synchronized Use use() {
        Use use = new Use();
        uses.add(use);
        return use;
    }

    /**
     * Puts a group of tools behind the others, in the place of the one of this name.
     *
     * @throws IllegalArgumentException when another tool has the name of one of these; nothing is changed then
     */
    synchronized void put(String group, List<Tool> tools) {
        Map<String, List<Tool>> changed = new LinkedHashMap<>(groups);
        List<Tool> before = changed.put(group, List.copyOf(tools));
        all = together(changed);
        groups.put(group, List.copyOf(tools));
        if (before != null) {
            retire(before);
        }
    }

    /** Takes a group away from what begins from now on; nothing happens where there is none. */
    synchronized void remove(String group) {
        List<Tool> before = groups.remove(group);
        if (before != null) {
            all = together(groups);
            retire(before);
        }
    }

    /** Forgets what the tools keep for a session. */
    void endSession(String sessionId) {
        all.endSession(sessionId);
    }

    @Override
    public synchronized void close() {
        retired.forEach(each -> each.tools().forEach(Tool::close));
        retired.clear();
        all.close();
    }

    private Toolbox together(Map<String, List<Tool>> parts) {
        return base.with(parts.values().stream().flatMap(Collection::stream).toList());
    }

    private void retire(List<Tool> tools) {
        if (uses.isEmpty()) {
            tools.forEach(Tool::close);
        } else {
            retired.add(new Retired(tools, new HashSet<>(uses)));
        }
    }

    private synchronized void end(Use use) {
        uses.remove(use);
        for (Iterator<Retired> each = retired.iterator(); each.hasNext(); ) {
            Retired old = each.next();
            old.users().remove(use);
            if (old.users().isEmpty()) {
                each.remove();
                old.tools().forEach(Tool::close);
            }
        }
    }
}
