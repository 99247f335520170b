package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.web.EchoParts;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.KeyStore;
import io.alltools.web.store.KeyUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class KeyCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theKeyIsPrintedOnceAndAloneAndIsNowhereInTheDataFolder() throws Exception {
        assertThat(run("key", "create", "alice")).isZero();
        String key = text(out).strip();
        assertThat(text(out)).matches("alltools_[A-Za-z0-9_-]{43}\n");
        assertThat(text(err))
                .contains("alice")
                .contains("key_")
                .contains("chat,runs")
                .doesNotContain(key);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(content(file)).doesNotContain(key.substring(20)));
        }
        assertThat(content(folder.resolve("audit/audit.jsonl")))
                .contains("key-created")
                .contains("command line")
                .contains("alice");
    }

    @Test
    void theListShowsScopesLimitsStateAndUse() {
        run("key", "create", "alice", "--scope", "chat", "--requests-per-minute", "5", "--expires", "90d");
        run("key", "create", "bob", "--scope", "admin,metrics");
        assertThat(run("key", "revoke", "bob")).isZero();
        String id;
        try (Database database = Database.open(new DataFolder(folder))) {
            KeyStore keys = new KeyStore(database);
            id = keys.byHash().firstEntry().getValue().id();
            keys.addUsage(LocalDate.parse("2026-11-23"), Map.of(id, new KeyUsage(7, 100, 23)));
        }
        out.reset();
        assertThat(run("key", "list")).isZero();
        assertThat(text(out)).startsWith("ID ");
        assertThat(text(out).lines().toList().get(1)).contains("alice", "chat", "live", " 7 ", "123");
        assertThat(text(out).lines().toList().get(2)).contains("bob", "metrics,admin", "never", "revoked");
        out.reset();
        run("key", "list", "--json");
        JsonNode alice = Json.MAPPER.readTree(text(out).lines().findFirst().orElseThrow());
        assertThat(alice.path("requestsPerMinute").asInt()).isEqualTo(5);
        assertThat(alice.path("tokensPerMinute").asInt()).isEqualTo(200_000);
        assertThat(alice.path("promptTokens").asInt()).isEqualTo(100);
        out.reset();
        assertThat(run("key", "usage", id)).isZero();
        assertThat(text(out)).contains("2026-11-23").contains("100").contains("23");
    }

    @Test
    void aNameIsTakenWhileItsKeyLives() {
        run("key", "create", "alice");
        assertThat(run("key", "create", "alice")).isEqualTo(1);
        assertThat(text(err)).contains("there is a key named alice");
        assertThat(run("key", "revoke", "alice")).isZero();
        assertThat(run("key", "create", "alice")).isZero();
    }

    private int run(String... args) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.reader(new ByteArrayInputStream(new byte[0])),
                false,
                false);
        return new CommandLineApp(
                        new CommandContext(new EchoParts(), Map.of("ALLTOOLS_HOME", folder.toString()), terminal))
                .run(args);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
