package io.alltools.web.alltools;

import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.openai.ServerTool;
import io.alltools.web.openai.ToolsReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tools of a request.
 *
 * @param types those that are no functions, by the name that the model knows them by
 * @param specs of the tools that the server runs, in the order of its toolbox
 * @param callers of those that the client runs: functions, and {@code python} without a sandbox
 * @param functions the request's entries of type {@code function}
 */
record RequestedTools(
        Map<String, ServerTool> types, List<ToolSpec> specs, List<ToolSpec> callers, List<JsonFields> functions) {

    /** The knowledge base that {@code ALLTOOLS_DOCUMENTS} names; there is one. */
    private static final String KNOWLEDGE = "documents";

    static RequestedTools read(JsonFields body, Toolbox toolbox) {
        Map<String, ServerTool> types = new LinkedHashMap<>();
        List<String> onServer = new ArrayList<>();
        List<ToolSpec> callers = new ArrayList<>();
        List<JsonFields> functions = new ArrayList<>();
        for (JsonFields given : body.objects("tools")) {
            String type = given.requiredText("type");
            if (type.equals("function")) {
                functions.add(given);
                continue;
            }
            ServerTool tool = ServerTool.ofType(type).orElseThrow(() -> unknown(given, type));
            if (types.put(tool.tool(), tool) != null) {
                throw ApiError.invalid(given.name("type"), "two tools are of type \"" + type + "\"");
            }
            if (tool == ServerTool.CODE_INTERPRETER && !sandbox(given)) {
                callers.add(ToolSpec.builtIn(tool.tool(), "Runs Python code at the client.", "code"));
            } else {
                onServer.add(available(tool, given, toolbox));
            }
            check(tool, given);
        }
        for (ToolSpec function : ToolsReader.functions(functions)) {
            if (types.containsKey(function.name())) {
                throw ApiError.invalid(
                        "tools",
                        "a function is named \"" + function.name() + "\" as the tool of type "
                                + types.get(function.name()).type() + ": give it another name");
            }
            callers.add(function);
        }
        List<ToolSpec> specs = toolbox.specs().stream()
                .filter(spec -> onServer.contains(spec.name()))
                .toList();
        return new RequestedTools(types, specs, List.copyOf(callers), List.copyOf(functions));
    }

    /** In the order of the toolbox, which is the one that GLM-4 was trained to see. */
    List<String> onServer() {
        return specs.stream().map(ToolSpec::name).toList();
    }

    private static ApiError unknown(JsonFields given, String type) {
        return ApiError.unsupported(
                given.name("type"),
                "there are no tools of type \"" + type + "\": expected one of " + ServerTool.types()
                        + (type.equals("web_search") ? "; web_browser searches the web" : ""));
    }

    /** Whether the server runs the code; otherwise the client does. */
    private static boolean sandbox(JsonFields given) {
        return !setting(given, ServerTool.CODE_INTERPRETER, "sandbox").equals("none");
    }

    private static void check(ServerTool tool, JsonFields given) {
        JsonFields settings = given.object(tool.type());
        if (settings == null) {
            return;
        }
        switch (tool) {
            case CODE_INTERPRETER -> {
                String sandbox = setting(given, tool, "sandbox");
                if (!List.of("auto", "none").contains(sandbox)) {
                    throw ApiError.invalid(
                            settings.name("sandbox"), "sandbox is \"" + sandbox + "\": expected auto or none");
                }
                if (!settings.objects("file_ids").isEmpty()) {
                    throw ApiError.unsupported(
                            settings.name("file_ids"),
                            "file_ids are not supported: attach files to the conversation, by POST"
                                    + " /api/sessions/ID/files, and send its id as conversation_id");
                }
            }
            case WEB_BROWSER -> {
                String browser = setting(given, tool, "browser");
                if (!browser.equals("auto")) {
                    throw ApiError.unsupported(
                            settings.name("browser"), "browser \"" + browser + "\" is not supported: expected auto");
                }
            }
            case DRAWING_TOOL -> {}
            case RETRIEVAL -> {
                String knowledge = settings.text("knowledge_id");
                if (knowledge != null && !knowledge.equals(KNOWLEDGE)) {
                    throw ApiError.invalid(
                            settings.name("knowledge_id"),
                            "there is no knowledge \"" + knowledge + "\": expected \"" + KNOWLEDGE
                                    + "\", the folder that ALLTOOLS_DOCUMENTS names, or nothing");
                }
                if (settings.get("prompt_template") != null) {
                    throw ApiError.unsupported(
                            settings.name("prompt_template"),
                            "prompt_template is not supported: what is found is an observation");
                }
            }
        }
    }

    private static String setting(JsonFields given, ServerTool tool, String name) {
        JsonFields settings = given.object(tool.type());
        String value = settings == null ? null : settings.text(name);
        return value == null ? "auto" : value;
    }

    private static String available(ServerTool tool, JsonFields given, Toolbox toolbox) {
        if (toolbox.find(tool.tool()).isPresent()) {
            return tool.tool();
        }
        String remedy = switch (tool) {
            case CODE_INTERPRETER, WEB_BROWSER -> "start it with --tools " + tool.tool() + ", or without --tools";
            case DRAWING_TOOL -> "set ALLTOOLS_IMAGES_URL to the endpoint that makes images";
            case RETRIEVAL ->
                "upload a document on the console's knowledge page, or set ALLTOOLS_DOCUMENTS to a folder of documents";
        };
        throw ApiError.unsupported(
                given.name("type"), "this server has no tool for \"" + tool.type() + "\": " + remedy);
    }
}
