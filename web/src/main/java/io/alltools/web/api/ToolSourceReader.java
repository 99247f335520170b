package io.alltools.web.api;

import io.alltools.web.Ids;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.store.ToolSourceRecord;
import io.alltools.web.store.ToolSourceRecord.Kind;
import io.alltools.web.toolsource.ToolSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the request for a source: {@code {url | document, kind?, name?, token?, only?}}. */
final class ToolSourceReader {

    private static final int MAX_NAME = 80;
    private static final int MAX_URL = 2_000;
    private static final int MAX_TOKEN = 4_000;

    private final JsonFields body;

    private ToolSourceReader(JsonFields body) {
        this.body = body;
    }

    /**
     * Opens the source. Without a kind what is at the URL is read as a document, and asked as an MCP server where it is
     * none.
     *
     * @throws ApiError when a field can't be used, or the source can't be opened
     */
    static ToolSource opened(JsonFields body, Function<ToolSourceRecord, ToolSource> open) {
        ToolSourceReader reader = new ToolSourceReader(body);
        Kind kind = reader.kind();
        String param = body.get("document") == null ? "url" : "document";
        if (kind != null || param.equals("document")) {
            return opened(reader.read(kind == null ? Kind.DOCUMENT : kind), param, open);
        }
        ToolSourceRecord document = reader.read(Kind.DOCUMENT);
        try {
            return open.apply(document);
        } catch (IllegalArgumentException asDocument) {
            try {
                return open.apply(reader.read(Kind.MCP));
            } catch (IllegalArgumentException asServer) {
                throw ApiError.invalid(
                        param,
                        "neither a document of tools (" + asDocument.getMessage() + ") nor an MCP server ("
                                + asServer.getMessage() + ")");
            }
        }
    }

    private static ToolSource opened(
            ToolSourceRecord source, String param, Function<ToolSourceRecord, ToolSource> open) {
        try {
            return open.apply(source);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(param, String.valueOf(e.getMessage()));
        }
    }

    private ToolSourceRecord read(Kind kind) {
        String document = body.text("document");
        String url = body.text("url");
        if (body.get("command") != null) {
            throw ApiError.unsupported(
                    "command",
                    "an MCP server that is a program can't be added over HTTP: that would let whoever may add sources run"
                            + " any program on this machine. Name it in a file that --tools gives when the server starts");
        }
        if ((document == null) == (url == null)) {
            throw ApiError.invalid("url", "expected either \"url\" or \"document\", the text of a document");
        }
        if (document != null && kind == Kind.MCP) {
            throw ApiError.invalid("kind", "kind is \"mcp\": a document is none, expected a \"url\"");
        }
        return new ToolSourceRecord(
                Ids.toolSource(),
                kind,
                name(url),
                url == null ? null : url(url),
                document,
                token(),
                only(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    private @Nullable Kind kind() {
        String kind = body.text("kind");
        return switch (kind == null ? "" : kind) {
            case "" -> null;
            case "document" -> Kind.DOCUMENT;
            case "mcp" -> Kind.MCP;
            case String other ->
                throw ApiError.invalid("kind", "kind is \"" + other + "\": expected document or mcp, or no kind");
        };
    }

    private static String url(String text) {
        try {
            URI url = new URI(text.strip());
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null && text.length() <= MAX_URL) {
                return url.toString();
            }
        } catch (URISyntaxException e) {
            // Told below, like one that can't be requested.
        }
        throw ApiError.invalid(
                "url",
                "url \"" + text
                        + "\" can't be used: expected an address such as http://localhost:9000/openapi.json, without"
                        + " a user and a password; a program on this machine can't be added over HTTP");
    }

    private String name(@Nullable String url) {
        String name = body.text("name");
        if (name == null || name.isBlank()) {
            String usual = url == null ? "document" : url.strip().replaceFirst("^https?://", "");
            return usual.substring(0, Math.min(usual.length(), MAX_NAME));
        }
        if (name.strip().length() > MAX_NAME) {
            throw ApiError.invalid(
                    "name", "name has " + name.strip().length() + " characters: expected at most " + MAX_NAME);
        }
        return name.strip();
    }

    private @Nullable String token() {
        String token = body.text("token");
        if (token == null || token.isBlank()) {
            return null;
        }
        if (!token.strip().matches("[\\x21-\\x7e]{1," + MAX_TOKEN + "}")) {
            // Not quoted: it is a secret.
            throw ApiError.invalid(
                    "token",
                    "the token can't be sent in a header: expected at most " + MAX_TOKEN + " letters, digits and"
                            + " signs of ASCII without spaces");
        }
        return token.strip();
    }

    private List<String> only() {
        List<String> only = body.texts("only");
        return only == null ? List.of() : only.stream().distinct().toList();
    }
}
