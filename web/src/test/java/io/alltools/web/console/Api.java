package io.alltools.web.console;

import io.alltools.agent.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server as programs speak to it, beside the page.
 *
 * @param address with the slash at its end
 */
record Api(String address) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    JsonNode get(String path) {
        return answer("GET", path, null);
    }

    JsonNode post(String path, @Nullable String body) {
        return answer("POST", path, body);
    }

    JsonNode put(String path, JsonNode body) {
        return answer("PUT", path, body.toString());
    }

    void delete(String path) {
        answer("DELETE", path, null);
    }

    /** A request whose answer nobody waits for yet; cancelled, its connection is gone. */
    CompletableFuture<HttpResponse<String>> begin(String path, @Nullable String body) {
        return CLIENT.sendAsync(
                request("POST", path, body), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Asks and waits for the end of the run, whose id it gives. */
    String run(JsonNode order) {
        String runId = post("api/runs", order.toString()).path("runId").asString();
        String events = send("GET", "api/runs/" + runId + "/events", null).body();
        if (!events.contains("RunFinished")) {
            throw new AssertionError(events);
        }
        return runId;
    }

    private JsonNode answer(String method, String path, @Nullable String body) {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().isEmpty() ? Json.object() : Json.MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body) {
        try {
            return CLIENT.send(request(method, path, body), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path + " was interrupted", e);
        }
    }

    private HttpRequest request(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (body == null) {
            return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
        }
        // What is imported is a file.
        return request.header(
                        "Content-Type",
                        path.endsWith("sessions/import") ? "application/octet-stream" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
