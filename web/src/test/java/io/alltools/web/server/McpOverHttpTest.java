package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of the official SDK with the running server, and what a client may do wrong. */
class McpOverHttpTest {

    private static final String GREETING = """
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
             "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""";
    private static final String LIST = "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/list\"}";

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
    void theSdksClientListsAndCallsOurTools() {
        try (McpSyncClient client = McpClient.sync(
                        HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + server.server.port())
                                .endpoint("/mcp")
                                .build())
                .build()) {
            client.initialize();
            assertThat(client.getServerInfo().name()).isEqualTo("alltools");
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactlyInAnyOrder("shout", "nap");
            McpSchema.CallToolResult loud = client.callTool(McpSchema.CallToolRequest.builder("shout")
                    .arguments(Map.of("text", "grüße"))
                    .build());
            assertThat(loud.isError()).isFalse();
            assertThat(loud.content()).containsExactly(new McpSchema.TextContent("GRÜSSE"));
        }
    }

    @Test
    void eachClientHasASessionThatItCanEnd() throws Exception {
        String one = greet();
        String other = greet();
        assertThat(one).isNotEqualTo(other);
        assertThat(post(one, LIST).statusCode()).isEqualTo(200);
        assertThat(delete(one)).isEqualTo(204);
        assertThat(post(one, LIST).statusCode()).isEqualTo(404);
        assertThat(delete(one)).isEqualTo(404);
        assertThat(post(other, LIST).body()).contains("\"shout\"");
    }

    @Test
    void whatIsNoConversationIsRefused() throws Exception {
        assertThat(server.post("/mcp", LIST).statusCode()).isEqualTo(400);
        assertThat(server.post("/mcp", "no JSON").statusCode()).isEqualTo(400);
        assertThat(post("ses_unknown", LIST).statusCode()).isEqualTo(404);
        assertThat(server.get("/mcp").statusCode()).isEqualTo(405);
        String session = greet();
        assertThat(server.client
                        .send(
                                server.request("/mcp")
                                        .header("Content-Type", "application/json")
                                        .header("Mcp-Session-Id", session)
                                        .header("MCP-Protocol-Version", "1999-01-01")
                                        .POST(HttpRequest.BodyPublishers.ofString(LIST))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPageOfAnotherSiteCantReachTheTools() throws Exception {
        HttpResponse<String> refused = server.client.send(
                server.request("/mcp")
                        .header("Content-Type", "application/json")
                        .header("Origin", "https://evil.example")
                        .POST(HttpRequest.BodyPublishers.ofString(GREETING))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    private static String greet() throws Exception {
        return server.post("/mcp", GREETING)
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private static HttpResponse<String> post(String session, String body) throws Exception {
        return server.client.send(
                server.request("/mcp")
                        .header("Content-Type", "application/json")
                        .header("Mcp-Session-Id", session)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int delete(String session) throws Exception {
        return server.client
                .send(
                        server.request("/mcp")
                                .header("Mcp-Session-Id", session)
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
