package io.alltools.web.responses;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A tool that the server runs: what the API calls it, and what it is called here. */
enum HostedTool {
    CODE_INTERPRETER("python", "ci", "code_interpreter_call", OutputItem.Status.INTERPRETING, "code_interpreter"),
    WEB_SEARCH(
            "simple_browser",
            "ws",
            "web_search_call",
            OutputItem.Status.SEARCHING,
            "web_search",
            "web_search_2025_08_26",
            "web_search_preview",
            "web_search_preview_2025_03_11"),
    FILE_SEARCH("retrieval", "fs", "file_search_call", OutputItem.Status.SEARCHING, "file_search"),
    IMAGE_GENERATION("cogview", "ig", "image_generation_call", OutputItem.Status.GENERATING, "image_generation");

    /** The tool's name here. */
    final String tool;

    /** Of the ids of its items. */
    final String prefix;

    /** The type of its items, and the begin of its events' names. */
    final String item;

    /** What it is while the tool works. */
    final OutputItem.Status working;

    private final List<String> types;

    HostedTool(String tool, String prefix, String item, OutputItem.Status working, String... types) {
        this.tool = tool;
        this.prefix = prefix;
        this.item = item;
        this.working = working;
        this.types = List.of(types);
    }

    /** The tool of a type of a request's {@code tools}. */
    static Optional<HostedTool> ofType(String type) {
        return Stream.of(values()).filter(tool -> tool.types.contains(type)).findFirst();
    }

    /** The tool that is called so here. */
    static Optional<HostedTool> ofTool(String name) {
        return Stream.of(values()).filter(tool -> tool.tool.equals(name)).findFirst();
    }
}
