package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries keys until one fits. */
class KeyGuessingTest {

    @TempDir
    Path folder;

    @Test
    void whoSendsTooManyWrongKeysWaitsWhichTellsNothing() throws Exception {
        try (RunningServer server = RunningServer.elsewhere(folder)) {
            for (int i = 0; i < 10; i++) {
                assertThat(server.send("alltools_" + i, "GET", "/api/info", "").statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> waits = server.send("alltools_10", "GET", "/api/info", "");
            assertThat(waits.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            waits.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 60);
            assertThat(RunningServer.json(waits).at("/error/code").asString()).isEqualTo("too_many_wrong_keys");
            assertThat(server.post("/api/sign-in", "{\"key\": \"alltools_11\"}").statusCode())
                    .as("the console's way in is no way around")
                    .isEqualTo(429);
            assertThat(server.send(server.admin, "GET", "/api/info", "").statusCode())
                    .as("a right key: the address may be that of a proxy that others come by")
                    .isEqualTo(200);

            List<String> audit = Files.readAllLines(folder.resolve("audit/audit.jsonl"));
            assertThat(audit.stream().filter(line -> line.contains("\"refused\"")))
                    .hasSize(10);
            assertThat(String.join("\n", audit)).doesNotContain("alltools_");
        }
    }
}
