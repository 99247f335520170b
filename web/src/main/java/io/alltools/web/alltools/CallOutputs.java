package io.alltools.web.alltools;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Source;
import io.alltools.agent.ToolResult;
import io.alltools.web.openai.ServerTool;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a call came to, so that a client that sends it back gives the model what it saw. */
final class CallOutputs {

    /** A hit's number, title and host on one line, and what the page says on the next; no hit can forge another. */
    private static final Pattern HIT = Pattern.compile("(?m)^ # 【(\\d+)†[^\\n]*】\\n(.*)$");

    private final SessionLinks links;

    CallOutputs(SessionLinks links) {
        this.links = links;
    }

    /** The member {@code outputs} of a call, with {@code error} where that is the only place for it. */
    ObjectNode of(ServerTool tool, ToolResult result) {
        ObjectNode content = Json.object();
        ArrayNode outputs = content.putArray("outputs");
        List<Passage> passages = result.toObservation("").passages();
        switch (tool) {
            case CODE_INTERPRETER -> cell(passages, outputs);
            case WEB_BROWSER -> passages.forEach(passage -> page(passage, outputs));
            case DRAWING_TOOL -> {
                switch (result) {
                    case ToolResult.Ok ok -> images(ok.passages(), outputs);
                    case ToolResult.Failed ignored -> content.put("error", text(passages));
                }
            }
            case RETRIEVAL -> passages.forEach(passage -> documents(passage, outputs));
        }
        return content;
    }

    /** Of a function's call that the server had to answer: it was wrong, or not permitted. */
    static ObjectNode ofFunction(ToolResult result) {
        ObjectNode content = Json.object();
        content.putArray("outputs")
                .addObject()
                .put("content", text(result.toObservation("").passages()));
        return content;
    }

    private static String text(List<Passage> passages) {
        return String.join("\n", passages.stream().map(Passage::text).toList());
    }

    private void cell(List<Passage> passages, ArrayNode outputs) {
        outputs.addObject().put("type", "logs").put("logs", text(passages));
        for (Passage passage : passages) {
            for (Source file : passage.items()) {
                outputs.addObject().put("type", "file").put("file", links.of(file.url()));
            }
        }
    }

    private static void page(Passage passage, ArrayNode outputs) {
        if (passage.source() != null
                || passage.items().isEmpty() && !passage.text().startsWith("TITLE: ")) {
            Source source = passage.source();
            outputs.addObject()
                    .put("title", source == null ? "" : source.title())
                    .put("link", source == null ? "" : source.url())
                    .put("content", passage.text())
                    .put("metadata", passage.metadata());
            return;
        }
        String[] snippets = new String[passage.items().size()];
        Matcher hit = HIT.matcher(passage.text());
        while (hit.find()) {
            int id = hit.group(1).length() > 4 ? snippets.length : Integer.parseInt(hit.group(1));
            if (id < snippets.length) {
                snippets[id] = hit.group(2);
            }
        }
        for (int i = 0; i < snippets.length; i++) {
            Source source = passage.items().get(i);
            outputs.addObject()
                    .put("title", source.title())
                    .put("link", source.url())
                    .put("content", snippets[i] == null ? "" : snippets[i]);
        }
    }

    private void images(List<Passage> passages, ArrayNode outputs) {
        for (Passage passage : passages) {
            for (Part part : passage.content()) {
                if (part instanceof Part.Image image) {
                    outputs.addObject().put("image", links.of(image.uri()));
                }
            }
        }
    }

    /** The text is cut where the places stand that it comes from, each in brackets on a line of its own. */
    private static void documents(Passage passage, ArrayNode outputs) {
        String text = passage.text();
        List<Source> items = passage.items();
        int at = 0;
        for (int i = 0; i < items.size(); i++) {
            String place = items.get(i).title();
            int begin = text.indexOf("[" + place + "]\n", at);
            if (begin < 0) {
                break;
            }
            begin += place.length() + "[]\n".length();
            int end = i + 1 < items.size()
                    ? text.indexOf("\n\n[" + items.get(i + 1).title() + "]\n", begin)
                    : text.length();
            at = end < 0 ? text.length() : end;
            outputs.addObject().put("text", text.substring(begin, at)).put("document", place);
        }
        if (outputs.isEmpty()) {
            outputs.addObject().put("text", text);
        }
    }
}
