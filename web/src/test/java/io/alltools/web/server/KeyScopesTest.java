package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key is good for what it was made for and no more. */
class KeyScopesTest {

    @TempDir
    static Path folder;

    static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.elsewhere(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/models, chat",
        "GET, /api/info, runs",
        "GET, /api/runs, runs",
        "GET, /api/sessions, runs",
        "GET, /api/approvals, runs",
        "GET, /api/agents, runs",
        "GET, /api/models, runs",
        "GET, /api/models/echo, runs",
        "POST, /api/models/echo/load, runs",
        "POST, /api/models/echo/unload, admin",
        "POST, /api/models/import, admin",
        "GET, /api/models/imports, admin",
        "DELETE, /api/models/imports/x, admin",
        "GET, /api/trajectories, runs",
        "PUT, /api/trajectories/x/rating, runs",
        "GET, /mcp, tools",
        "GET, /metrics, metrics",
        "PUT, /api/agents/x, admin",
        "DELETE, /api/agents/x, admin",
    })
    void eachRouteTakesItsScope(String method, String path, String needed) throws Exception {
        for (String scope : new String[] {"chat", "runs", "tools", "metrics", "admin"}) {
            String key = scope.equals("admin")
                    ? server.admin
                    : server.newKey(scope + "-" + method + path.replace('/', '.'), scope);
            var answer = server.send(key, method, path, method.equals("PUT") ? "{}" : "");
            if (scope.equals(needed) || scope.equals("admin")) {
                assertThat(answer.statusCode()).as(scope).isNotIn(401, 403);
            } else {
                assertThat(answer.statusCode()).as(scope).isEqualTo(403);
                assertThat(answer.body()).contains("missing_scope").contains("takes the scope " + needed);
            }
        }
    }

    @Test
    void whatNobodyListedIsForWhoMayDoEverything() throws Exception {
        String key = server.newKey("most", "chat,runs,tools,metrics");
        assertThat(server.send(key, "GET", "/api/new-thing", "").statusCode()).isEqualTo(404);
        assertThat(server.send(key, "TRACE", "/metrics", "").statusCode()).isEqualTo(404);
    }
}
