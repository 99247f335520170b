package io.alltools.web.api;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A tool as clients see it. */
final class ToolView {

    private ToolView() {}

    /** With what the model sees of it and what its calls do. */
    static ObjectNode of(Tool tool) {
        ObjectNode view = Json.object()
                .put("name", tool.spec().name())
                .put("kind", tool.spec().kind().name())
                .put("description", tool.spec().description());
        view.set("parameters", tool.spec().parameters());
        var traits = view.putArray("traits");
        tool.traits().stream().sorted().forEach(trait -> traits.add(trait.name().toLowerCase(Locale.ROOT)));
        return view;
    }
}
