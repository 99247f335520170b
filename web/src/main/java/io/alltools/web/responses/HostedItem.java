package io.alltools.web.responses;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Source;
import io.alltools.agent.ToolResult;
import io.alltools.tools.browser.BrowserCall;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A call of a tool that the server runs. */
final class HostedItem extends CallItem {

    private final HostedTool tool;
    private final String sessionId;
    private boolean written;
    private @Nullable ToolResult result;

    HostedItem(EventSink events, String id, int index, HostedTool tool, String sessionId) {
        super(events, id, index, tool.item);
        this.tool = tool;
        this.sessionId = sessionId;
        events.item("response.output_item.added", this);
        events.event("response." + tool.item + ".in_progress", this);
    }

    @Override
    void grown(String piece) {
        if (tool == HostedTool.CODE_INTERPRETER) {
            events.event("response.code_interpreter_call_code.delta", this).put("delta", piece);
        }
    }

    @Override
    void written() {
        written = true;
        if (tool == HostedTool.CODE_INTERPRETER) {
            events.event("response.code_interpreter_call_code.done", this).put("code", arguments());
        }
    }

    @Override
    void executing(String with) {
        arguments(with);
        status(tool.working);
        events.event("response." + tool.item + "." + tool.working.json(), this);
    }

    @Override
    void finished(ToolResult result) {
        this.result = result;
        switch (result) {
            case ToolResult.Ok ignored -> {
                events.event("response." + tool.item + ".completed", this);
                done(Status.COMPLETED);
            }
            case ToolResult.Failed ignored -> done(Status.FAILED);
        }
    }

    @Override
    void breakOff() {
        done(Status.INCOMPLETE);
    }

    @Override
    void drop() {
        arguments("");
        done(Status.INCOMPLETE);
    }

    @Override
    void describe(ObjectNode json) {
        switch (tool) {
            case CODE_INTERPRETER -> {
                json.put("code", arguments()).put("container_id", sessionId);
                if (result == null) {
                    json.putNull("outputs");
                } else {
                    outputs(json.putArray("outputs"), result);
                }
            }
            case WEB_SEARCH -> json.set("action", action());
            case FILE_SEARCH -> search(json);
            case IMAGE_GENERATION -> {
                // The image lies in the session's folder; a response that holds it would be read by nobody.
                json.putNull("result");
                images().findFirst().ifPresent(uri -> json.put("url", address(uri)));
            }
        }
    }

    private void outputs(ArrayNode outputs, ToolResult result) {
        switch (result) {
            case ToolResult.Failed failed ->
                outputs.addObject().put("type", "logs").put("logs", failed.message());
            case ToolResult.Ok ok -> {
                for (Passage passage : ok.passages()) {
                    for (Part part : passage.content()) {
                        switch (part) {
                            case Part.Text text ->
                                outputs.addObject().put("type", "logs").put("logs", text.text());
                            case Part.Image image ->
                                outputs.addObject().put("type", "image").put("url", address(image.uri()));
                        }
                    }
                }
            }
        }
    }

    /** While the model writes nobody knows what it will be; most are searches. */
    private ObjectNode action() {
        if (!written) {
            return Json.object().put("type", "search");
        }
        List<String> pages = passages()
                .map(Passage::source)
                .filter(Objects::nonNull)
                .map(Source::url)
                .distinct()
                .toList();
        try {
            return switch (BrowserCall.parse(arguments())) {
                case BrowserCall.Search search -> {
                    ObjectNode action = Json.object().put("type", "search").put("query", search.query());
                    action.putArray("queries").add(search.query());
                    yield withSources(action, pages);
                }
                case BrowserCall.Click ignored ->
                    withSources(
                            Json.object()
                                    .put("type", "open_page")
                                    .put("url", pages.isEmpty() ? null : pages.getFirst()),
                            pages);
                case BrowserCall.OpenUrl open ->
                    withSources(Json.object().put("type", "open_page").put("url", open.url()), pages);
            };
        } catch (IllegalArgumentException e) {
            // What the model wrote is no call: its result says so.
            return Json.object().put("type", "search").put("query", arguments());
        }
    }

    private static ObjectNode withSources(ObjectNode action, List<String> pages) {
        ArrayNode sources = action.putArray("sources");
        pages.forEach(url -> sources.addObject().put("type", "url").put("url", url));
        return action;
    }

    private void search(ObjectNode json) {
        ArrayNode queries = json.putArray("queries");
        if (written) {
            queries.add(query());
        }
        if (result == null) {
            json.putNull("results");
            return;
        }
        ArrayNode results = json.putArray("results");
        passages().forEach(passage -> results.addObject().put("text", passage.text()));
    }

    private String query() {
        try {
            return Json.MAPPER.readTree(arguments()).path("query").asString(arguments());
        } catch (JacksonException e) {
            return arguments();
        }
    }

    private Stream<Passage> passages() {
        return result instanceof ToolResult.Ok ok ? ok.passages().stream() : Stream.empty();
    }

    private Stream<String> images() {
        return passages()
                .flatMap(passage -> passage.content().stream())
                .filter(Part.Image.class::isInstance)
                .map(part -> ((Part.Image) part).uri());
    }

    /** Where this server has a file of the session's folder. */
    private String address(String uri) {
        return uri.matches("[a-z]+:.*") ? uri : "/api/sessions/" + sessionId + "/files/" + uri;
    }
}
