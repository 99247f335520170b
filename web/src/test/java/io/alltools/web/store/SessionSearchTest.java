package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionSearchTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void titlesQuestionsAndAnswersAreFoundWhateverTheCase(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            SessionStore sessions = say(database);
            SessionSearch search = new SessionSearch(database, sessions);

            SessionSearch.Hit hit = only(search, "LISBON");
            assertThat(hit.session().id()).isEqualTo("ses_1");
            assertThat(hit.snippet().runId()).isEqualTo("run_1");
            assertThat(hit.snippet().place()).isEqualTo(SessionSearch.Place.QUESTION);
            assertThat(hit.snippet().before()).isEqualTo("How warm is it in ");
            assertThat(hit.snippet().match()).isEqualTo("Lisbon");
            assertThat(hit.snippet().after()).isEqualTo(" today?");

            assertThat(only(search, "42 is the").snippet().place()).isEqualTo(SessionSearch.Place.ANSWER);
            assertThat(only(search, "天气").session().id()).isEqualTo("ses_3");

            sessions.rename("ses_2", "About Porto");
            assertThat(only(search, "porto").snippet().place()).isEqualTo(SessionSearch.Place.TITLE);
            assertThat(search.find("nowhere", 9, null).hits()).isEmpty();
            assertThat(search.find("nowhere", 9, null).last()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void signsThatMeanSomethingToADatabaseMeanThemselves(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            SessionSearch search = new SessionSearch(database, say(database));
            assertThat(only(search, "100%").session().id()).isEqualTo("ses_4");
            assertThat(only(search, "a_b").session().id()).isEqualTo("ses_4");
            assertThat(only(search, "!x'y").session().id()).isEqualTo("ses_4");
            assertThat(search.find("%", 9, null).hits()).hasSize(1);
            assertThat(search.find("_", 9, null).hits()).hasSize(1);
            assertThat(search.find("\u0000", 9, null).hits()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesGoOnBehindTheLastSessionTheNewestActivityFirst(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            SessionStore sessions = new SessionStore(database, new RunStore(database));
            DatabaseJournal journal = new DatabaseJournal(database);
            for (int i = 0; i < 450; i++) {
                sessions.create(
                        String.format("ses_%03d", i),
                        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i));
                if (i % 150 == 0) {
                    sessions.rename(String.format("ses_%03d", i), "Needle " + i);
                }
            }
            SessionSearch search = new SessionSearch(database, sessions);
            SessionSearch.Page page = search.find("needle", 2, null);
            assertThat(page.hits()).extracting(hit -> hit.session().id()).containsExactly("ses_300", "ses_150");
            assertThat(search.find("needle", 2, page.last()).hits())
                    .extracting(hit -> hit.session().id())
                    .containsExactly("ses_000");
            DatabaseJournalTest.run("run_x", "ses_000", "again", Outcome.ANSWERED)
                    .forEach(journal::append);
            assertThat(search.find("needle", 1, null).hits())
                    .extracting(hit -> hit.session().id())
                    .containsExactly("ses_000");
        }
    }

    private static SessionSearch.Hit only(SessionSearch search, String words) {
        SessionSearch.Page page = search.find(words, 9, null);
        assertThat(page.hits()).as(words).hasSize(1);
        return page.hits().getFirst();
    }

    private static SessionStore say(Database database) {
        RunStore runs = new RunStore(database);
        say(database, 1, "How warm is it in Lisbon today?", null);
        say(database, 2, "What is 6 * 7?", "42 is the answer");
        say(database, 3, "今天天气怎么样？", "晴");
        say(database, 4, "Is a_b 100% of !x'y?", "yes");
        return new SessionStore(database, runs);
    }

    private static void say(Database database, int number, String question, @Nullable String answer) {
        DatabaseJournalTest.run("run_" + number, "ses_" + number, question, Outcome.ANSWERED)
                .forEach(new DatabaseJournal(database)::append);
        database.write(client -> client.sql("update runs set answer = ? where id = ?")
                .params(answer == null ? "" : answer, "run_" + number)
                .update());
    }
}
