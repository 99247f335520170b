package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON that is small to send and large to deal with is refused by name, at once. */
class DeepJsonTest {

    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = RawClient.server(
                folder,
                Map.of(
                        "ALLTOOLS_HTTP_MESSAGES", "10",
                        "ALLTOOLS_HTTP_SCHEMA_DEPTH", "20",
                        "ALLTOOLS_HTTP_SCHEMA_VALUES", "500",
                        "ALLTOOLS_HTTP_SCHEMA_KB", "16"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void valuesInsideEachOtherHaveALimit() throws Exception {
        assertRefused("{\"model\":" + "[".repeat(100_000), "json_too_complex", "depth");
        assertRefused("{\"a\":".repeat(100_000), "json_too_complex", "depth");
        assertRefused("{\"model\":" + "[".repeat(200) + "]".repeat(200) + "}", "json_too_complex", "depth");
        for (String path : new String[] {"/api/runs", "/api/sessions"}) {
            assertThat(server.post(path, "{\"title\":" + "[".repeat(100_000)).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void numbersAndNamesHaveALength() throws Exception {
        assertRefused("{\"seed\":" + "9".repeat(100_000) + "}", "json_too_complex", "Number");
        assertRefused("{\"temperature\":1e99999999999999999999}", "invalid", "");
        assertRefused("{\"" + "n".repeat(100_000) + "\":1}", "json_too_complex", "Name");
    }

    @Test
    void aConversationHasAMostOfMessages() throws Exception {
        String message = "{\"role\":\"user\",\"content\":\"x\"}";
        assertRefused(
                "{\"model\":\"echo\",\"messages\":[" + (message + ",").repeat(10) + message + "]}",
                "invalid_value",
                "11 messages are too many: at most 10");
    }

    @Test
    void aSchemaHasADepthANumberOfValuesAndASize() throws Exception {
        String deep = "{\"items\":".repeat(30) + "{}" + "}".repeat(30);
        assertRefused(tool(deep), "schema_too_complex", "levels: at most 20");
        String wide = "{\"enum\":[" + "1,".repeat(600) + "1]}";
        assertRefused(tool(wide), "schema_too_complex", "values: at most 500");
        String large = "{\"description\":\"" + "d".repeat(20_000) + "\"}";
        assertRefused(tool(large), "schema_too_complex", "characters: at most 16384");
        assertRefused(
                "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"response_format\":"
                        + "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":" + deep + "}}}",
                "schema_too_complex",
                "levels");
    }

    private static String tool(String schema) {
        return "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":"
                + "\"function\",\"function\":{\"name\":\"f\",\"parameters\":" + schema + "}}]}";
    }

    private void assertRefused(String body, String code, String message) throws Exception {
        HttpResponse<String> answer = server.post("/v1/chat/completions", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        var error = RunningServer.json(answer).path("error");
        assertThat(error.path("code").asString()).as(answer.body()).startsWith(code);
        assertThat(error.path("message").asString()).contains(message).doesNotContain("StreamReadConstraints");
    }
}
