package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What people think of runs goes with a session's JSON. */
class RatedSessionExchangeTest {

    @TempDir
    static Path folder;

    static RunningServer server;
    static String exported;
    static String session;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(folder);
        String rated = server.start("call shout hello");
        assertThat(server.get("/api/runs/" + rated + "/events").body()).contains("RunFinished");
        session = server.getJson("/api/runs/" + rated).path("sessionId").asString();
        put(rated + "/rating", "{'thumb':'up','reward':0.25,'note':'so good, 好','included':false,'task':'loud'}");
        put(rated + "/steps/2/rating", "{'thumb':'down','note':'too short'}");
        HttpResponse<String> next = server.post(
                "/api/runs",
                Json.object().put("input", "plain").put("sessionId", session).toString());
        String plain = RunningServer.json(next).path("runId").asString();
        assertThat(server.get("/api/runs/" + plain + "/events").body()).contains("RunFinished");
        exported =
                server.get("/api/sessions/" + session + "/export?format=json").body();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void comesBackAsItWasSaid() throws Exception {
        HttpResponse<String> made = send(exported);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode before = server.getJson("/api/sessions/" + session).path("runs");
        JsonNode after = server.getJson("/api/sessions/"
                        + RunningServer.json(made).path("sessionId").asString())
                .path("runs");
        for (int i = 0; i < 2; i++) {
            assertThat(rating(after.get(i).path("id").asString()))
                    .isEqualTo(rating(before.get(i).path("id").asString()));
        }
        assertThat(rating(after.get(0).path("id").asString()).toString())
                .contains("loud", "0.25", "too short", "\"included\":false");
    }

    @Test
    void whatIsNotRatedSaysNothing() {
        assertThat(Json.MAPPER.readTree(exported).at("/runs/1/rating").isNull()).isTrue();
        assertThat(Json.MAPPER.readTree(exported).at("/runs/0/rating/by").asString())
                .isEqualTo("local");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'reward':1.5} | rating.reward | found 1.5: expected a number from 0 to 1",
                "{'reward':'NaN'} | rating.reward | found \"NaN\"",
                "{'thumb':'sideways'} | rating.thumb | found \"sideways\": expected \"up\", \"down\" or null",
                "{'thumb':1} | rating.thumb | found 1",
                "{'note':7} | rating.note | found 7: expected a text",
                "{'included':'yes'} | rating.included | found \"yes\": expected true, false or null",
                "{'task':['a']} | rating.task | expected a text",
                "{'steps':{}} | rating.steps | found {}: expected an array",
                "{'steps':[{'step':9}]} | rating.steps[0].step | found 9: expected the number of one of the run's 2 steps",
                "{'steps':[{}]} | rating.steps[0].step | found nothing",
                "{'steps':[{'step':1},{'step':1}]} | rating.steps[1].step | not rated before",
                "{'steps':[{'step':1,'reward':-1}]} | rating.steps[0].reward | found -1",
                "7 | rating | found 7: expected an object, or null",
            })
    void awkwardValuesAreRefusedByPlace(String rating, String place, String problem) throws Exception {
        assertRefused(Json.MAPPER.readTree(rating.replace('\'', '"')), place, problem);
    }

    @Test
    void textsThatAreTooLongAreRefused() throws Exception {
        assertRefused(
                Json.object().put("note", "x".repeat(4001)), "rating.note", "4001 characters: expected at most 4000");
        assertRefused(
                Json.object().put("task", "x".repeat(101)), "rating.task", "101 characters: expected at most 100");
    }

    private static void assertRefused(JsonNode rating, String place, String problem) throws Exception {
        JsonNode document = Json.MAPPER.readTree(exported);
        ((ObjectNode) document.at("/runs/0")).set("rating", rating);
        HttpResponse<String> refused = send(document.toString());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(RunningServer.json(refused).at("/error/param").asString()).isEqualTo("runs[0]." + place);
        assertThat(RunningServer.json(refused).at("/error/message").asString()).contains(problem);
    }

    /** A run's and its steps', without when it was said. */
    private static JsonNode rating(String run) throws Exception {
        JsonNode rating = server.getJson("/api/trajectories/" + run + "/rating");
        return Json.MAPPER.readTree(rating.toString().replaceAll("\"at\":\"[^\"]*\"", "\"at\":\"\""));
    }

    private static void put(String path, String body) throws Exception {
        HttpResponse<String> answer = server.client.send(
                server.request("/api/trajectories/" + path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> send(String document) throws Exception {
        return server.client.send(
                server.request("/api/sessions/import")
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(document))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
