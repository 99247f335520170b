package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The user of the machine needs no key, and one that they use counts all the same. */
@Timeout(30)
class LoopbackKeysTest {

    @TempDir
    Path folder;

    @Test
    void whileThereAreNoKeysWhateverAClientSendsIsIgnored() throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            assertThat(server.send("none", "GET", "/v1/models", "").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void onceThereAreAKeyCountsAsThatKeyAndAWrongOneIsWrong() throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            String key = server.newKey("alice", "runs");
            server.start("mine alone");
            // Where there was none the server looks for keys every two seconds.
            while (server.send(key, "GET", "/v1/models", "").statusCode() == 200) {
                Thread.sleep(50);
            }
            assertThat(server.send(key, "GET", "/api/runs", "").body()).doesNotContain("mine alone");
            assertThat(server.send(key, "GET", "/v1/models", "").statusCode()).isEqualTo(403);
            assertThat(server.send("none", "GET", "/v1/models", "").statusCode())
                    .isEqualTo(401);
            assertThat(server.get("/api/runs").body()).contains("mine alone");
        }
    }
}
