package io.alltools.web.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.web.caller.Scope;
import io.alltools.web.store.ApiKey;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    @TempDir
    Path folder;

    @Test
    void severalWritersAddToOneFileAndNoValueBeginsALineOfItsOwn() throws Exception {
        try (AuditLog one = open();
                AuditLog other = open()) {
            one.created(key("a\nb"));
            other.created(key("b"));
            one.revoked(key("c"));
        }
        List<String> lines = Files.readAllLines(folder.resolve("audit/audit.jsonl"));
        assertThat(lines).hasSize(3);
        assertThat(lines)
                .extracting(line -> Json.MAPPER.readTree(line).path("name").asString())
                .containsExactly("a\nb", "b", "c");
    }

    @Test
    void aLogThatCantBeWrittenIsAnError() throws Exception {
        Files.writeString(folder.resolve("audit"), "a file");
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("audit.jsonl");
    }

    @Test
    void settingsThatCantBeUsedAreSaid() {
        assertThat(AuditSettings.of(Map.of())).isEqualTo(new AuditSettings(16, 8));
        assertThat(AuditSettings.of(Map.of("ALLTOOLS_AUDIT_MB", "2", "ALLTOOLS_AUDIT_FILES", "3")))
                .isEqualTo(new AuditSettings(2, 3));
        assertThatThrownBy(() -> AuditSettings.of(Map.of("ALLTOOLS_AUDIT_FILES", "99")))
                .hasMessage("ALLTOOLS_AUDIT_FILES is \"99\": expected 1 to 20");
    }

    private AuditLog open() {
        return new AuditLog(new DataFolder(folder), new AuditSettings(1, 2));
    }

    private static ApiKey key(String name) {
        return new ApiKey("key_1", name, "alltools_…", Scope.DEFAULT, 1, 1, Instant.EPOCH, null, null);
    }
}
