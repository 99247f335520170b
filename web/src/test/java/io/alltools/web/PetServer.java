package io.alltools.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/** A service with an OpenAPI document at {@code /openapi.json}; {@code GET /pets/ID} waits where ID is {@code slow}. */
public final class PetServer implements AutoCloseable {

    /** The header {@code Authorization} of each call; empty for none. */
    public final List<String> tokens = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final String summary;

    public PetServer() {
        this("The pet with this id");
    }

    /** @param summary of its one operation */
    public PetServer(String summary) {
        this(summary, 0);
    }

    public PetServer(String summary, int port) {
        this.summary = summary;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createContext(
                "/openapi.json", exchange -> answer(exchange, document().toString()));
        server.createContext("/pets", this::pet);
        server.setExecutor(command -> Thread.ofVirtual().start(command));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where the document is. */
    public String url() {
        return "http://localhost:" + port() + "/openapi.json";
    }

    /** The document itself. */
    public ObjectNode document() {
        return titled(Json.parseObject("""
                {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"},
                 "servers": [{"url": "http://localhost:%d"}],
                 "paths": {
                   "/pets/{petId}": {"get": {"operationId": "showPet",
                     "parameters": [
                       {"name": "petId", "in": "path", "required": true, "schema": {"type": "string"},
                        "description": "such as 7"},
                       {"name": "detail", "in": "query", "schema": {"type": "string", "enum": ["short", "long"]}},
                       {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}}]}},
                   "/pets": {"post": {"operationId": "addPet", "summary": "Adds a pet",
                     "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object",
                        "required": ["name"], "properties": {"name": {"type": "string"}, "tame": {"type": "boolean"},
                        "tags": {"type": "array", "items": {"type": "string"}}}}}}}}}}}
                """.formatted(port())));
    }

    private ObjectNode titled(ObjectNode document) {
        ((ObjectNode) document.at("/paths/~1pets~1{petId}/get")).put("summary", summary);
        return document;
    }

    private void pet(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        tokens.add(token == null ? "" : token);
        if (exchange.getRequestURI().getPath().endsWith("/slow")) {
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        answer(
                exchange,
                Json.object()
                        .put("method", exchange.getRequestMethod())
                        .put("uri", exchange.getRequestURI().toString())
                        .put("name", "Rex")
                        .toString());
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
