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
        assertThat(Json.parseObject(response.body()).at("/error/param").asString())
                .isEqualTo("logit_bias");
    }

    @Test
    void aRequiredCallFitsItsSchemaAtAnyTemperature() throws Exception {
        JsonNode choices = complete("'temperature':2,'seed':1,'n':4,'max_tokens':300,'tool_choice':'required',"
                        + "'parallel_tool_calls':false,'tools':[{'type':'function','function':{'name':'set_level',"
                        + "'parameters':{'type':'object','properties':{'level':{'enum':[1,2,3]}},'required':['level'],"
                        + "'additionalProperties':false}}}]")
                .path("choices");
        assertThat(choices).hasSize(4);
        for (JsonNode choice : choices) {
            assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
            JsonNode function = choice.at("/message/tool_calls/0/function");
            assertThat(function.path("name").asString()).isEqualTo("set_level");
            assertThat(Json.parseObject(function.path("arguments").asString())
                            .path("level")
                            .asInt())
                    .isBetween(1, 3);
        }
    }

    @Test
    void anAnswerKeepsToItsFormat() throws Exception {
        JsonNode answer = complete("'response_format':{'type':'json_schema','json_schema':{'name':'a','strict':true,"
                + "'schema':{'type':'object','properties':{'ok':{'type':'boolean'}},'required':['ok'],"
                + "'additionalProperties':false}}}");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(Json.parseObject(answer.at("/choices/0/message/content").asString())
                        .path("ok")
                        .isBoolean())
                .isTrue();
    }

    @Test
    void aFormatThatCantBeEnforcedIsRefusedByItsName() throws Exception {
        HttpResponse<String> response = post("'response_format':{'type':'json_schema','json_schema':{'name':'a',"
                + "'strict':true,'schema':{'type':'array','uniqueItems':true}}}");
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Json.parseObject(response.body()).path("error");
        assertThat(error.path("param").asString()).isEqualTo("response_format");
        assertThat(error.path("message").asString()).contains("uniqueItems");
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
