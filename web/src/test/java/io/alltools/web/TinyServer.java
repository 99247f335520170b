package io.alltools.web;

import io.alltools.agent.Json;
import io.alltools.runtime.LoadListener;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The real server with the embedded model, by default with no tools of its own. Bodies may have single quotes. */
final class TinyServer implements AutoCloseable {

    final AllTools app;
    final WebServer server;
    final HttpClient client = HttpClient.newHttpClient();

    TinyServer(Path folder) {
        this(folder, Map.of());
    }

    TinyServer(Path folder, Map<String, String> environment) {
        this(folder, environment, List.of());
    }

    TinyServer(Path folder, Map<String, String> environment, List<String> tools) {
        this(folder, environment, ModelChoice.DEFAULT, tools);
    }

    TinyServer(Path folder, Map<String, String> environment, ModelChoice model, List<String> tools) {
        app = AllTools.open(
                new ProjectParts(environment),
                Parts.Lifetime.SHORT,
                new DataFolder(folder),
                model,
                LoadListener.silent(),
                tools);
        server = WebServer.start(app, "127.0.0.1", 0);
    }

    /** With a real embedding model beside it. */
    static TinyServer withEmbeddings(Path folder, String name) throws IOException {
        Path model = Files.createDirectory(folder.resolve(name));
        copy("/all-minilm-l6-v2-q.onnx", model.resolve("model.onnx"));
        copy("/all-minilm-l6-v2-q-tokenizer.json", model.resolve("tokenizer.json"));
        return new TinyServer(
                folder.resolve("home"),
                Map.of(
                        "ALLTOOLS_EMBEDDING_MODEL",
                        model.toString(),
                        "ALLTOOLS_CACHE",
                        folder.resolve("cache").toString()));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(
                client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    void delete(String path) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri(path)).DELETE().build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 204) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
    }

    /** What a request is answered with that can be served. */
    JsonNode answer(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Json.MAPPER.readTree(response.body());
    }

    /** The chunks of a stream that ended as it should. */
    List<JsonNode> chunks(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, body);
        List<String> data = response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
        if (response.statusCode() != 200 || !data.getLast().equals("[DONE]")) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return data.subList(0, data.size() - 1).stream()
                .map(Json.MAPPER::readTree)
                .toList();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        app.close();
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = TinyServer.class.getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(in, resource), target);
        }
    }
}
