package io.alltools.web.cli;

import io.alltools.tools.ToolFile;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.agent.AgentFolder;
import java.nio.file.Path;

/** Finds the agent that a person names on the command line. */
final class AgentNames {

    private AgentNames() {}

    /** @param word a name, or a file */
    static AgentDefinition find(CommandContext context, String word) {
        return ToolFile.isLocation(word)
                ? AgentFolder.open(Path.of(word))
                : named(new AgentFolder(context.dataFolder().agents()), word);
    }

    static AgentDefinition named(AgentFolder agents, String name) {
        return agents.find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no agent \"" + name + "\""
                        + (agents.names().isEmpty()
                                ? "; none is defined"
                                : "; there are: " + String.join(", ", agents.names()))));
    }
}
