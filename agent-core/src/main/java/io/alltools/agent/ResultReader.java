package io.alltools.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** {@code read_result}: pages through a result that was too long for one observation, see {@link ResultLimit}. */
public final class ResultReader implements Tool {

    public static final String NAME = "read_result";

    /** Nothing else of the session's folder, let alone of the machine, can be read. */
    private static final Pattern FILE = Pattern.compile(ResultLimit.FOLDER + "/[A-Za-z0-9_-]+\\.txt");

    private static final ToolSpec SPEC =
            ToolSpec.function(NAME, "Reads on in a result that was cut", Json.parseObject("""
            {"type": "object",
             "properties": {
               "file": {"type": "string", "description": "the file that the notice names"},
               "from": {"type": "integer", "minimum": 0, "description": "the character to begin at"}},
             "required": ["file", "from"]}"""));

    private final ResultLimit limit;

    public ResultReader(ResultLimit limit) {
        this.limit = limit;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REPEATABLE, Trait.PARALLEL, Trait.READS_PRIVATE_DATA);
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) {
        ObjectNode read = Json.parseObject(arguments);
        String name = read.path("file").asString("");
        Path file = context.folder().resolve(name);
        if (!FILE.matcher(name).matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS,
                    "file: there is no kept result \"" + name + "\", expected a name that a notice gave");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            return ToolResult.failed(ToolResult.Kind.ERROR, name + " can't be read: " + e.getMessage());
        }
        int from = (int) Math.min(read.path("from").asLong(0), Integer.MAX_VALUE);
        if (from >= text.length()) {
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS,
                    "from: " + from + " is behind the end, " + name + " has " + text.length() + " characters");
        }
        int end = ResultLimit.end(text, Math.min(text.length(), from + limit.characters()));
        String page = text.substring(from, end)
                + (end == text.length()
                        ? "\n[the end]"
                        : "\n[... " + (text.length() - end) + " more characters; read on from " + end + " ...]");
        return new ToolResult.Ok(List.of(Passage.of(page)), Trust.UNTRUSTED);
    }
}
