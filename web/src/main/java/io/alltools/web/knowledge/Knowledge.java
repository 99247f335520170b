package io.alltools.web.knowledge;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.tools.retrieval.KnowledgeDocument;
import io.alltools.tools.retrieval.RetrievalTool;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.DocumentFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The documents that {@code retrieval} searches: a person's own folder, which {@code ALLTOOLS_DOCUMENTS} names and
 * which is never changed here, or else those that people uploaded. Of the latter the tool is there for as long as there
 * are any.
 */
public final class Knowledge {

    /** The variable that names a person's own folder. */
    public static final String VARIABLE = "ALLTOOLS_DOCUMENTS";

    private final Path folder;
    private final @Nullable DocumentFolder uploads;
    private final Function<Path, RetrievalTool> opener;
    private final Tool tool;
    private @Nullable RetrievalTool opened;

    private Knowledge(Path folder, @Nullable DocumentFolder uploads, Function<Path, RetrievalTool> opener) {
        this.folder = folder;
        this.uploads = uploads;
        this.opener = opener;
        this.tool = uploads == null ? retrieval() : new Uploaded();
    }

    /**
     * As the environment says.
     *
     * @param opener opens {@code retrieval} over a folder that exists
     * @throws IllegalArgumentException when a person's own folder can't be read
     */
    public static Knowledge of(Map<String, String> environment, DataFolder data, Function<Path, RetrievalTool> opener) {
        String own = environment.getOrDefault(VARIABLE, "").strip();
        return own.isEmpty()
                ? new Knowledge(
                        data.documents(),
                        new DocumentFolder(data, DocumentLimits.of(environment), RetrievalTool::reads),
                        opener)
                : new Knowledge(Path.of(own), null, opener);
    }

    /** Where the documents lie. */
    public Path folder() {
        return folder;
    }

    /** Where documents can be uploaded to; null where the folder is a person's own. */
    public @Nullable DocumentFolder uploads() {
        return uploads;
    }

    /** {@code retrieval}; closing it closes the index. */
    public Tool tool() {
        return tool;
    }

    /** Begins to read what is new. */
    public void warmUp() {
        if (!isEmpty()) {
            retrieval().warmUp();
        }
    }

    /**
     * All documents, by name; what is new begins to be read.
     *
     * @throws IOException when the folder can't be read
     */
    public List<KnowledgeDocument> documents() throws IOException {
        return isMissing() ? List.of() : retrieval().documents();
    }

    /** Why documents could not be read that could be read in principle; empty where that did not happen. */
    public String trouble() {
        return isMissing() ? "" : retrieval().trouble();
    }

    private boolean isEmpty() {
        return uploads != null && uploads.isEmpty();
    }

    private boolean isMissing() {
        return uploads != null && !uploads.exists();
    }

    private synchronized RetrievalTool retrieval() {
        RetrievalTool known = opened;
        if (known == null) {
            known = opener.apply(folder);
            opened = known;
        }
        return known;
    }

    private synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }

    /** Over a folder that may not be there yet. */
    private final class Uploaded implements Tool {

        @Override
        public ToolSpec spec() {
            return RetrievalTool.SPEC;
        }

        @Override
        public Set<Trait> traits() {
            return RetrievalTool.TRAITS;
        }

        /** A model has no use for a search in nothing. */
        @Override
        public List<Tool> current() {
            return isEmpty() ? List.of() : List.of(this);
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
            return isMissing()
                    ? ToolResult.failed(ToolResult.Kind.UNAVAILABLE, "there are no documents; go on without them")
                    : retrieval().call(arguments, context);
        }

        @Override
        public void close() {
            Knowledge.this.close();
        }
    }
}
