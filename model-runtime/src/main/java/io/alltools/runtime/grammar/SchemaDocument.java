package io.alltools.runtime.grammar;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A schema with its places: each subschema has a number, a path, and can be found by a reference. */
final class SchemaDocument {

    private static final int MAX_DEPTH = 500;
    private static final int MAX_PATH = 1000;

    private final JsonNode root;
    private final boolean siblingsOfRefCount;
    private final List<JsonNode> subschemas = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final Map<JsonNode, Integer> numbers = new IdentityHashMap<>();
    private final Map<String, JsonNode> byId = new HashMap<>();
    private final Map<JsonNode, String> identified = new IdentityHashMap<>();

    /** Subschemas inside a schema with an identifier of its own: references in them start there. */
    private final Map<JsonNode, JsonNode> resources = new IdentityHashMap<>();

    SchemaDocument(JsonNode root) {
        this.root = root;
        this.siblingsOfRefCount = !root.path("$schema").asString("").matches(".*draft-0[3-7].*");
        collectIds(root, new ArrayDeque<>(List.of("#")), root);
    }

    JsonNode root() {
        return root;
    }

    /** Up to draft 7 a reference stands for the whole subschema. */
    boolean siblingsOfRefCount() {
        return siblingsOfRefCount;
    }

    /** The number of a subschema that was met at this path. */
    int number(JsonNode subschema, String path) {
        Integer known = numbers.get(subschema);
        if (known != null) {
            return known;
        }
        int number = subschemas.size();
        subschemas.add(subschema);
        paths.add(shortened(path));
        numbers.put(subschema, number);
        return number;
    }

    /** The path of a keyword's part that has a name, as a JSON pointer. */
    static String below(String path, String keyword, String key) {
        return path + "/" + keyword + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /** Long keys in paths, each kept for every subschema below, would take more memory than the schema itself. */
    private static String shortened(String path) {
        int length = path.length();
        return length <= MAX_PATH
                ? path
                : path.substring(0, MAX_PATH / 2) + "…" + path.substring(length - MAX_PATH / 2);
    }

    private static final JsonNode NEVER =
            JsonNodeFactory.instance.objectNode().set("not", JsonNodeFactory.instance.objectNode());

    /** A subschema as a demand; none where it allows everything. */
    Conjunction conjunction(JsonNode subschema, String path) {
        return subschema.isBoolean() && subschema.asBoolean() || subschema.isObject() && subschema.isEmpty()
                ? Conjunction.TRUE
                : Conjunction.of(number(subschema, path), false);
    }

    /** The demand that no value satisfies. */
    Conjunction neverSatisfied() {
        return Conjunction.of(number(NEVER, "#"), false);
    }

    JsonNode subschema(int number) {
        return subschemas.get(number);
    }

    String path(int number) {
        return paths.get(number);
    }

    /**
     * The number of what a reference means.
     *
     * @param from the subschema that holds the reference
     * @param path where the reference stands
     * @throws GrammarException when it leads nowhere, or out of the document
     */
    int resolve(String reference, JsonNode from, String path) {
        JsonNode base = resources.getOrDefault(from, root);
        int hash = reference.indexOf('#');
        String document = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        if (!document.isEmpty()) {
            JsonNode whole = byId.get(reference);
            if (whole != null) {
                return number(whole, identified.getOrDefault(whole, reference));
            }
            base = byId.get(document);
            if (base == null) {
                throw new GrammarException(
                        GrammarException.Kind.UNSUPPORTED,
                        "$ref",
                        path,
                        "the $ref \"" + reference + "\" at " + path + " leads out of the schema; put what it means"
                                + " in $defs");
            }
        }
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            JsonNode anchored = byId.get("#" + fragment);
            if (anchored != null) {
                return number(anchored, "#" + fragment);
            }
        }
        JsonNode found = fragment.isEmpty() ? base : base.at(pointer(fragment));
        if (found.isMissingNode() && document.isEmpty()) {
            // Many write such references as from the root.
            found = root.at(pointer(fragment));
        }
        if (found.isMissingNode() || !found.isObject() && !found.isBoolean()) {
            throw new GrammarException(
                    GrammarException.Kind.INVALID,
                    "$ref",
                    path,
                    "the $ref \"" + reference + "\" at " + path + " leads to no schema");
        }
        return number(found, "#" + fragment);
    }

    private static String pointer(String fragment) {
        try {
            String decoded = fragment.contains("%")
                    ? URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8)
                    : fragment;
            return decoded.startsWith("/") ? decoded : "/" + decoded;
        } catch (IllegalArgumentException e) {
            return "/" + fragment;
        }
    }

    private void collectIds(JsonNode node, Deque<String> path, JsonNode resource) {
        if (path.size() > MAX_DEPTH) {
            throw GrammarException.limit("more than " + MAX_DEPTH + " values inside each other");
        }
        JsonNode inner = resource;
        if (node.isObject()) {
            JsonNode own = node.get("$id");
            if (node != root && own != null && own.isString() && !own.asString().startsWith("#")) {
                inner = node;
            }
            if (inner != root) {
                resources.put(node, inner);
            }
            for (String keyword : List.of("$id", "id", "$anchor", "$dynamicAnchor")) {
                JsonNode id = node.get(keyword);
                if (id != null && id.isString()) {
                    String name = keyword.endsWith("nchor") ? "#" + id.asString() : id.asString();
                    String trimmed = name.endsWith("#") ? name.substring(0, name.length() - 1) : name;
                    byId.putIfAbsent(trimmed, node);
                    identified.computeIfAbsent(node, n -> shortened(String.join("/", path)));
                }
            }
            for (Map.Entry<String, JsonNode> part : node.properties()) {
                collectIdsBelow(part.getKey(), part.getValue(), path, inner);
            }
        } else if (node.isArray()) {
            int i = 0;
            for (JsonNode item : node) {
                collectIdsBelow(String.valueOf(i++), item, path, inner);
            }
        }
    }

    private void collectIdsBelow(String key, JsonNode node, Deque<String> path, JsonNode resource) {
        if (node.isContainer()) {
            path.addLast(key.length() > MAX_PATH ? shortened(key) : key);
            collectIds(node, path, resource);
            path.removeLast();
        }
    }
}
