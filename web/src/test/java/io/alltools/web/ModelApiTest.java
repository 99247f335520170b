package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Budget;
import io.alltools.agent.ChatModel;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The models that runs can have: the embedded one, and another that is imported over the API. */
class ModelApiTest {

    private static final String OTHER = "other-glm-int8";

    @TempDir
    static Path folder;

    static Path checkpoint;
    static TinyServer server;

    @BeforeAll
    static void start() throws Exception {
        checkpoint = Checkpoints.copy(folder.resolve("other-glm"));
        server = open(folder.resolve("home"));
        JsonNode job = end(server, ordered(server, checkpoint, "int8"));
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("done");
        assertThat(job.path("model").asString()).isEqualTo(OTHER);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void listsTheOwnModelAndWhatWasImported() throws Exception {
        JsonNode models = server.get("/api/models").path("models");
        assertThat(models.path(0).path("name").asString()).isEqualTo("glm-tiny");
        assertThat(models.path(0).path("kind").asString()).isEqualTo("embedded");
        assertThat(models.path(0).path("loaded").asBoolean()).isTrue();
        assertThat(models.path(0).path("current").asBoolean()).isTrue();
        assertThat(models.path(0).path("contextLength").asInt()).isEqualTo(4096);
        assertThat(models.values())
                .filteredOn(model -> name(model).equals("glm-tiny"))
                .hasSize(1);
        JsonNode other = model(OTHER);
        assertThat(other.path("kind").asString()).isEqualTo("local");
        assertThat(other.path("form").asString()).isEqualTo("int8");
        assertThat(other.path("bytes").asLong()).isBetween(1_000_000L, 20_000_000L);
        assertThat(other.path("current").asBoolean()).isFalse();
    }

    @Test
    void aRunIsDoneByTheModelThatItsOrderNamesAndAgainByTheSame() throws Exception {
        JsonNode run = created("/api/runs", "{'input':'What is 3 + 4?','model':'" + OTHER + "'}");
        assertThat(started(run).path("model").asString()).isEqualTo(OTHER);
        assertThat(finished(server, run).path("type").asString()).isEqualTo("RunFinished");
        assertThat(model(OTHER).path("state").asString()).isEqualTo("loaded");

        String again = "/api/runs/" + run.path("runId").asString() + "/regenerate";
        JsonNode same = created(again, "{}");
        assertThat(started(same).path("model").asString()).isEqualTo(OTHER);
        finished(server, same);
        JsonNode elsewhere = created(again, "{'model':'glm-tiny'}");
        assertThat(started(elsewhere).path("model").asString()).isEqualTo("glm-tiny");
        finished(server, elsewhere);
    }

    @Test
    void aModelIsChosenByANameOfTheListAndByNothingElse() throws Exception {
        for (String wrong : List.of("gpt-9", checkpoint.toString(), "http://127.0.0.1:1/v1#m", "")) {
            HttpResponse<String> refused = server.post("/api/runs", "{'input':'hello','model':'" + wrong + "'}");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            JsonNode error = Json.parseObject(refused.body()).path("error");
            assertThat(error.path("param").asString()).isEqualTo("model");
            assertThat(error.path("message").asString()).contains("there is: glm-tiny", OTHER);
        }
    }

    @Test
    void aModelIsLoadedOnceForAllWhoAskAndUnloadedWhenNothingRunsOnIt() throws Exception {
        server.app.models().load(OTHER);
        await(() -> model(OTHER).path("loaded").asBoolean());
        assertThat(post("/api/models/" + OTHER + "/unload").statusCode()).isEqualTo(200);
        assertThat(model(OTHER).path("state").asString()).isEqualTo("available");
        assertThat(post("/api/models/" + OTHER + "/unload").body()).contains("model_not_loaded");

        Set<ChatModel> opened = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 8)
                .parallel()
                .forEach(i -> opened.add(server.app.models().open(OTHER)));
        assertThat(opened).hasSize(1);

        try (Models.Hold ignored = server.app.models().hold(List.of(OTHER))) {
            HttpResponse<String> refused = post("/api/models/" + OTHER + "/unload");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("model_in_use", "in use by 1 run");
        }
        assertThat(post("/api/models/glm-tiny/unload").body()).contains("model_own");
        assertThat(post("/api/models/nobody/unload").statusCode()).isEqualTo(404);
        assertThat(server.app.monitoring().scrape()).contains("model=\"" + OTHER + "\"");
        assertThat(post("/api/models/" + OTHER + "/unload").statusCode()).isEqualTo(200);
        assertThat(server.app.monitoring().scrape()).doesNotContain("alltools_model_slots{model=\"" + OTHER);
    }

    @Test
    void saysWhatIsLoadedAndHowItGoes() throws Exception {
        finished(server, created("/api/runs", "{'input':'What is 3 + 4?'}"));
        JsonNode model = server.get("/api/models/glm-tiny");
        assertThat(model.at("/architecture/layers").asInt()).isEqualTo(6);
        assertThat(model.at("/architecture/parameters").asLong()).isEqualTo(3_199_296);
        assertThat(model.at("/runtime/device").asString()).isEqualTo("cpu");
        assertThat(model.at("/memory/cache").asLong()).isEqualTo(8L * 4096 * 3072);
        assertThat(model.at("/memory/weights").asLong()).isGreaterThan(3_000_000);
        assertThat(model.at("/memory/heapUsed").asLong()).isPositive();
        assertThat(model.at("/metrics/slots/each")).hasSize(8);
        assertThat(model.at("/metrics/slots/each").values())
                .allSatisfy(slot -> assertThat(slot.path("stage").asString()).isEqualTo("IDLE"))
                .anySatisfy(slot -> assertThat(slot.path("cached").asInt()).isPositive());
        assertThat(model.at("/metrics/tokens/generated").asLong()).isPositive();
        assertThat(model.at("/metrics/decodeTokensPerSecond").asDouble()).isPositive();
        assertThat(model.at("/turns/count").asLong()).isPositive();
        assertThat(model.at("/turns/meanSeconds").asDouble()).isPositive();
        assertThat(server.post("/api/models/nobody/load", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void aBrokenCheckpointFailsWithOneLineAndLeavesNothing() throws Exception {
        Path broken = Checkpoints.broken(folder.resolve("broken"));
        JsonNode job = end(server, ordered(server, broken, "int8"));
        assertThat(job.path("state").asString()).isEqualTo("failed");
        assertThat(job.path("problem").asString()).contains("model.safetensors").doesNotContain("\n", "Exception");
        assertThat(unfinished()).isEmpty();
        assertThat(server.get("/api/models").toString()).doesNotContain("broken");
    }

    @Test
    void whatCantBeImportedIsRefusedAtOnce() throws Exception {
        for (String[] wrong : new String[][] {
            {"{'folder':'/nowhere'}", "there is no checkpoint in /nowhere"},
            {"{'folder':'some/place'}", "is relative"},
            {"{'folder':'" + checkpoint + "','quantize':'int3'}", "expected none, int8, int4"},
            {"{'folder':'" + checkpoint + "','repo':'a/b'}", "what to import is not said"},
            {"{}", "what to import is not said"}
        }) {
            HttpResponse<String> refused = server.post("/api/models/import", wrong[0]);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).contains(wrong[1]);
        }
    }

    @Test
    void anImportTellsHowFarItIsAndEndsWhenItIsCancelledAsDoesOneThatWaits() throws Exception {
        Path large = Checkpoints.large(folder.resolve("large"));
        String first = ordered(server, large, "int4");
        String second = ordered(server, large, "int8");
        await(() -> job(server, first).path("done").asLong() > 0);
        JsonNode going = job(server, first);
        assertThat(going.path("phase").asString()).isEqualTo("importing");
        assertThat(going.path("total").asLong()).isGreaterThan(500_000_000);
        assertThat(job(server, second).path("state").asString()).isEqualTo("queued");

        delete(second);
        delete(first);
        assertThat(end(server, first).path("state").asString()).isEqualTo("cancelled");
        assertThat(end(server, second).path("state").asString()).isEqualTo("cancelled");
        await(() -> unfinished().isEmpty());
        assertThat(server.get("/api/models").toString()).doesNotContain("large-");
        delete(first);
        assertThat(job(server, first).at("/error/code").asString()).isEqualTo("import_not_found");
    }

    @Test
    void anImportThatTheServerDidNotEndIsInterrupted() throws Exception {
        Path home = folder.resolve("home-2");
        Path large = Checkpoints.large(folder.resolve("large-2"));
        String id;
        try (TinyServer stopped = open(home)) {
            id = ordered(stopped, large, "int4");
            await(() -> job(stopped, id).path("done").asLong() > 0);
        }
        assertThat(unfinished()).isEmpty();
        try (TinyServer next = open(home)) {
            assertThat(job(next, id).path("state").asString()).isEqualTo("interrupted");
        }
    }

    @Test
    void aRunGoesOnWithItsModelAfterARestartAndFailsWhereThatIsGone() throws Exception {
        Path gone = Checkpoints.copy(folder.resolve("gone-glm"));
        assertThat(end(server, ordered(server, gone, "int8")).path("model").asString())
                .isEqualTo("gone-glm-int8");
        try (Stream<Path> files = Files.list(gone)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(gone);
        assertThat(model("gone-glm-int8").path("problem").asString()).contains("its checkpoint is gone");
        assertThat(server.post("/api/runs", "{'input':'hi','model':'gone-glm-int8'}")
                        .body())
                .contains("can't be used");

        DataFolder data = new DataFolder(folder.resolve("home-3"));
        brokeOff(data, "run_other", OTHER);
        brokeOff(data, "run_gone", "gone-glm-int8");
        try (TinyServer next = open(data.root())) {
            JsonNode answered = finished(next, Json.object().put("runId", "run_other"));
            assertThat(answered.at("/outcome/kind").asString()).isEqualTo("ANSWERED");
            JsonNode failed = finished(next, Json.object().put("runId", "run_gone"));
            assertThat(failed.at("/outcome/kind").asString()).isEqualTo("FAILED");
            assertThat(failed.at("/outcome/detail").asString()).contains("gone-glm-int8", "its checkpoint is gone");
        }
    }

    private static TinyServer open(Path home) {
        return new TinyServer(
                home, Map.of("ALLTOOLS_CACHE", folder.resolve("cache").toString()));
    }

    private static void brokeOff(DataFolder data, String runId, String model) {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "ses_" + runId,
                        model,
                        List.of(Message.user("Who are you?")),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1));
        try (Database database = Database.open(data)) {
            database.ownership().serve();
            DatabaseJournal journal = new DatabaseJournal(database);
            for (int i = 0; i < events.size(); i++) {
                journal.append(new JournalEntry(runId, i, Instant.parse("2026-11-23T10:00:00Z"), events.get(i)));
            }
        }
    }

    private static String ordered(TinyServer server, Path folder, String quantization) throws Exception {
        HttpResponse<String> ordered =
                server.post("/api/models/import", "{'folder':'" + folder + "','quantize':'" + quantization + "'}");
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
        return Json.parseObject(ordered.body()).path("id").asString();
    }

    private static JsonNode job(TinyServer server, String id) throws Exception {
        return server.get("/api/models/imports/" + id);
    }

    private static JsonNode end(TinyServer server, String id) throws Exception {
        await(() -> !Set.of("queued", "running")
                .contains(job(server, id).path("state").asString()));
        return job(server, id);
    }

    private static JsonNode model(String name) throws Exception {
        return server.get("/api/models").path("models").values().stream()
                .filter(model -> name(model).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String name(JsonNode model) {
        return model.path("name").asString();
    }

    private static JsonNode created(String path, String body) throws Exception {
        HttpResponse<String> answer = server.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.parseObject(answer.body());
    }

    private static JsonNode started(JsonNode run) {
        return Json.MAPPER.valueToTree(server.app
                .store()
                .entries(run.path("runId").asString(), 0)
                .getFirst()
                .event());
    }

    /** The last event of a run, when there is one. */
    private static JsonNode finished(TinyServer server, JsonNode run) throws Exception {
        String id = run.path("runId").asString();
        await(() -> server.app.store().find(id).orElseThrow().outcome() != null);
        return Json.MAPPER.valueToTree(
                server.app.store().entries(id, 0).getLast().event());
    }

    private static HttpResponse<String> post(String path) throws Exception {
        return server.post(path, "{}");
    }

    private static void delete(String id) throws Exception {
        server.delete("/api/models/imports/" + id);
    }

    private static List<Path> unfinished() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("cache").resolve("models"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(".import"))
                    .toList();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("two minutes are over").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
