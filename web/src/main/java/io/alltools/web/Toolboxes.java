package io.alltools.web;

import io.alltools.agent.ResultReader;
import io.alltools.agent.Tool;
import io.alltools.agent.Toolbox;
import io.alltools.tools.ToolFile;
import io.alltools.web.knowledge.Knowledge;
import io.alltools.web.store.DataFolder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts toolboxes together out of names, files and addresses. */
public final class Toolboxes {

    private Toolboxes() {}

    /**
     * The tools of these names and files, in this order; null for all built-in ones.
     *
     * @param folder holds the documents that people uploaded
     * @throws UnknownToolException when a name does not exist
     * @throws IllegalArgumentException when a file can't be read or two tools have one name
     */
    public static Toolbox open(Parts parts, Parts.Lifetime lifetime, DataFolder folder, @Nullable List<String> names) {
        return open(parts, lifetime, Knowledge.of(parts.environment(), folder, parts::openKnowledge), names)
                .current();
    }

    static Toolbox open(Parts parts, Parts.Lifetime lifetime, Knowledge knowledge, @Nullable List<String> names) {
        if (names == null) {
            return new Toolbox(builtIns(parts, lifetime, knowledge), parts.resultLimit());
        }
        // Opened only where one is named.
        Toolbox builtIns = names.stream().allMatch(ToolFile::isLocation)
                ? Toolbox.empty()
                : new Toolbox(builtIns(parts, lifetime, knowledge));
        List<Tool> tools = new ArrayList<>();
        for (String name : names) {
            if (ToolFile.isLocation(name)) {
                tools.addAll(parts.openFunctions(name));
            } else {
                only(builtIns, name).find(name).ifPresent(tools::add);
            }
        }
        return complete(parts, tools, names.stream().anyMatch(ToolFile::isLocation));
    }

    static List<Tool> builtIns(Parts parts, Parts.Lifetime lifetime, Knowledge knowledge) {
        List<Tool> tools = new ArrayList<>(parts.openTools(lifetime));
        tools.add(knowledge.tool());
        if (lifetime == Parts.Lifetime.LONG) {
            knowledge.warmUp();
        }
        return List.copyOf(tools);
    }

    /** @param functions whether there are any: where no Python could open a file, a tool reads on in their results */
    static Toolbox complete(Parts parts, List<Tool> tools, boolean functions) {
        List<Tool> all = new ArrayList<>(tools);
        if (functions && tools.stream().noneMatch(tool -> tool.spec().name().equals("python"))) {
            all.add(new ResultReader(parts.resultLimit()));
        }
        return new Toolbox(all, parts.resultLimit());
    }

    /** @throws UnknownToolException when the toolbox has no such tool */
    public static Toolbox only(Toolbox tools, String name) {
        try {
            return tools.only(List.of(name));
        } catch (IllegalArgumentException e) {
            throw new UnknownToolException(e);
        }
    }
}
