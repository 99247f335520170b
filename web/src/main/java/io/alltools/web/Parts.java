package io.alltools.web;

import io.alltools.agent.ChatModel;
import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.ResultLimit;
import io.alltools.agent.Tool;
import io.alltools.runtime.LoadListener;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.tools.retrieval.RetrievalTool;
import io.alltools.web.model.KnownModel;
import io.alltools.web.store.AttachmentLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens what the other modules provide. Nothing is opened before it is asked for: a command needs few of them. */
public interface Parts {

    /**
     * A model by name or by its checkpoint's folder. It is closed with the application when it can be.
     *
     * @throws IllegalArgumentException when there is no such model; the message is one line for a person
     */
    ChatModel openModel(ModelChoice choice, LoadListener listener);

    /** The models that a run can be ordered with beside the application's own; no two have one name. */
    default List<KnownModel> models() {
        return List.of();
    }

    /** Where imported and pulled models are kept. */
    default Path cache() {
        return RuntimeOptions.defaults().cache();
    }

    /**
     * The built-in tools but {@code retrieval}, in the order in which GLM-4 was taught to see them.
     *
     * @param lifetime whether it pays to start in advance what the first calls will need
     */
    List<Tool> openTools(Lifetime lifetime);

    /**
     * {@code python} alone, for so many sessions at a time that none loses its variables to another.
     *
     * @param sessions interpreters in use at once, each a process of some 300 MB
     */
    Tool openPython(int sessions);

    /** How long the process will live. */
    enum Lifetime {
        /** One command, which should do nothing that it may not need. */
        SHORT,
        /** A server or a conversation: many calls will come. */
        LONG
    }

    /** Makes what lets later processes start faster; run once after a build. */
    void prepare() throws InterruptedException;

    /**
     * The functions of a file: described one by one, or the operations of an OpenAPI document.
     *
     * @param location a path or a URL
     * @throws IllegalArgumentException when the file can't be read; the message is one line for a person
     */
    List<Tool> openFunctions(String location);

    /**
     * {@code retrieval} over a folder of documents.
     *
     * @throws IllegalArgumentException when the folder can't be read
     */
    RetrievalTool openKnowledge(Path folder);

    /** The environment's variables, for what reads its own. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /**
     * The embedding model, where one is set. It is opened with the first call, shared by all who ask and lives as long
     * as the process.
     */
    default Optional<EmbeddingModel> embeddings() {
        return Optional.empty();
    }

    /** What the user may put into a session's folder. */
    default AttachmentLimits attachmentLimits() {
        return AttachmentLimits.DEFAULT;
    }

    /** How much of a result the model gets at once. */
    default ResultLimit resultLimit() {
        return ResultLimit.DEFAULT;
    }
}
