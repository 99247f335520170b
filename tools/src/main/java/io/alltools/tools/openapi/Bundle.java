package io.alltools.tools.openapi;

import io.alltools.agent.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Puts a document and the files that it refers to into one: each file under a field of its own, with the references
 * changed to point there. A document of a folder gets files below that folder, one of a site gets that site's: what
 * else a document might name is none of its business.
 */
public final class Bundle {

    private static final String FIELD = "x-other-files";
    private static final int MAX_FILES = 100;

    private final URI location;
    private final Function<URI, JsonNode> reader;
    private final Map<URI, Integer> numbers = new LinkedHashMap<>();
    private final ObjectNode files = Json.object();

    private Bundle(URI location, Function<URI, JsonNode> reader) {
        this.location = location;
        this.reader = reader;
    }

    /**
     * The document, with all that it refers to.
     *
     * @param location where it was read
     * @param reader reads another file; its IllegalArgumentException says what was wrong
     * @throws IllegalArgumentException when a reference leads where it must not, or a file can't be read
     */
    public static JsonNode of(URI location, JsonNode document, Function<URI, JsonNode> reader) {
        Bundle bundle = new Bundle(location, reader);
        JsonNode result = document.deepCopy();
        bundle.rewrite(result, location, "#");
        if (result instanceof ObjectNode object && !bundle.files.isEmpty()) {
            object.set(FIELD, bundle.files);
        }
        return result;
    }

    /** @param root what {@code #} of this file is in the bundle */
    private void rewrite(JsonNode node, URI file, String root) {
        switch (node) {
            case ObjectNode object -> {
                if (object.get("$ref") instanceof StringNode reference) {
                    object.put("$ref", target(reference.asString(), file, root));
                }
                object.forEach(child -> rewrite(child, file, root));
            }
            case ArrayNode array -> array.forEach(child -> rewrite(child, file, root));
            default -> {}
        }
    }

    private String target(String reference, URI file, String root) {
        if (reference.startsWith("#")) {
            return root + reference.substring(1);
        }
        URI target;
        try {
            target = file.resolve(reference);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the reference \"" + reference + "\" can't be read", e);
        }
        if (!isOurs(target)) {
            throw new IllegalArgumentException("the reference \"" + reference + "\" leads out of the document's "
                    + (isFile(location)
                            ? "folder: expected a file below it"
                            : "site: expected a file of the same one"));
        }
        String pointer = target.getRawFragment() == null ? "" : target.getRawFragment();
        URI other = URI.create(target.toString().replaceFirst("#.*", ""));
        if (other.equals(location)) {
            return "#" + pointer;
        }
        return "#/" + FIELD + "/" + number(other) + pointer;
    }

    private int number(URI file) {
        Integer known = numbers.get(file);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == MAX_FILES) {
            throw new IllegalArgumentException("the document refers to more than " + MAX_FILES + " files");
        }
        // Before it is read: files may refer to each other.
        numbers.put(file, number);
        JsonNode read = reader.apply(file).deepCopy();
        files.set(Integer.toString(number), read);
        rewrite(read, file, "#/" + FIELD + "/" + number);
        return number;
    }

    private boolean isOurs(URI target) {
        if (isFile(location)) {
            return isFile(target)
                    && isBelow(
                            Path.of(withoutFragment(target)), Path.of(location).toAbsolutePath());
        }
        return location.getScheme().equalsIgnoreCase(target.getScheme())
                && String.valueOf(location.getRawAuthority()).equalsIgnoreCase(target.getRawAuthority());
    }

    /** A link in the file system counts as what it leads to. */
    private static boolean isBelow(Path file, Path document) {
        try {
            Path folder = document.toRealPath().getParent();
            return folder != null && (Files.exists(file) ? file.toRealPath() : file.normalize()).startsWith(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFile(URI uri) {
        return "file".equals(uri.getScheme()) && uri.getRawAuthority() == null;
    }

    private static URI withoutFragment(URI uri) {
        return URI.create(uri.toString().replaceFirst("#.*", ""));
    }
}
