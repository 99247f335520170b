package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrajectoryApiTest {

    private static final String API = "/api/trajectories";

    @TempDir
    static Path folder;

    static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aRunIsRatedFoundAndCounted() throws Exception {
        String run = finished("call shout hello");
        JsonNode rating = put(
                API + "/" + run + "/rating",
                "{\"thumb\":\"up\",\"reward\":0.75,\"note\":\"good\",\"included\":true,\"task\":\"loud\"}");
        assertThat(rating.path("by").asString()).isEqualTo("local");
        assertThat(rating.path("at").asString()).isNotEmpty();
        JsonNode step = put(API + "/" + run + "/steps/2/rating", "{\"thumb\":\"down\"}");
        assertThat(step.path("effectiveReward").asDouble(-1)).isZero();

        JsonNode kept = server.getJson(API + "/" + run + "/rating");
        assertThat(kept.path("reward").asDouble()).isEqualTo(0.75);
        assertThat(kept.path("included").asBoolean()).isTrue();
        assertThat(kept.at("/steps/2/thumb").asString()).isEqualTo("down");

        JsonNode list = server.getJson(
                API + "?task=loud&tool=shout&outcome=ANSWERED&rewardMin=0.7&rated=true"
                        + "&inclusion=included&stepsMin=2&tokensMin=1&from=2020-01-01&text=HELLO&model=echo&sort=reward&order=asc");
        assertThat(list.path("total").asInt()).isEqualTo(1);
        JsonNode found = list.at("/trajectories/0");
        assertThat(found.path("id").asString()).isEqualTo(run);
        assertThat(found.at("/rating/note").asString()).isEqualTo("good");
        assertThat(found.at("/tools/0/tool").asString()).isEqualTo("shout");
        assertThat(found.at("/tools/0/calls").asInt()).isEqualTo(1);
        assertThat(found.path("live").asBoolean(true)).isFalse();
        assertThat(server.getJson(API + "?task=loud&to=2020-01-01")
                        .path("total")
                        .asInt(-1))
                .isZero();

        JsonNode stats = server.getJson(API + "/stats?task=loud");
        assertThat(stats.path("runs").asInt()).isEqualTo(1);
        assertThat(stats.at("/tasks/0/successful").asInt()).isEqualTo(1);

        JsonNode atif = server.getJson("/api/runs/" + run + "/atif");
        assertThat(atif.at("/extra/reward").asDouble()).isEqualTo(0.75);
        assertThat(atif.at("/extra/task").asString()).isEqualTo("loud");
        assertThat(server.get("/api/sessions/" + atif.path("session_id").asString() + "/export?format=atif")
                        .body())
                .contains("\"reward\":0.75", "\"task\":\"loud\"");
    }

    @Test
    void pagesFollowOneAnotherByTheirCursor() throws Exception {
        for (int i = 0; i < 3; i++) {
            finished("paged " + i);
        }
        JsonNode first = server.getJson(API + "?text=paged&limit=2");
        assertThat(first.path("total").asInt()).isEqualTo(3);
        String next =
                java.net.URLEncoder.encode(first.path("next").asString(), java.nio.charset.StandardCharsets.UTF_8);
        JsonNode second = server.getJson(API + "?text=paged&limit=2&cursor=" + next);
        assertThat(second.path("trajectories").size()).isEqualTo(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(second.at("/trajectories/0/input").asString()).isEqualTo("paged 0");
        assertWrong(server.get(API + "?sort=steps&cursor=" + next), "cursor");
    }

    @Test
    void manyAreIncludedAtOnceAndOnlyTheseAreExported() throws Exception {
        String one = finished("call shout exported one");
        String two = finished("exported two");
        finished("exported three");
        assertThat(post(API + "/inclusion?text=exported", "{\"included\":true,\"all\":true}")
                        .path("changed")
                        .asInt())
                .isEqualTo(3);
        assertThat(post(API + "/inclusion", "{\"included\":false,\"runs\":[\"" + two + "\"]}")
                        .path("changed")
                        .asInt())
                .isEqualTo(1);

        HttpResponse<String> export = server.get(API + "/export?format=atif&text=exported");
        assertThat(export.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"trajectories-atif.jsonl\"");
        List<String> lines = export.body().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains(one).contains("\"included\":true");
        assertThat(server.get(API + "/export?format=atif&text=exported&inclusion=excluded")
                        .body())
                .contains(two);
        JsonNode report = server.getJson(API + "/export/report?format=atif&text=exported");
        assertThat(report.path("trajectories").asInt()).isEqualTo(2);
        assertThat(report.path("rows").asInt()).isEqualTo(2);
        assertThat(report.path("refused").asInt(-1)).isZero();
    }

    @Test
    void whatAFormatCantHoldIsRefusedUntilItIsAllowed() throws Exception {
        String run = finished("break on purpose");
        put(API + "/" + run + "/rating", "{\"included\":true,\"task\":\"refused\"}");
        String preview = API + "/" + run + "/preview?format=agentinstruct";
        JsonNode refused = server.getJson(preview);
        assertThat(refused.path("refused").asBoolean()).isTrue();
        assertThat(refused.path("rows").isEmpty()).isTrue();
        assertThat(refused.at("/losses/0/message").asString()).contains("FAILED".toLowerCase());
        JsonNode report = server.getJson(API + "/export/report?format=agentinstruct&task=refused");
        assertThat(report.path("refused").asInt()).isEqualTo(1);
        assertThat(report.path("refusedFor").toString()).contains("\"incomplete_run\",\"trajectories\":1");
        assertThat(server.get(API + "/export?format=agentinstruct&task=refused").body())
                .isEmpty();
    }

    @Test
    void theFormatsSayWhatTheyCantHold() throws Exception {
        JsonNode formats = server.getJson(API + "/formats").path("formats");
        assertThat(formats.at("/0/name").asString()).isEqualTo("atif");
        assertThat(formats.at("/0/losses").isEmpty()).isTrue();
        assertThat(formats.at("/1/losses/0/effect").asString()).isNotEmpty();
    }

    @Test
    void wrongValuesAreAnsweredWithWhatIsWrong() throws Exception {
        String run = finished("hi");
        for (String wrong : List.of(
                "rewardMin=2",
                "rewardMax=x",
                "outcome=GOOD",
                "inclusion=maybe",
                "sort=size",
                "order=up",
                "from=soon",
                "to=2026-13-01",
                "stepsMin=-1",
                "rated=perhaps",
                "limit=1000",
                "cursor=x")) {
            assertWrong(server.get(API + "?" + wrong), wrong.substring(0, wrong.indexOf('=')));
        }
        assertWrong(server.get(API + "/export?format=csv"), "format");
        assertWrong(server.get(API + "/" + run + "/preview?format=atif&allow=everything"), "allow");
        assertWrong(send("PUT", API + "/" + run + "/rating", "{\"reward\":1.5}"), "reward");
        assertWrong(send("PUT", API + "/" + run + "/rating", "{\"thumb\":\"sideways\"}"), "thumb");
        assertWrong(send("PUT", API + "/" + run + "/rating", "{\"note\":\"" + "x".repeat(4001) + "\"}"), "note");
        assertWrong(send("PUT", API + "/" + run + "/rating", "{\"included\":\"yes\"}"), "included");
        assertWrong(send("POST", API + "/inclusion", "{\"included\":true}"), "runs");
        assertWrong(send("POST", API + "/inclusion", "{\"all\":true}"), "included");
        for (String missing : List.of("/run_no", "/run_no/rating", "/run_no/preview?format=atif")) {
            assertThat(server.get(API + missing).statusCode()).as(missing).isEqualTo(404);
        }
        assertThat(send("PUT", API + "/" + run + "/steps/9/rating", "{}").body())
                .contains("has no step 9");
    }

    private static String finished(String input) throws Exception {
        String run = server.start(input);
        server.get("/api/runs/" + run + "/events");
        return run;
    }

    private static JsonNode put(String path, String body) throws Exception {
        HttpResponse<String> answer = send("PUT", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningServer.json(answer);
    }

    private static JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> answer = server.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningServer.json(answer);
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return server.client.send(
                server.request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertWrong(HttpResponse<String> answer, String field) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(RunningServer.json(answer).at("/error/param").asString()).isEqualTo(field);
    }
}
