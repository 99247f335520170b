package io.alltools.tools.openapi;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.tools.function.Hosts;
import io.alltools.tools.function.HttpCaller;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls one operation: the arguments go where the document says, the body of the answer is the observation. */
final class OperationTool implements Tool {

    private final Operation operation;
    private final HttpCaller caller;

    private static final int ONE_LINE = 200;

    OperationTool(Operation operation, Duration timeout, Hosts hosts) {
        this.operation = operation;
        this.caller = new HttpCaller(timeout, hosts);
    }

    @Override
    public ToolSpec spec() {
        return operation.spec();
    }

    /** What HTTP promises of the method (RFC 9110, 9.2): safe ones change nothing, idempotent ones may be repeated. */
    @Override
    public Set<Trait> traits() {
        return switch (operation.method()) {
            case "GET", "HEAD", "OPTIONS", "QUERY" ->
                Set.of(Trait.REPEATABLE, Trait.PARALLEL, Trait.SENDS_DATA, Trait.READS_PRIVATE_DATA);
            case "PUT", "DELETE" ->
                Set.of(Trait.REPEATABLE, Trait.CHANGES_STATE, Trait.SENDS_DATA, Trait.READS_PRIVATE_DATA);
            case String ignored -> Trait.UNKNOWN;
        };
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        HttpRequest.Builder request;
        try {
            request = request(Json.parseObject(arguments));
        } catch (IllegalArgumentException e) {
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS,
                    "the arguments of " + spec().name() + " can't be sent: " + e.getMessage());
        }
        return explained(caller.call(spec().name(), request, OperationTool::readable));
    }

    @Override
    public void close() {
        caller.close();
    }

    private HttpRequest.Builder request(ObjectNode arguments) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        List<String> cookies = new ArrayList<>();
        List<Parameter.Pair> headers = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            JsonNode value = arguments.path(parameter.property());
            if (value.isMissingNode()) {
                continue;
            }
            switch (parameter.place()) {
                case PATH -> path = path.replace("{" + parameter.name() + "}", segment(parameter, value));
                case QUERY -> parameter.pairs(value).forEach(pair -> query.add(encoded(pair)));
                case COOKIE -> parameter.pairs(value).forEach(pair -> cookies.add(encoded(pair)));
                case HEADER -> headers.add(new Parameter.Pair(parameter.name(), parameter.joined(value)));
            }
        }
        for (Credential credential : operation.credentials()) {
            Parameter.Pair pair = new Parameter.Pair(credential.name(), credential.value());
            switch (credential.place()) {
                case PATH -> throw new IllegalArgumentException("a credential can't stand in the path");
                case QUERY -> query.add(encoded(pair));
                case COOKIE -> cookies.add(encoded(pair));
                case HEADER -> headers.add(pair);
            }
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(operation.server() + path + (query.isEmpty() ? "" : "?" + String.join("&", query))));
        request.setHeader("Accept", "application/json, text/*;q=0.8, */*;q=0.1");
        operation.headers().forEach(request::setHeader);
        headers.forEach(pair -> request.setHeader(pair.name(), pair.value()));
        if (!cookies.isEmpty()) {
            request.setHeader("Cookie", String.join("; ", cookies));
        }
        return request.method(operation.method(), body(arguments, request));
    }

    private HttpRequest.BodyPublisher body(ObjectNode arguments, HttpRequest.Builder request) {
        Body body = operation.body();
        if (body == null) {
            return BodyPublishers.noBody();
        }
        JsonNode content;
        if (body.whole().isEmpty()) {
            ObjectNode members = Json.object();
            body.properties().stream().filter(arguments::has).forEach(name -> members.set(name, arguments.path(name)));
            content = members;
        } else {
            content = arguments.path(body.whole());
        }
        if (content.isMissingNode()) {
            return BodyPublishers.noBody();
        }
        if (body.isMultipart()) {
            Multipart parts = new Multipart();
            request.setHeader("Content-Type", parts.contentType());
            return BodyPublishers.ofString(parts.text(content), StandardCharsets.UTF_8);
        }
        request.setHeader("Content-Type", body.mediaType().equals("*/*") ? "application/json" : body.mediaType());
        String text = body.isForm()
                ? content.properties().stream()
                        .flatMap(entry -> new Parameter("", entry.getKey(), Place.QUERY, "form", true, false)
                                .pairs(entry.getValue()).stream())
                        .map(OperationTool::encoded)
                        .collect(Collectors.joining("&"))
                : Json.write(content);
        return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    }

    /** A value as one segment of the path: it must not lead to another operation. */
    private static String segment(Parameter parameter, JsonNode value) {
        String text = parameter.joined(value);
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(parameter.property() + ": \"" + text
                    + "\" can't stand in a path, expected a value that is not empty, . or ..");
        }
        return parameter.segment(value, OperationTool::encode);
    }

    private static String encoded(Parameter.Pair pair) {
        return encode(pair.name()) + "=" + encode(pair.value());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Long JSON is laid out, which short JSON does not need: it would cost a model more tokens. What is no text is
     * named instead of shown.
     */
    private static String readable(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        String body = response.body().strip();
        if ((type.contains("json") || type.isEmpty()) && body.length() > ONE_LINE) {
            try {
                return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(Json.MAPPER.readTree(body));
            } catch (JacksonException e) {
                // A server that is wrong about its type: the text as it is.
                return body;
            }
        }
        boolean text = type.isEmpty()
                || type.contains("json")
                || type.startsWith("text/")
                || type.contains("xml")
                || type.contains("yaml");
        return text ? body : "[an answer of type " + type + ", which is not text]";
    }

    /** A refusal is the operator's to mend where credentials are missing; the model can say so. */
    private ToolResult explained(ToolResult result) {
        if (result instanceof ToolResult.Failed failed
                && !operation.missing().isEmpty()
                && failed.message().matches("(?s).* answered with status 40[13]\\b.*")) {
            return ToolResult.failed(
                    failed.kind(),
                    failed.message() + " (no credentials are configured for " + String.join(", ", operation.missing())
                            + ")");
        }
        return result;
    }
}
