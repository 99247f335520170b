package io.alltools.web.openai;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of tools that GLM-4-AllTools has beside {@code function}, and the tools that do their work here. */
public enum ServerTool {
    CODE_INTERPRETER("code_interpreter", "python"),
    WEB_BROWSER("web_browser", "simple_browser"),
    DRAWING_TOOL("drawing_tool", "cogview"),
    RETRIEVAL("retrieval", "retrieval");

    private final String type;
    private final String tool;

    ServerTool(String type, String tool) {
        this.type = type;
        this.tool = tool;
    }

    /** As requests and answers have it; the member that holds a call's input and outputs has the same name. */
    public String type() {
        return type;
    }

    /** The tool's name, as the model knows it. */
    public String tool() {
        return tool;
    }

    public static Optional<ServerTool> ofType(String type) {
        return Arrays.stream(values()).filter(tool -> tool.type.equals(type)).findFirst();
    }

    /** All types that a tool may have, for messages. */
    public static String types() {
        return "function, " + Arrays.stream(values()).map(ServerTool::type).collect(Collectors.joining(", "));
    }
}
