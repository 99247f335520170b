package io.alltools.tools.retrieval;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code retrieval}: finds passages in a folder of documents. Each comes with its file and lines, so that an answer can
 * cite it. The documents count as text from outside.
 */
public final class RetrievalTool implements Tool {

    private static final Logger log = LoggerFactory.getLogger(RetrievalTool.class);

    private static final int DEFAULT_COUNT = 4;

    private static final ToolSpec SPEC = ToolSpec.function(
            "retrieval", "Finds passages in the user's documents; cite them by file and lines", Json.parseObject("""
            {"type": "object",
             "properties": {
               "query": {"type": "string", "minLength": 1, "description": "words that the passage holds"},
               "count": {"type": "integer", "minimum": 1, "maximum": 10, "description": "how many passages, 4 by default"}},
             "required": ["query"]}"""));

    private final KnowledgeBase base;

    private RetrievalTool(KnowledgeBase base) {
        this.base = base;
    }

    /**
     * Reads the folder's documents: text, Markdown and HTML.
     *
     * @throws IOException when the folder can't be read
     */
    public static RetrievalTool open(Path folder) throws IOException {
        return new RetrievalTool(new KnowledgeBase(folder));
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) {
        ObjectNode call = Json.parseObject(arguments);
        String query = call.path("query").asString("");
        List<KnowledgeBase.Hit> hits;
        try {
            hits = base.search(query, call.path("count").asInt(DEFAULT_COUNT));
        } catch (IOException e) {
            return ToolResult.failed(ToolResult.Kind.ERROR, "the documents can't be searched: " + e.getMessage());
        }
        if (hits.isEmpty()) {
            return ToolResult.ok("No passage holds any of these words; there are " + base.size() + " passages.");
        }
        List<String> passages = new ArrayList<>();
        for (KnowledgeBase.Hit hit : hits) {
            passages.add("[" + hit.place() + "]\n" + hit.text());
        }
        return new ToolResult.Ok(List.of(new Passage("", Part.text(String.join("\n\n", passages)))), Trust.UNTRUSTED);
    }

    @Override
    public void close() {
        try {
            base.close();
        } catch (IOException e) {
            log.warn("the knowledge base could not be closed", e);
        }
    }
}
