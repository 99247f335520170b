package io.alltools.tools.retrieval;

import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Source;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code retrieval}: finds passages in a folder of documents. Each comes with its file and lines, or page, so that an
 * answer can cite it. The documents count as text from outside.
 */
public final class RetrievalTool implements Tool {

    private static final Logger log = LoggerFactory.getLogger(RetrievalTool.class);

    private static final int DEFAULT_COUNT = 4;

    /** What Lucene's default format takes. */
    private static final int MAX_DIMENSIONS = KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS;

    /** What the model sees of it, over whatever documents. */
    public static final ToolSpec SPEC = ToolSpec.function(
            "retrieval",
            "Finds passages in the user's documents; cite them by what stands in the brackets before each",
            Json.parseObject("""
            {"type": "object",
             "properties": {
               "query": {"type": "string", "minLength": 1, "description": "what the passage is about, in its words"},
               "count": {"type": "integer", "minimum": 1, "maximum": 10, "description": "how many passages, 4 by default"}},
             "required": ["query"]}"""));

    /** What its calls do, over whatever documents. */
    public static final Set<Trait> TRAITS = Set.of(Trait.REPEATABLE, Trait.PARALLEL, Trait.READS_PRIVATE_DATA);

    private final KnowledgeBase base;

    private RetrievalTool(KnowledgeBase base) {
        this.base = base;
    }

    /**
     * A tool over the folder's documents: text, Markdown, HTML and PDF. They are read with the first call, what did not
     * change only once for all.
     *
     * @param model finds passages by their meaning as well; null for their words alone. It stays open with its owner
     * @throws IOException when the folder can't be read
     * @throws IllegalArgumentException when the model's vectors are too long for the index
     */
    public static RetrievalTool open(Path folder, RetrievalSettings settings, @Nullable EmbeddingModel model)
            throws IOException {
        if (model != null && model.dimensions() > MAX_DIMENSIONS) {
            throw new IllegalArgumentException("the embedding model " + model.name() + " makes vectors of "
                    + model.dimensions() + " numbers: expected at most " + MAX_DIMENSIONS);
        }
        return new RetrievalTool(new KnowledgeBase(folder, settings, model));
    }

    /** Begins to read what is new, for a server that expects calls soon. */
    public void warmUp() {
        base.warmUp();
    }

    /** Whether a file of this name is read, by its ending. */
    public static boolean reads(String name) {
        return DocumentReader.reads(Path.of(name));
    }

    /** The endings of names that are read, without the dot, in order. */
    public static List<String> endings() {
        return DocumentReader.endings();
    }

    /**
     * All documents, by name, with how far each is on its way into the index; what is new begins to be read.
     *
     * @throws IOException when the folder can't be read
     */
    public List<KnowledgeDocument> documents() throws IOException {
        return base.documents();
    }

    /**
     * Why the last reading of the folder ended early, such as what the embedding model said; empty where it did not.
     */
    public String trouble() {
        return base.trouble();
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Set<Trait> traits() {
        return TRAITS;
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        ObjectNode call = Json.parseObject(arguments);
        String query = call.path("query").asString("");
        KnowledgeBase.Found found;
        try {
            found = base.search(query, call.path("count").asInt(DEFAULT_COUNT));
        } catch (IOException | ModelException e) {
            log.error("the documents can't be searched", e);
            return ToolResult.failed(ToolResult.Kind.ERROR, "the documents can't be searched: " + e.getMessage());
        }
        String notice = found.complete() ? "" : "The documents are still being read; there may be more.";
        if (found.excerpts().isEmpty()) {
            return ToolResult.ok(
                    ("No passage holds any of these words; there are " + found.passages() + " passages. " + notice)
                            .strip());
        }
        List<String> passages = new ArrayList<>();
        List<Source> items = new ArrayList<>();
        for (DocumentReader.Excerpt excerpt : found.excerpts()) {
            passages.add("[" + excerpt.place() + "]\n" + excerpt.text());
            items.add(new Source(excerpt.place(), excerpt.place()));
        }
        if (!notice.isEmpty()) {
            passages.add(notice);
        }
        return new ToolResult.Ok(
                List.of(new Passage("", Part.text(String.join("\n\n", passages)), null, items)), Trust.UNTRUSTED);
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
