package io.alltools.web;

import io.alltools.agent.ChatModel;
import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.ResultLimit;
import io.alltools.agent.Tool;
import io.alltools.runtime.LoadListener;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.embedding.EmbeddingOptions;
import io.alltools.runtime.embedding.OnnxEmbeddingModel;
import io.alltools.runtime.local.LocalModels;
import io.alltools.runtime.remote.RemoteSettings;
import io.alltools.tools.ToolFile;
import io.alltools.tools.image.ImageTool;
import io.alltools.tools.python.PythonSettings;
import io.alltools.tools.python.PythonTool;
import io.alltools.tools.retrieval.RetrievalSettings;
import io.alltools.tools.retrieval.RetrievalTool;
import io.alltools.web.model.KnownModel;
import io.alltools.web.store.AttachmentLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The project's own model runtime and tools, as the environment sets them:
 *
 * <ul>
 *   <li>{@code ALLTOOLS_MODEL} the default model: a checkpoint's folder, {@code glm-tiny} or an endpoint's address;
 *   <li>{@code ALLTOOLS_MODELS} further models that clients may choose, between commas; what was imported into the
 *       cache needs no mention;
 *   <li>what {@link RemoteEnvironment} names, for a model of an endpoint;
 *   <li>what {@link BrowserEnvironment} names, for {@code simple_browser};
 *   <li>{@code ALLTOOLS_PYTHON_PACKAGES} a folder of packages that Python code can import, and
 *       {@code ALLTOOLS_PYTHON_COMPILER} whether its code is compiled;
 *   <li>{@code ALLTOOLS_EMBEDDING_MODEL} the folder of an embedding model, or one of its {@code .onnx} files;
 *   <li>{@code ALLTOOLS_IMAGES_URL}, {@code _KEY} and {@code _MODEL} the endpoint of {@code cogview}, which exists only
 *       then;
 *   <li>{@code ALLTOOLS_RESULT_CHARACTERS} how much of a result the model gets at once;
 *   <li>{@code ALLTOOLS_FILE_MB}, {@code ALLTOOLS_FILES_MB} and {@code ALLTOOLS_FILES} the most megabytes of a file
 *       that is attached to a session and of all its files, and how many there may be.
 * </ul>
 */
final class ProjectParts implements Parts {

    private static final Logger log = LoggerFactory.getLogger(ProjectParts.class);

    /** What a process may gather from sessions that are over is gone with it. */
    private static final int SESSIONS_PER_PROCESS = 100;

    private final Map<String, String> environment;
    private @Nullable EmbeddingModel embeddings;

    ProjectParts(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ChatModel openModel(ModelChoice choice, LoadListener listener) {
        String model = choice.nameOrFolder().isBlank()
                ? environment.getOrDefault("ALLTOOLS_MODEL", "")
                : choice.nameOrFolder();
        if (RemoteSettings.isAddress(model)) {
            return RemoteEnvironment.open(model, choice, environment);
        }
        RuntimeOptions options = new RuntimeOptions(
                cache(),
                choice.context(),
                choice.threads(),
                choice.slots(),
                choice.speculation(),
                choice.device(),
                choice.quantization());
        return LocalModels.open(model, options, environment, listener);
    }

    @Override
    public List<KnownModel> models() {
        return ChoosableModels.list(environment, cache());
    }

    /** Python before the browser: the order in which GLM-4 was trained to see them. */
    @Override
    public List<Tool> openTools(Lifetime lifetime) {
        PythonTool python = PythonTool.create(pythonSettings().withSpares(lifetime == Lifetime.LONG ? 1 : 0));
        if (lifetime == Lifetime.LONG) {
            Thread.ofPlatform().daemon().name("python-warm-up").start(() -> warmUp(python));
        }
        List<Tool> tools = new ArrayList<>(List.of(python, BrowserEnvironment.open(environment)));
        openImages().ifPresent(tools::add);
        return List.copyOf(tools);
    }

    @Override
    public Tool openPython(int sessions) {
        // All of one person's data: a process for each would take ten times as long as what runs in it.
        return PythonTool.create(
                pythonSettings().withSpares(0).withSessions(sessions).withSessionsPerProcess(SESSIONS_PER_PROCESS));
    }

    @Override
    public void prepare() throws InterruptedException {
        try (PythonTool python = PythonTool.create(pythonSettings())) {
            python.prepareStartupCache();
        } catch (IOException e) {
            log.warn("Python will start slowly: its start-up cache could not be made: {}", e.toString());
        }
    }

    private void warmUp(PythonTool python) {
        try {
            prepare();
            python.warmUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PythonSettings pythonSettings() {
        String compiler =
                environment.getOrDefault("ALLTOOLS_PYTHON_COMPILER", "").strip();
        if (!List.of("", "on", "off").contains(compiler)) {
            throw new IllegalArgumentException("ALLTOOLS_PYTHON_COMPILER is \"" + compiler + "\": expected on or off");
        }
        return PythonSettings.defaults()
                .withCache(RuntimeOptions.defaults().cache().resolve("python"))
                .withCompiler(compiler.equals("on"))
                .withPackages(pythonPackages());
    }

    private @Nullable Path pythonPackages() {
        String folder = environment.getOrDefault("ALLTOOLS_PYTHON_PACKAGES", "");
        if (folder.isBlank()) {
            return null;
        }
        if (!Files.isDirectory(Path.of(folder))) {
            throw new IllegalArgumentException(
                    "ALLTOOLS_PYTHON_PACKAGES is \"" + folder + "\": expected a folder of Python packages");
        }
        return Path.of(folder).toAbsolutePath();
    }

    @Override
    public List<Tool> openFunctions(String location) {
        return ToolFile.open(location, environment::get);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public ResultLimit resultLimit() {
        String characters = environment.getOrDefault("ALLTOOLS_RESULT_CHARACTERS", "");
        try {
            return characters.isBlank() ? ResultLimit.DEFAULT : new ResultLimit(Integer.parseInt(characters.strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "ALLTOOLS_RESULT_CHARACTERS is \"" + characters + "\": expected a whole number from 200", e);
        }
    }

    @Override
    public AttachmentLimits attachmentLimits() {
        int file = wholeNumber("ALLTOOLS_FILE_MB", 64);
        int total = wholeNumber("ALLTOOLS_FILES_MB", 128);
        if (file > total) {
            throw new IllegalArgumentException("ALLTOOLS_FILE_MB is " + file + " and ALLTOOLS_FILES_MB is " + total
                    + ": expected no less for all files than for one");
        }
        return AttachmentLimits.ofMegabytes(file, total, wholeNumber("ALLTOOLS_FILES", 100));
    }

    private int wholeNumber(String variable, int absent) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return absent;
        }
        if (value.matches("[1-9]\\d{0,5}")) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException(
                variable + " is \"" + value + "\": expected a whole number from 1 to 999999");
    }

    /** {@code cogview} where an endpoint is named; it has no default, since images cost money. */
    private Optional<Tool> openImages() {
        String url = environment.getOrDefault("ALLTOOLS_IMAGES_URL", "");
        return url.isBlank()
                ? Optional.empty()
                : Optional.of(ImageTool.create(
                        url,
                        environment.getOrDefault("ALLTOOLS_IMAGES_KEY", ""),
                        environment.getOrDefault("ALLTOOLS_IMAGES_MODEL", "")));
    }

    @Override
    public RetrievalTool openKnowledge(Path folder) {
        try {
            return RetrievalTool.open(
                    folder,
                    RetrievalSettings.in(cache().resolve("documents")),
                    embeddings().orElse(null));
        } catch (IOException e) {
            throw new IllegalArgumentException("the folder of documents can't be read: " + folder, e);
        }
    }

    @Override
    public synchronized Optional<EmbeddingModel> embeddings() {
        String place = environment.getOrDefault("ALLTOOLS_EMBEDDING_MODEL", "");
        if (place.isBlank()) {
            return Optional.empty();
        }
        EmbeddingModel opened = embeddings;
        if (opened == null) {
            opened = OnnxEmbeddingModel.open(
                    Path.of(place), EmbeddingOptions.defaults().withCache(cache()));
            embeddings = opened;
        }
        return Optional.of(opened);
    }

    @Override
    public Path cache() {
        String own = environment.getOrDefault("ALLTOOLS_CACHE", "");
        return own.isBlank() ? RuntimeOptions.defaults().cache() : Path.of(own);
    }
}
