package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Message;
import io.alltools.agent.ToolSpec;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Agents that are defined over the API, and runs by them. */
class AgentsApiTest {

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
    void anAgentIsKeptAsYamlListedChangedAndDeleted() throws Exception {
        assertThat(put("kept", "{'name':'kept','description':'first'}").statusCode())
                .isEqualTo(201);
        assertThat(put("kept", "{'name':'kept','description':'second','budget':{'steps':3}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(Files.readString(folder.resolve("agents/kept.yaml"))).contains("steps: 3");
        assertThat(server.getJson("/api/agents/kept").at("/budget/steps").asInt())
                .isEqualTo(3);
        assertThat(server.getJson("/api/agents").path("agents"))
                .anyMatch(agent -> agent.path("name").asString().equals("kept")
                        && agent.path("description").asString().equals("second"));
        assertThat(delete("kept").statusCode()).isEqualTo(204);
        assertThat(delete("kept").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/agents/kept").statusCode()).isEqualTo(404);
    }

    @Test
    void anAgentsFileIsReadAndKeptAsItIsWritten() throws Exception {
        String text = "# for the office\nname: written\ndescription: first\n";
        assertThat(putText("written", text).statusCode()).isEqualTo(201);
        assertThat(Files.readString(folder.resolve("agents/written.yaml"))).isEqualTo(text);
        assertThat(server.getJson("/api/agents/written/text").path("text").asString())
                .isEqualTo(text);
        HttpResponse<String> wrong = putText("written", "name: written\n  tools: [");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(RunningServer.json(wrong).at("/error/param").asString()).isEqualTo("text");
        assertThat(RunningServer.json(wrong).at("/error/message").asString()).contains("not valid YAML");
        assertThat(putText("written", "name: written\nknowledge: /etc\n").body())
                .contains("below the agents' folder");
        assertThat(server.getJson("/api/agents/written/text").path("text").asString())
                .isEqualTo(text);
        assertThat(server.get("/api/agents/nobody/text").statusCode()).isEqualTo(404);
    }

    @Test
    void anAgentWhoseFileIsBrokenSaysWhyAndCanBeMended() throws Exception {
        Files.createDirectories(folder.resolve("agents"));
        Files.writeString(folder.resolve("agents/torn.yml"), "name: [torn\n");
        HttpResponse<String> broken = server.get("/api/agents/torn");
        assertThat(broken.statusCode()).isEqualTo(409);
        assertThat(broken.body()).contains("agent_broken", "torn.yml: not valid YAML");
        assertThat(server.getJson("/api/agents/torn/text").path("text").asString())
                .isEqualTo("name: [torn\n");
        assertThat(putText("torn", "name: torn\n").statusCode()).isEqualTo(200);
        assertThat(server.getJson("/api/agents/torn").path("name").asString()).isEqualTo("torn");
        assertThat(folder.resolve("agents/torn.yml")).doesNotExist();
        assertThat(delete("torn").statusCode()).isEqualTo(204);
    }

    private static HttpResponse<String> putText(String name, String text) throws Exception {
        return server.client.send(
                server.request("/api/agents/" + name + "/text")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(io.alltools.agent.Json.object()
                                .put("text", text)
                                .toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aRunHasItsAgentsInstructionsToolsBudgetAndSampling() throws Exception {
        put(
                "quiet",
                "{'name':'quiet','instructions':'Be quiet.','tools':['nap'],'sampling':{'seed':8},'budget':{'steps':2}}");
        JsonNode started = events(run("{'agent':'quiet','input':'hello'}"))[0];
        assertThat(started.path("agent").asString()).isEqualTo("quiet");
        assertThat(started.at("/budget/steps").asInt()).isEqualTo(2);
        assertThat(started.at("/sampling/seed").asInt()).isEqualTo(8);
        ChatRequest request = server.model.requests.getLast();
        assertThat(request.messages()).containsExactly(Message.system("Be quiet."), Message.user("hello"));
        assertThat(request.tools()).extracting(ToolSpec::name).containsExactly("nap");
        JsonNode other = events(run("{'agent':'quiet','input':'hello','seed':9,'system':'Speak.'}"))[0];
        assertThat(other.at("/sampling/seed").asInt()).isEqualTo(9);
        assertThat(server.model.requests.getLast().messages().getFirst()).isEqualTo(Message.system("Speak."));
    }

    @Test
    void whatAnAgentsRunsAreGivenIsTold() throws Exception {
        put("napper", "{'name':'napper','tools':['nap']}");
        assertThat(server.getJson("/api/info?agent=napper").path("tools"))
                .extracting(tool -> tool.path("name").asString())
                .containsExactly("nap");
        assertThat(server.get("/api/info?agent=nobody").statusCode()).isEqualTo(400);
        assertThat(server.getJson("/api/info?agent=nobody").at("/error/message").asString())
                .isEqualTo("there is no agent \"nobody\"");
    }

    @Test
    void anAgentCallsAnotherWhoseRunIsKeptAndTheSessionGoesOnFromTheOuterRun() throws Exception {
        put("helper", "{'name':'helper','description':'makes it loud','tools':['shout']}");
        put("boss", "{'name':'boss','agents':['helper'],'tools':[]}");
        JsonNode created =
                run("{'agent':'boss','input':'call helper {\\'task\\': \\'call shout hi\\'}'}".replace("\\'", "\\\""));
        JsonNode[] events = events(created);
        assertThat(events[events.length - 1].path("answer").asString()).isEqualTo("It says It says HI");
        JsonNode nested = server.getJson("/api/runs?limit=100").path("runs").values().stream()
                .filter(run -> run.path("input").asString().equals("call shout hi"))
                .findFirst()
                .orElseThrow();
        JsonNode start = events(nested.path("id").asString())[0];
        assertThat(start.path("agent").asString()).isEqualTo("helper");
        assertThat(start.at("/parent/runId").asString())
                .isEqualTo(created.path("runId").asString());
        JsonNode session =
                server.getJson("/api/sessions/" + created.path("sessionId").asString());
        assertThat(session.path("messages").size()).isEqualTo(4);
        assertThat(session.path("messages").path(3).path("text").asString()).isEqualTo("It says It says HI");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a','tool':['python']} | tool | expected name, description",
                "{'name':'b'} | name | as in the address",
                "{} | name | required",
                "{'name':'a','sampling':{'heat':1}} | sampling.heat | temperature",
                "{'name':'a','sampling':{'temperature':9}} | sampling.temperature | 0 to 2",
                "{'name':'a','budget':{'steps':0}} | budget.steps | 1 to",
                "{'name':'a','budget':{'cost':-1}} | budget.cost | 0 or more",
                "{'name':'a','tools':'python'} | tools | an array of strings",
                "{'name':'a','tools':['/etc/mcp.json']} | tools | below the agents' folder",
                "{'name':'a','tools':['../mcp.json']} | tools | below the agents' folder",
                "{'name':'a','knowledge':'/'} | knowledge | below the agents' folder",
                "{'name':'a','model':'https://elsewhere.example/v1#m'} | model | a model on this machine",
                "{'name':'a','answer':[]} | answer | an object",
                "{'name':'a','policy':[{'verdict':'maybe','tool':'x'}]} | policy[0].verdict | allow, ask, deny",
                "{'name':'a','policy':[{'verdict':'deny','tool':'x','arguments':'('}]} | policy[0].arguments | regular",
            })
    void aDefinitionThatCantBeUsedIsRefusedByItsField(String body, String field, String hint) throws Exception {
        HttpResponse<String> response = put("a", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode error = RunningServer.json(response).path("error");
        assertThat(error.path("param").asString()).isEqualTo(field);
        assertThat(error.path("message").asString()).contains(hint);
        assertThat(server.get("/api/agents/a").statusCode()).isEqualTo(404);
    }

    @Test
    void aRunByAnAgentThatLacksSomethingIsRefusedBeforeItBegins() throws Exception {
        put("lost", "{'name':'lost','agents':['nobody']}");
        put("bare", "{'name':'bare','tools':['magic']}");
        for (String agent : new String[] {"lost", "bare", "unknown", "../x"}) {
            HttpResponse<String> response =
                    server.post("/api/runs", ("{'agent':'" + agent + "','input':'hi'}").replace('\'', '"'));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(RunningServer.json(response).at("/error/param").asString())
                    .isEqualTo("agent");
        }
    }

    @Test
    void anAnswerIsCheckedAgainstTheSchemaOfTheRequest() throws Exception {
        String schema = "'answerSchema':{'type':'object','required':['sum']}";
        JsonNode[] fits = events(run("{'input':'{\\'sum\\': 3}',".replace("\\'", "\\\"") + schema + "}"));
        assertThat(fits[fits.length - 1].at("/outcome/kind").asString()).isEqualTo("ANSWERED");
        assertThat(server.model.requests.getLast().constraints().format()).isInstanceOf(AnswerFormat.JsonSchema.class);
        JsonNode[] breaks = events(run("{'input':'three'," + schema + "}"));
        assertThat(breaks[breaks.length - 1].at("/outcome/detail").asString()).contains("does not fit its format");
    }

    private static JsonNode run(String body) throws Exception {
        HttpResponse<String> response = server.post("/api/runs", body.replace('\'', '"'));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return RunningServer.json(response);
    }

    private static JsonNode[] events(JsonNode created) throws Exception {
        return events(created.path("runId").asString());
    }

    private static JsonNode[] events(String runId) throws Exception {
        return RunningServer.data(server.get("/api/runs/" + runId + "/events").body()).stream()
                .map(io.alltools.agent.Json.MAPPER::readTree)
                .toArray(JsonNode[]::new);
    }

    private static HttpResponse<String> put(String name, String body) throws Exception {
        return server.client.send(
                server.request("/api/agents/" + name)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> delete(String name) throws Exception {
        return server.client.send(
                server.request("/api/agents/" + name).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    }
}
