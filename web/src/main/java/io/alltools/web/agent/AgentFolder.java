package io.alltools.web.agent;

import io.alltools.agent.Json;
import io.alltools.tools.ToolFile;
import io.alltools.web.http.ApiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A folder of agents, {@code NAME.yaml} each. It is read anew each time, so that an edited file counts at once. */
public final class AgentFolder {

    static final String NAME_RULE = "a letter or _ and then at most 63 letters, digits, _ or -";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final int MAX_BYTES = 1 << 20;
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path folder;

    public AgentFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * The agent of a file, wherever it lies.
     *
     * @throws IllegalArgumentException with one line that names the file, the field and what was expected
     */
    public static AgentDefinition open(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        try {
            return AgentReader.read(tree(file), whole.resolveSibling("").normalize());
        } catch (ApiError e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The agent of this name; empty when there is none.
     *
     * @throws IllegalArgumentException when its file can't be used
     */
    public Optional<AgentDefinition> find(String name) {
        return file(name).map(file -> named(file, name));
    }

    /** What was written down, as JSON. */
    public Optional<ObjectNode> json(String name) {
        return file(name).map(AgentFolder::tree);
    }

    /** What was written down, as it was written, whatever is wrong with it. */
    public Optional<String> text(String name) {
        return file(name).map(AgentFolder::readText);
    }

    /** The names of all agents, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName()).replaceFirst("\\.(yaml|yml|json)$", "");
                if (isName(name) && file(name).filter(file::equals).isPresent()) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the agents in " + folder + " can't be listed", e);
        }
        names.sort(Comparator.naturalOrder());
        return List.copyOf(names);
    }

    /**
     * Keeps an agent that came over the network. Unlike a person's own file it may name only files and folders that lie
     * in this one, and no model elsewhere, which would get the conversations and the key.
     *
     * @throws ApiError when it can't be used
     */
    public AgentDefinition put(String name, ObjectNode json) {
        return put(name, json, YAML.writeValueAsString(json));
    }

    /**
     * As {@link #put(String, ObjectNode)}, kept as it was written, comments and all.
     *
     * @param text YAML or JSON
     */
    public AgentDefinition put(String name, String text) {
        ObjectNode json;
        try {
            json = tree(Path.of(name), text);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("text", String.valueOf(e.getMessage()));
        }
        return put(name, json, text);
    }

    private AgentDefinition put(String name, ObjectNode json, String text) {
        AgentDefinition definition = AgentReader.read(json, folder);
        if (!definition.name().equals(name)) {
            throw ApiError.invalid(
                    "name", "name is \"" + definition.name() + "\": expected \"" + name + "\", as in the address");
        }
        if (definition.model().contains("://")) {
            throw ApiError.invalid(
                    "model",
                    "model is " + definition.model()
                            + ": over the API expected a model on this machine; a file that you"
                            + " write yourself may name any");
        }
        definition.tools().stream()
                .filter(tool -> ToolFile.isLocation(tool) && !tool.contains("://"))
                .forEach(tool -> requireWithin("tools", Path.of(tool)));
        if (definition.knowledge() != null) {
            requireWithin("knowledge", definition.knowledge());
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, ".part-", "");
            Files.writeString(part, text);
            // A file that is JSON may hold YAML as little as a person would expect it there.
            Path before = file(name).orElse(null);
            Path target = folder.resolve(name + ".yaml");
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (before != null && !before.equals(target)) {
                Files.delete(before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the agent " + name + " can't be kept in " + folder, e);
        }
        return definition;
    }

    /** @return whether there was such an agent */
    public boolean delete(String name) {
        Optional<Path> file = file(name);
        try {
            return file.isPresent() && Files.deleteIfExists(file.get());
        } catch (IOException e) {
            throw new UncheckedIOException("the agent " + name + " can't be deleted from " + folder, e);
        }
    }

    private void requireWithin(String field, Path path) {
        if (!path.startsWith(folder)) {
            throw ApiError.invalid(
                    field,
                    field + " names " + path + ": over the API expected a path below the agents' folder; a file"
                            + " that you write yourself may name any");
        }
    }

    private Optional<Path> file(String name) {
        return isName(name)
                ? ENDINGS.stream()
                        .map(ending -> folder.resolve(name + ending))
                        .filter(Files::isRegularFile)
                        .findFirst()
                : Optional.empty();
    }

    private static AgentDefinition named(Path file, String name) {
        AgentDefinition definition = open(file);
        if (!definition.name().equals(name)) {
            throw new IllegalArgumentException(
                    file + ": name is \"" + definition.name() + "\": expected \"" + name + "\", as the file is named");
        }
        return definition;
    }

    private static ObjectNode tree(Path file) {
        return tree(file, readText(file));
    }

    private static ObjectNode tree(Path file, String text) {
        try {
            JsonNode root = text.stripLeading().startsWith("{") ? Json.MAPPER.readTree(text) : YAML.readTree(text);
            if (root instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException(file + ": expected the fields of an agent: name, instructions, tools …");
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": not valid YAML: " + Json.where(e), e);
        }
    }

    private static String readText(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(file + ": too large: expected at most " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": can't be read: " + e.getMessage(), e);
        }
    }
}
