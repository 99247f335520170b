package io.alltools.web.openai;

import io.alltools.agent.Trust;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of tools that GLM-4-AllTools has beside {@code function}, and the tools that do their work here. */
public enum ServerTool {
    CODE_INTERPRETER("code_interpreter", "python", Trust.TRUSTED),
    WEB_BROWSER("web_browser", "simple_browser", Trust.UNTRUSTED),
    DRAWING_TOOL("drawing_tool", "cogview", Trust.TRUSTED),
    RETRIEVAL("retrieval", "retrieval", Trust.UNTRUSTED);

    private final String type;
    private final String tool;
    private final Trust trust;

    ServerTool(String type, String tool, Trust trust) {
        this.type = type;
        this.tool = tool;
        this.trust = trust;
    }

    /** As requests and answers have it; the member that holds a call's input and outputs has the same name. */
    public String type() {
        return type;
    }

    /** The tool's name, as the model knows it. */
    public String tool() {
        return tool;
    }

    /** Of its results, in runs and where a client sends them back. */
    Trust trust() {
        return trust;
    }

    public static Optional<ServerTool> ofType(String type) {
        return Arrays.stream(values()).filter(tool -> tool.type.equals(type)).findFirst();
    }

    /** All types that a tool may have, for messages. */
    public static String types() {
        return "function, " + Arrays.stream(values()).map(ServerTool::type).collect(Collectors.joining(", "));
    }
}
