package io.alltools.web;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.runtime.LoadListener;
import io.alltools.tools.ToolFile;
import io.alltools.tools.python.PythonSettings;
import io.alltools.tools.python.PythonTool;
import io.alltools.tools.retrieval.RetrievalSettings;
import io.alltools.tools.retrieval.RetrievalTool;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/**
 * An {@link EchoModel} with two small tools: {@code shout} and {@code nap}, which sleeps; functions of a URL are real.
 */
public class EchoParts implements Parts {

    /** Leaves an image in the session's folder; for tests that add it. */
    public static final Tool PAINT = new SmallTool(ToolSpec.builtIn("paint", "makes an image", "name")) {
        @Override
        public ToolResult call(String name, ToolContext context) {
            paint(context.folder().resolve(name));
            return new ToolResult.Ok(List.of(new Passage("", List.of(new Part.Image(name)))), Trust.TRUSTED);
        }
    };

    private static final AtomicInteger NAPPING = new AtomicInteger();

    /** How many calls of {@code nap} go on in this JVM. */
    public static int napping() {
        return NAPPING.get();
    }

    public final EchoModel model = new EchoModel();

    @Override
    public ChatModel openModel(ModelChoice choice, LoadListener listener) {
        String nameOrFolder = choice.nameOrFolder();
        if (!nameOrFolder.isEmpty() && !nameOrFolder.equals("echo")) {
            throw new IllegalArgumentException("no model folder at " + nameOrFolder);
        }
        return model;
    }

    @Override
    public void prepare() {}

    @Override
    public Tool openPython(int sessions) {
        return PythonTool.create(PythonSettings.defaults().withSpares(0).withSessions(sessions));
    }

    @Override
    public List<Tool> openTools(Lifetime lifetime) {
        return List.of(
                new SmallTool(ToolSpec.builtIn("shout", "makes it loud", "text")) {
                    @Override
                    public ToolResult call(String arguments, ToolContext context) {
                        return ToolResult.ok(arguments.toUpperCase(java.util.Locale.ROOT));
                    }
                },
                new SmallTool(ToolSpec.builtIn("nap", "sleeps", "millis")) {
                    @Override
                    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
                        NAPPING.incrementAndGet();
                        try {
                            Thread.sleep(Long.parseLong(arguments));
                        } finally {
                            NAPPING.decrementAndGet();
                        }
                        return ToolResult.ok("rested");
                    }
                });
    }

    @Override
    public List<Tool> openFunctions(String file) {
        if (file.startsWith("http:")) {
            return ToolFile.open(file, name -> null);
        }
        if (!Files.exists(Path.of(file))) {
            throw new IllegalArgumentException("no function file at " + file);
        }
        return List.of(
                new SmallTool(ToolSpec.function("from_file", "", Json.object().put("type", "object"))) {
                    @Override
                    public ToolResult call(String arguments, ToolContext context) {
                        return ToolResult.ok(arguments);
                    }
                });
    }

    /** Its index lies beside the documents. */
    @Override
    public RetrievalTool openKnowledge(Path folder) {
        try {
            return RetrievalTool.open(folder, RetrievalSettings.in(folder.resolveSibling(".index")), null);
        } catch (IOException e) {
            throw new IllegalArgumentException("the folder of documents can't be read: " + folder, e);
        }
    }

    private static void paint(Path file) {
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private abstract static class SmallTool implements Tool {
        private final ToolSpec spec;

        SmallTool(ToolSpec spec) {
            this.spec = spec;
        }

        @Override
        public ToolSpec spec() {
            return spec;
        }
    }
}
