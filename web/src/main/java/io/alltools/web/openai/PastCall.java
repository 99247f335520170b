package io.alltools.web.openai;

import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Trust;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call that a client's conversation holds. One of a tool that the server ran holds what came of it, too, and becomes
 * the observation that the model saw. Whether the tool said that is the client's word, so it is text from outside
 * whatever tool it was.
 *
 * @param result null where a message of its own must answer it
 */
record PastCall(ToolCall call, Message.@Nullable Observation result) {

    /** The query of a search, which headed its results. */
    private static final Pattern QUERY = Pattern.compile("\\(\\s*(?:query\\s*=\\s*)?(['\"])(.*?)\\1");

    static PastCall read(JsonFields given) {
        String type = given.text("type");
        ServerTool tool = type == null ? null : ServerTool.ofType(type).orElse(null);
        if (type != null && tool == null && !type.equals("function")) {
            throw ApiError.unsupported(
                    given.name("type"),
                    "a tool call of type \"" + type + "\" is not supported: expected one of " + ServerTool.types());
        }
        return tool == null ? function(given) : of(tool, given);
    }

    private static PastCall function(JsonFields given) {
        JsonFields function = given.object("function");
        if (function == null) {
            throw ApiError.invalid(given.name("function"), "a tool call needs \"function\" with name and arguments");
        }
        String arguments = function.text("arguments");
        ToolCall call = new ToolCall(
                given.requiredText("id"), function.requiredText("name"), arguments == null ? "" : arguments);
        return new PastCall(
                call, function.get("outputs") == null ? null : observation(call.id(), texts(function, "content")));
    }

    private static PastCall of(ServerTool tool, JsonFields given) {
        JsonFields content = given.object(tool.type());
        if (content == null) {
            throw ApiError.invalid(
                    given.name(tool.type()),
                    "a tool call of type " + tool.type() + " needs \"" + tool.type() + "\" with input");
        }
        String input = content.text("input");
        ToolCall call = new ToolCall(given.requiredText("id"), tool.tool(), input == null ? "" : input);
        return new PastCall(call, content.get("outputs") == null ? null : result(tool, call, content));
    }

    /**
     * What a call came to.
     *
     * @param content holds {@code outputs}
     */
    static Message.Observation result(ServerTool tool, ToolCall call, JsonFields content) {
        return switch (tool) {
            case CODE_INTERPRETER ->
                observation(
                        call.id(),
                        content.objects("outputs").stream()
                                .map(PastCall::cellOutput)
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining("\n")));
            case DRAWING_TOOL -> {
                String error = content.text("error");
                yield observation(call.id(), error != null ? error : images(content));
            }
            case RETRIEVAL -> observation(call.id(), documents(content));
            case WEB_BROWSER -> new Message.Observation(call.id(), pages(call, content), Trust.UNTRUSTED);
        };
    }

    private static Message.Observation observation(String id, String text) {
        return new Message.Observation(id, List.of(Passage.of(text)), Trust.UNTRUSTED);
    }

    /** The model has read of files in the logs already. */
    private static String cellOutput(JsonFields output) {
        String logs = output.text("logs");
        return logs == null ? "" : logs;
    }

    private static String images(JsonFields content) {
        return content.objects("outputs").stream()
                .map(output -> "The image is shown to the user: " + output.requiredText("image"))
                .collect(Collectors.joining("\n"));
    }

    private static String documents(JsonFields content) {
        List<String> passages = new ArrayList<>();
        for (JsonFields output : content.objects("outputs")) {
            String document = output.text("document");
            String text = output.text("text");
            passages.add((document == null ? "" : "[" + document + "]\n") + (text == null ? "" : text));
        }
        return String.join("\n\n", passages);
    }

    private static String texts(JsonFields content, String field) {
        return content.objects("outputs").stream()
                .map(output -> output.text(field))
                .map(text -> text == null ? "" : text)
                .collect(Collectors.joining("\n"));
    }

    /** Pages and failures say under which heading the model saw them; all else are the hits of a search. */
    private static List<Passage> pages(ToolCall call, JsonFields content) {
        List<JsonFields> outputs = content.objects("outputs");
        if (!outputs.isEmpty() && outputs.stream().allMatch(output -> output.get("metadata") != null)) {
            return outputs.stream()
                    .map(output -> new Passage(text(output, "metadata"), Part.text(text(output, "content"))))
                    .toList();
        }
        Matcher query = QUERY.matcher(call.arguments());
        StringBuilder text = new StringBuilder("TITLE: " + (query.find() ? query.group(2) : "") + "\n\n");
        for (int i = 0; i < outputs.size(); i++) {
            JsonFields hit = outputs.get(i);
            text.append(" # 【%d†%s†%s】\n%s\n"
                    .formatted(i, line(text(hit, "title")), host(text(hit, "link")), line(text(hit, "content"))));
        }
        if (outputs.isEmpty()) {
            text.append("No results were found.\n");
        }
        return List.of(new Passage(
                "browser_result", Part.text(text.append("Visible: 0% - 100%").toString())));
    }

    private static String text(JsonFields fields, String name) {
        String text = fields.text(name);
        return text == null ? "" : text;
    }

    /** One line that can't be mistaken for the heading of a hit. */
    private static String line(String text) {
        return text.replaceAll("\\s+", " ")
                .replace('【', '[')
                .replace('】', ']')
                .replace('†', ' ')
                .strip();
    }

    /** The link's host, or its scheme where there is none. */
    private static String host(String link) {
        try {
            URI uri = URI.create(link);
            return line(uri.getHost() != null ? uri.getHost() : String.valueOf(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return "web";
        }
    }
}
