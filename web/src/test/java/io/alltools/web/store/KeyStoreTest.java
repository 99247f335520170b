package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Outcome;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and what is theirs, in either database. */
class KeyStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Caller ALICE = new Caller("key_alice", "alice", Set.of(Scope.RUNS));
    private static final Caller BOB = new Caller("key_bob", "bob", Set.of(Scope.RUNS));
    private static final Caller ROOT = new Caller("key_root", "root", Set.of(Scope.ADMIN));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aKeyComesBackAsItWasAndItsNameIsTakenWhileItLives(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            KeyStore keys = new KeyStore(database);
            ApiKey key = key("key_alice", "alice");
            assertThat(keys.anyLive(NOW)).isFalse();
            assertThat(keys.insert(key, "hash")).isTrue();
            assertThat(keys.insert(key("key_2", "alice"), "hash 2")).isFalse();
            assertThat(keys.byHash()).containsExactly(Map.entry("hash", key));
            assertThat(keys.anyLive(NOW)).isTrue();
            assertThat(keys.anyLive(NOW.plusSeconds(3600))).as("it has expired").isFalse();

            keys.signIn("browser", key.id(), NOW, NOW.plusSeconds(60));
            assertThat(keys.signedIn("browser", NOW)).hasValue("key_alice");
            assertThat(keys.signedIn("browser", NOW.plusSeconds(60))).isEmpty();
            keys.revoke(key.id(), NOW);
            assertThat(keys.signedIn("browser", NOW)).isEmpty();
            assertThat(keys.anyLive(NOW)).isFalse();
            assertThat(keys.insert(key("key_2", "alice"), "hash 2")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void usageAddsUpByDay(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            KeyStore keys = new KeyStore(database);
            keys.insert(key("key_alice", "alice"), "a");
            keys.insert(key("key_bob", "bob"), "b");
            keys.addUsage(TODAY, Map.of("key_alice", new KeyUsage(1, 10, 5), "key_bob", new KeyUsage(1, 0, 0)));
            keys.addUsage(TODAY, Map.of("key_alice", new KeyUsage(2, 20, 5)));
            keys.addUsage(TODAY.plusDays(1), Map.of("key_alice", new KeyUsage(1, 1, 1)));
            assertThat(keys.usage("key_alice"))
                    .containsExactly(
                            Map.entry(TODAY.plusDays(1), new KeyUsage(1, 1, 1)),
                            Map.entry(TODAY, new KeyUsage(3, 30, 10)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoMayNotSeeASessionFindsNoneOfIt(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            KeyStore keys = new KeyStore(database);
            keys.insert(key("key_alice", "alice"), "a");
            keys.insert(key("key_bob", "bob"), "b");
            RunStore runs = new RunStore(database);
            SessionStore sessions = new SessionStore(database, runs);
            assertThat(sessions.as(ALICE).create("ses_a", NOW)).isTrue();
            assertThat(sessions.as(ALICE).create("ses_a", NOW))
                    .as("it is there and hers")
                    .isTrue();
            DatabaseJournal journal = new DatabaseJournal(database);
            DatabaseJournalTest.run("run_a", "ses_a", "secret", Outcome.ANSWERED)
                    .forEach(journal::append);
            DatabaseJournalTest.run("run_local", "ses_local", "mine", Outcome.ANSWERED)
                    .forEach(journal::append);
            sessions.attach("ses_a", new SessionFile("a.txt", 1, NOW));

            for (Caller sees : new Caller[] {ALICE, ROOT, Caller.LOCAL}) {
                assertThat(runs.as(sees).find("run_a")).as(sees.name()).isPresent();
                assertThat(runs.as(sees).entries("run_a", 0)).isNotEmpty();
                assertThat(sessions.as(sees).find("ses_a", null)).isPresent();
                assertThat(sessions.as(sees).files("ses_a")).hasSize(1);
            }
            assertThat(runs.as(ALICE).newest(9)).extracting(RunSummary::id).containsExactly("run_a");
            assertThat(runs.as(ROOT).newest(9)).hasSize(2);

            RunStore bobsRuns = runs.as(BOB);
            SessionStore bobsSessions = sessions.as(BOB);
            assertThat(bobsSessions.create("ses_a", NOW)).isFalse();
            assertThat(bobsSessions.exists("ses_a")).isFalse();
            assertThat(bobsSessions.find("ses_a", null)).isEmpty();
            assertThat(bobsSessions.newest(9, null)).isEmpty();
            assertThat(bobsSessions.newest(9, "ses_a")).isEmpty();
            assertThat(bobsSessions.files("ses_a")).isEmpty();
            assertThat(bobsSessions.owner("ses_a")).isEmpty();
            assertThat(bobsRuns.newest(9)).isEmpty();
            assertThat(bobsRuns.find("run_a")).isEmpty();
            assertThat(bobsRuns.findTurn("run_a")).isEmpty();
            assertThat(bobsRuns.newestOf("ses_a")).isEmpty();
            assertThat(bobsRuns.startingWith("run_", 9)).isEmpty();
            assertThat(bobsRuns.entries("run_a", 0)).isEmpty();
            assertThat(bobsRuns.messages("run_a")).isEmpty();
            bobsSessions.rename("ses_a", "taken");
            bobsSessions.delete("ses_a");
            assertThat(sessions.find("ses_a", null).orElseThrow().title()).isEqualTo("secret");
            assertThat(sessions.owner("ses_a")).hasValue("key_alice");
            sessions.as(ALICE).delete("ses_a");
            assertThat(sessions.exists("ses_a")).isFalse();
        }
    }

    private static ApiKey key(String id, String name) {
        return new ApiKey(
                id, name, "alltools_abc…", Set.of(Scope.CHAT, Scope.RUNS), 10, 1000, NOW, NOW.plusSeconds(3600), null);
    }
}
