package io.alltools.runtime.grammar;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A schema with its places: each subschema has a number, a path, and can be found by a reference. */
final class SchemaDocument {

    private final JsonNode root;
    private final boolean siblingsOfRefCount;
    private final List<JsonNode> subschemas = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final Map<JsonNode, Integer> numbers = new IdentityHashMap<>();
    private final Map<String, JsonNode> byId = new HashMap<>();
    private final Map<JsonNode, String> identified = new IdentityHashMap<>();

    SchemaDocument(JsonNode root) {
        this.root = root;
        this.siblingsOfRefCount = !root.path("$schema").asString("").matches(".*draft-0[3-7].*");
        collectIds(root, "#", 0);
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
        paths.add(path);
        numbers.put(subschema, number);
        return number;
    }

    /** A subschema that is not in the document and that no value satisfies. */
    int never() {
        return number(NEVER, "#");
    }

    private static final JsonNode NEVER =
            JsonNodeFactory.instance.objectNode().set("not", JsonNodeFactory.instance.objectNode());

    JsonNode subschema(int number) {
        return subschemas.get(number);
    }

    String path(int number) {
        return paths.get(number);
    }

    /**
     * The number of what a reference means.
     *
     * @param path where the reference stands
     * @throws GrammarException when it leads nowhere, or out of the document
     */
    int resolve(String reference, String path) {
        String target = reference;
        JsonNode base = root;
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
                        "the reference \"" + reference + "\" at " + path + " leads out of the schema; put what it means"
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
        if (found.isMissingNode() || !found.isObject() && !found.isBoolean()) {
            throw new GrammarException(
                    GrammarException.Kind.INVALID,
                    "$ref",
                    path,
                    "the reference \"" + target + "\" at " + path + " leads to no schema");
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

    private void collectIds(JsonNode node, String path, int depth) {
        if (depth > 500) {
            throw GrammarException.limit("more than 500 values inside each other");
        }
        if (node.isObject()) {
            for (String keyword : List.of("$id", "id", "$anchor", "$dynamicAnchor")) {
                JsonNode id = node.get(keyword);
                if (id != null && id.isString()) {
                    String name = keyword.endsWith("nchor") ? "#" + id.asString() : id.asString();
                    String trimmed = name.endsWith("#") ? name.substring(0, name.length() - 1) : name;
                    byId.putIfAbsent(trimmed, node);
                    identified.putIfAbsent(node, path);
                }
            }
            node.properties().forEach(p -> collectIds(p.getValue(), path + "/" + p.getKey(), depth + 1));
        } else if (node.isArray()) {
            int i = 0;
            for (JsonNode item : node) {
                collectIds(item, path + "/" + i++, depth + 1);
            }
        }
    }
}
