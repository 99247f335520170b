package io.alltools.web.server;

import io.alltools.agent.Json;
import io.alltools.runtime.LoadListener;
import io.alltools.web.AllTools;
import io.alltools.web.EchoModel;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts;
import io.alltools.web.caller.Scope;
import io.alltools.web.key.NewKey;
import io.alltools.web.store.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The real server on a free port, with a data folder and a model of its own. */
final class RunningServer implements AutoCloseable {

    final EchoModel model;
    final AllTools app;
    final WebServer server;
    /** A key that may do everything, where keys are needed. */
    final String admin;

    final HttpClient client = HttpClient.newHttpClient();

    RunningServer(Path folder) {
        this(new DataFolder(folder));
    }

    RunningServer(DataFolder folder) {
        this(folder, new EchoParts());
    }

    RunningServer(Path folder, EchoParts parts) {
        this(new DataFolder(folder), parts);
    }

    private RunningServer(DataFolder folder, EchoParts parts) {
        this(folder, parts, new Listening("127.0.0.1", true));
    }

    private RunningServer(DataFolder folder, EchoParts parts, Listening listening) {
        model = parts.model;
        app = AllTools.open(parts, Parts.Lifetime.SHORT, folder, ModelChoice.DEFAULT, LoadListener.silent(), null);
        admin = listening.loopback() ? "" : newKey("root", "admin");
        server = WebServer.start(app, listening, 0, List.of());
    }

    /** As where others reach it, with the key {@link #admin}. */
    static RunningServer elsewhere(Path folder) {
        return elsewhere(folder, new EchoParts());
    }

    static RunningServer elsewhere(Path folder, EchoParts parts) {
        return new RunningServer(new DataFolder(folder), parts, new Listening("127.0.0.1", false));
    }

    /** Makes a key and gives it. */
    String newKey(String name, String scopes) {
        return newKey(name, scopes, 100_000, 100_000_000);
    }

    String newKey(String name, String scopes, int requests, int tokens) {
        NewKey made = NewKey.make(name, Scope.of(scopes), requests, tokens, null, Instant.now());
        if (!app.keys().insert(made.key(), made.hash())) {
            throw new AssertionError("there is a key " + name);
        }
        return made.secret();
    }

    void revoke(String name) {
        app.keys().byHash().values().stream()
                .filter(key -> key.name().equals(name))
                .forEach(key -> app.keys().revoke(key.id(), Instant.now()));
    }

    /** A request with a key; without a body where it is empty. */
    HttpResponse<String> send(String key, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + key);
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(postRequest(path, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest postRequest(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    JsonNode getJson(String path) throws IOException, InterruptedException {
        return json(get(path));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body());
    }

    /** The data of each event of a finished stream. */
    static List<String> data(String stream) {
        List<String> data = new ArrayList<>();
        stream.lines().filter(line -> line.startsWith("data: ")).forEach(line -> data.add(line.substring(6)));
        return data;
    }

    /** Starts a run and gives its id. */
    String start(String input) throws IOException, InterruptedException {
        HttpResponse<String> response =
                post("/api/runs", Json.object().put("input", input).toString());
        if (response.statusCode() != 201) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return json(response).path("runId").asString();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        app.close();
    }
}
