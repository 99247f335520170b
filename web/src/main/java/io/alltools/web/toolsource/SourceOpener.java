package io.alltools.web.toolsource;

import io.alltools.agent.Tool;
import io.alltools.tools.ToolFile;
import io.alltools.tools.function.Hosts;
import io.alltools.tools.mcp.McpServers;
import io.alltools.web.store.ToolSourceRecord;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the tools of a source. */
final class SourceOpener {

    private final Hosts hosts;

    SourceOpener(Hosts hosts) {
        this.hosts = hosts;
    }

    /**
     * The tools that are wanted of a source. Whoever opens them closes them.
     *
     * @throws IllegalArgumentException with one line that says what can't be read or reached and why
     */
    List<Tool> open(ToolSourceRecord source) {
        Map<String, String> headers =
                source.token() == null ? Map.of() : Map.of("Authorization", "Bearer " + source.token());
        return switch (source.kind()) {
            case DOCUMENT -> {
                // Which of an OpenAPI document's operations are wanted counts for how many it may have.
                ToolFile.Wanted wanted = new ToolFile.Wanted(headers, Set.copyOf(source.only()));
                yield chosen(
                        source,
                        source.url() != null
                                ? ToolFile.fetch(source.url(), wanted, hosts)
                                : ToolFile.read(
                                        source.name(), Objects.requireNonNull(source.document()), wanted, hosts));
            }
            case MCP -> {
                URI url = URI.create(Objects.requireNonNull(source.url()));
                require(url);
                yield chosen(source, McpServers.connect(source.name(), url, headers, hosts));
            }
        };
    }

    private void require(URI url) {
        try {
            hosts.require(url);
        } catch (IOException e) {
            throw new IllegalArgumentException(url + ": can't be reached: " + e.getMessage(), e);
        }
    }

    private static List<Tool> chosen(ToolSourceRecord source, List<Tool> tools) {
        if (source.only().isEmpty()) {
            if (tools.isEmpty()) {
                throw new IllegalArgumentException(source.name() + " offers no tools");
            }
            return tools;
        }
        Set<String> missing = new HashSet<>(source.only());
        tools.forEach(tool -> missing.remove(tool.spec().name()));
        if (!missing.isEmpty()) {
            tools.forEach(Tool::close);
            throw new IllegalArgumentException(
                    source.name() + " has no tool named " + String.join(", ", missing) + "; it has: "
                            + tools.stream().map(tool -> tool.spec().name()).collect(Collectors.joining(", ")));
        }
        Set<String> wanted = Set.copyOf(source.only());
        List<Tool> chosen = new ArrayList<>();
        for (Tool tool : tools) {
            if (wanted.contains(tool.spec().name())) {
                chosen.add(source.kind() == ToolSourceRecord.Kind.MCP ? new ChosenTool(tool, wanted) : tool);
            } else if (source.kind() == ToolSourceRecord.Kind.DOCUMENT) {
                // Those of a server share its connection.
                tool.close();
            }
        }
        return List.copyOf(chosen);
    }
}
