package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.runtime.LoadListener;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sampling through the API with a real model. */
class EmbeddedModelChoicesTest {

    @TempDir
    static Path folder;

    static AllTools app;
    static WebServer server;

    @BeforeAll
    static void start() {
        app = AllTools.open(
                new ProjectParts(Map.of()),
                Parts.Lifetime.SHORT,
                new DataFolder(folder),
                ModelChoice.DEFAULT,
                LoadListener.silent(),
                List.of());
        server = WebServer.start(app, "127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        server.close();
        app.close();
    }

    @Test
    void aChoiceSaysWhatItsSeedSaysAlone() throws Exception {
        JsonNode together = complete("'temperature':1.5,'seed':7,'n':3").path("choices");
        List<String> alone = new ArrayList<>();
        for (int seed = 7; seed < 10; seed++) {
            alone.add(complete("'temperature':1.5,'seed':" + seed)
                    .at("/choices/0/message/content")
                    .asString());
        }

        assertThat(alone).doesNotHaveDuplicates();
        for (int i = 0; i < 3; i++) {
            assertThat(together.path(i).at("/message/content").asString()).isEqualTo(alone.get(i));
        }
    }

    @Test
    void aTokenThatDoesNotExistCantBeBiased() throws Exception {
        HttpResponse<String> response = post("'logit_bias':{'99999999':1}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.parseObject(response.body()).at("/error/message").asString())
                .startsWith("logit_bias names token 99999999: expected an id from 0 to ");
    }

    private static JsonNode complete(String fields) throws Exception {
        HttpResponse<String> response = post(fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.parseObject(response.body());
    }

    private static HttpResponse<String> post(String fields) throws Exception {
        String body = ("{'model':'" + app.model().name()
                        + "','messages':[{'role':'user','content':'Who are you?'}],'max_tokens':24," + fields + "}")
                .replace('\'', '"');
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
