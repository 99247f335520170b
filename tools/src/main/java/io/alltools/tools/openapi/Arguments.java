package io.alltools.tools.openapi;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers an operation's parameters and body into the one object schema that a function has. */
final class Arguments {

    /** OpenAPI has these ignored as parameters: they are said elsewhere. */
    private static final Set<String> OTHER_HEADERS = Set.of("accept", "content-type", "authorization");

    private final Schemas schemas;
    /** Parameters by place and name: one of the operation replaces one of its path. */
    private final Map<String, JsonNode> declared = new LinkedHashMap<>();

    private final ObjectNode properties = Json.object();
    private final Set<String> required = new TreeSet<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private @Nullable Body body;

    Arguments(JsonNode document) {
        this.schemas = new Schemas(document);
    }

    /** @throws IllegalArgumentException when the parameter has no name or an unknown place */
    void add(JsonNode node) {
        JsonNode parameter = schemas.target(node);
        String name = parameter.path("name").asString("");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a parameter has no name");
        }
        Place place;
        try {
            place = Place.of(parameter.path("in").asString(""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameters." + name + ".in: " + e.getMessage(), e);
        }
        if (place != Place.HEADER || !OTHER_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            declared.put(place + " " + name, parameter);
        }
    }

    /**
     * Adds the body, after all parameters.
     *
     * @return false when the operation needs a body of a kind that can't be made
     */
    boolean addBody(JsonNode node) {
        declared.values().forEach(this::addDeclared);
        JsonNode request = schemas.target(node);
        JsonNode content = request.path("content");
        if (content.isEmpty()) {
            return true;
        }
        boolean needed = request.path("required").asBoolean(false);
        String mediaType = mediaType(content);
        if (mediaType.isEmpty()) {
            return !needed;
        }
        JsonNode schema = schemas.standalone(content.path(mediaType).path("schema"));
        if (mediaType.equals(Body.MULTIPART) && !hasPlainFields(schema)) {
            return !needed;
        }
        List<String> members = new ArrayList<>(schema.path("properties").propertyNames());
        Set<String> neededMembers = new TreeSet<>();
        schema.path("required").forEach(name -> neededMembers.add(name.asString()));
        boolean apart = isPlainObject(schema)
                && members.stream().noneMatch(properties::has)
                // A body that may be left out can't say so any more when its members stand alone.
                && (needed || neededMembers.isEmpty());
        if (apart) {
            members.forEach(
                    name -> properties.set(name, schema.path("properties").path(name)));
            required.addAll(neededMembers);
            body = new Body(mediaType, List.copyOf(members), "");
        } else {
            String name = free("body");
            properties.set(name, described(schema, request.path("description").asString("")));
            if (needed) {
                required.add(name);
            }
            body = new Body(mediaType, List.of(), name);
        }
        return true;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    @Nullable
    Body body() {
        return body;
    }

    ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            // In the order of the properties, which is that of the document.
            properties.propertyNames().stream().filter(required::contains).forEach(names::add);
        }
        schemas.addDefinitions(schema);
        return schema;
    }

    private void addDeclared(JsonNode parameter) {
        String name = parameter.path("name").asString("");
        Place place = Place.of(parameter.path("in").asString(""));
        String property = properties.has(name) ? free(name + "_" + place.word()) : name;
        JsonNode content = parameter.path("content");
        JsonNode schema = content.isEmpty()
                ? parameter.path("schema")
                : content.properties().iterator().next().getValue().path("schema");
        properties.set(
                property,
                described(
                        schemas.standalone(schema),
                        parameter.path("description").asString("")));
        if (place == Place.PATH || parameter.path("required").asBoolean(false)) {
            required.add(property);
        }
        String style =
                parameter.path("style").asString(place == Place.QUERY || place == Place.COOKIE ? "form" : "simple");
        parameters.add(new Parameter(
                property,
                name,
                place,
                style,
                parameter.path("explode").asBoolean(style.equals("form")),
                !content.isEmpty()));
    }

    private String free(String wanted) {
        String name = wanted;
        while (properties.has(name)) {
            name += "_";
        }
        return name;
    }

    /** What stands at the place says more than what stands at the type. */
    private static JsonNode described(JsonNode schema, String description) {
        if (description.isBlank() || !(schema instanceof ObjectNode object)) {
            return schema;
        }
        return object.deepCopy().put("description", description.strip());
    }

    /** Whether the schema says no more than which members there are. */
    private static boolean isPlainObject(JsonNode schema) {
        return schema.path("properties").isObject()
                && !schema.path("properties").isEmpty()
                && schema.propertyStream()
                        .map(Map.Entry::getKey)
                        .allMatch(Set.of("type", "properties", "required", "title", "description")::contains)
                && schema.path("type").asString("object").equals("object");
    }

    /** Whether a form holds no files, which are not made of arguments. */
    private static boolean hasPlainFields(JsonNode schema) {
        return schema.path("properties").isObject()
                && schema.path("properties")
                        .valueStream()
                        .flatMap(property -> Stream.of(property, property.path("items")))
                        .noneMatch(
                                property -> property.path("format").asString("").equals("binary")
                                        || property.has("contentMediaType")
                                        || property.has("contentEncoding"));
    }

    /** JSON before a form before one of several parts; empty where there is none of them. */
    private static String mediaType(JsonNode content) {
        String form = "";
        for (String type : content.propertyNames()) {
            String plain = type.replaceAll(";.*", "").strip().toLowerCase(java.util.Locale.ROOT);
            if (plain.equals("application/json") || plain.endsWith("+json") || plain.equals("*/*")) {
                return type;
            }
            if (plain.equals(Body.FORM) || (plain.equals(Body.MULTIPART) && form.isEmpty())) {
                form = type;
            }
        }
        return form;
    }
}
