package io.alltools.tools.openapi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A document's security schemes with the credentials that the settings hold for them. */
final class Security {

    /**
     * What an operation gets.
     *
     * @param missing schemes without credentials, where no alternative could be met
     */
    record Access(List<Credential> credentials, List<String> missing) {}

    private final JsonNode root;
    private final JsonNode schemes;
    private final OpenApiSettings settings;

    Security(JsonNode root, OpenApiSettings settings) {
        this.root = root;
        this.schemes = root.path("components").path("securitySchemes");
        this.settings = settings;
    }

    Set<String> schemes() {
        return new TreeSet<>(schemes.propertyNames());
    }

    /** The first alternative that can be met; the operation's own alternatives replace the document's. */
    Access of(JsonNode operation) {
        JsonNode alternatives = operation.has("security") ? operation.path("security") : root.path("security");
        List<String> missing = List.of();
        boolean free = alternatives.isEmpty();
        for (JsonNode alternative : alternatives) {
            List<String> names = new ArrayList<>(alternative.propertyNames());
            List<String> lacking = names.stream()
                    .filter(name -> !settings.auth().containsKey(name))
                    .toList();
            if (lacking.isEmpty() && !names.isEmpty()) {
                return new Access(names.stream().map(this::credential).toList(), List.of());
            }
            free |= names.isEmpty();
            missing = missing.isEmpty() ? lacking : missing;
        }
        return new Access(List.of(), free ? List.of() : missing);
    }

    private Credential credential(String name) {
        JsonNode scheme = new Schemas(root).target(schemes.path(name));
        String secret = settings.auth().getOrDefault(name, "");
        String type = scheme.path("type").asString("");
        return switch (type) {
            case "apiKey" ->
                new Credential(
                        Place.of(scheme.path("in").asString("")),
                        scheme.path("name").asString(""),
                        secret);
            case "http" -> {
                String http = scheme.path("scheme").asString("");
                if (http.equalsIgnoreCase("basic")) {
                    String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
                    yield new Credential(Place.HEADER, "Authorization", "Basic " + encoded);
                }
                if (http.equalsIgnoreCase("bearer")) {
                    yield new Credential(Place.HEADER, "Authorization", "Bearer " + secret);
                }
                throw new IllegalArgumentException("the security scheme " + name + " is HTTP's \"" + http
                        + "\": only basic and bearer can be used");
            }
            case "oauth2", "openIdConnect" -> new Credential(Place.HEADER, "Authorization", "Bearer " + secret);
            default ->
                throw new IllegalArgumentException("the security scheme " + name + " is of type \"" + type
                        + "\": only apiKey, http, oauth2 and openIdConnect can be used");
        };
    }
}
