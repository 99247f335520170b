package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.web.caller.Scope;
import io.alltools.web.key.NewKey;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.KeyStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is in the wrong hands ends within seconds, wherever it was revoked. */
class RevokedKeyTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.elsewhere(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void revokedThroughAnotherConnectionItEndsInTheRunningServer() throws Exception {
        String key = server.newKey("lost", "runs");
        assertThat(server.send(key, "GET", "/api/info", "").statusCode()).isEqualTo(200);
        try (Database other = Database.open(new DataFolder(folder))) {
            KeyStore keys = new KeyStore(other);
            keys.byHash().values().stream()
                    .filter(each -> each.name().equals("lost"))
                    .forEach(each -> keys.revoke(each.id(), Instant.now()));
        }
        Instant deadline = Instant.now().plus(SOON);
        HttpResponse<String> last = server.send(key, "GET", "/api/info", "");
        while (last.statusCode() == 200 && Instant.now().isBefore(deadline)) {
            Thread.sleep(50);
            last = server.send(key, "GET", "/api/info", "");
        }
        assertThat(last.statusCode()).isEqualTo(401);
        assertThat(RunningServer.json(last).at("/error/code").asString()).isEqualTo("invalid_api_key");
    }

    @Test
    void aBrowserThatIsSignedInWithItIsOutAtOnce() throws Exception {
        String key = server.newKey("lost", "runs");
        String cookie = server.post("/api/sign-in", "{\"key\": \"" + key + "\"}")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        HttpRequest info = server.request("/api/info").header("Cookie", cookie).build();
        assertThat(server.client
                        .send(info, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        server.revoke("lost");
        assertThat(server.client
                        .send(info, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anExpiredKeyIsAsGoodAsNone() throws Exception {
        Instant past = Instant.now().minus(Duration.ofHours(2));
        NewKey old = NewKey.make("old", Scope.of("runs"), 10, 10, Duration.ofHours(1), past);
        assertThat(server.app.keys().insert(old.key(), old.hash())).isTrue();
        assertThat(server.send(old.secret(), "GET", "/api/info", "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void anotherKeyMayHaveItsNameThen() throws Exception {
        String first = server.newKey("laptop", "runs");
        server.revoke("laptop");
        String second = server.newKey("laptop", "runs");
        assertThat(first).isNotEqualTo(second);
        assertThat(server.send(second, "GET", "/api/info", "").statusCode()).isEqualTo(200);
    }
}
