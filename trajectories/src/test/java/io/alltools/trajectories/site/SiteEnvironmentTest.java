package io.alltools.trajectories.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.Outcome;
import io.alltools.agent.Tool;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Workshop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SiteEnvironmentTest {

    private final FolderBrowser.Shop workshop = new FolderBrowser.Shop();
    private final SiteEnvironment web = new SiteEnvironment(workshop);

    @TempDir
    private Path folder;

    @Test
    void theExpertEarnsTheWholeReward() throws Exception {
        int hops = 0;
        for (Split split : Split.values()) {
            for (int number = 0; number < 70; number++) {
                Task task = web.task(split, 11, number);
                try (Episode episode = web.reset(task)) {
                    Playing played = Playing.of(episode);
                    assertThat(played.score().reward())
                            .as(
                                    "%s %s: %s %s",
                                    task.id(),
                                    task.instruction(),
                                    played.score().reason(),
                                    played.observations())
                            .isEqualTo(1);
                    assertThat(played.moves()).as(task.instruction()).isLessThanOrEqualTo(8);
                    hops += played.moves() == 4
                                    && task.data().path("type").asString().equals("question")
                            ? 1
                            : 0;
                }
            }
        }
        assertThat(hops).as("questions of two hops").isBetween(10, 80);
        assertThat(workshop.browsers).hasSize(141).allMatch(FolderBrowser::isClosed);
        assertThat(workshop.folders).noneMatch(Files::exists);
    }

    @Test
    void theSameNumberIsTheSameTask() throws Exception {
        for (int number = 0; number < 30; number++) {
            Task task = web.task(Split.TEST, 5, number);
            assertThat(new SiteEnvironment(workshop).task(Split.TEST, 5, number))
                    .isEqualTo(task);
            assertThat(web.task(Split.TEST, 6, number).data()).isNotEqualTo(task.data());
        }
        Task question = web.task(Split.DEV, 5, 0);
        Set<String> sites = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            try (Episode episode = web.reset(Json.read(Json.write(question), Task.class))) {
                StringBuilder all = new StringBuilder();
                try (var files = Files.walk(workshop.folders.getLast())) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        all.append(Files.readString(file));
                    }
                }
                sites.add(all.toString());
                assertThat(Playing.of(episode).score().reward()).isEqualTo(1);
            }
        }
        assertThat(sites).hasSize(1);
    }

    @Test
    void splitsShareNoSiteAndNumbersShareNoInstruction() {
        Set<String> all = new HashSet<>();
        List<Set<String>> hosts = new ArrayList<>();
        for (Split split : Split.values()) {
            Set<String> here = new HashSet<>();
            for (int number = 0; number < 200; number++) {
                assertThat(all.add(web.task(split, 3, number).instruction()))
                        .as(web.task(split, 3, number).instruction())
                        .isTrue();
                Draws random = Draws.of(number);
                here.add(SiteGenerator.make(split, random).site().home());
            }
            hosts.forEach(other -> assertThat(other).doesNotContainAnyElementsOf(here));
            hosts.add(here);
        }
    }

    @Test
    void sitesHaveEightToFortyPagesWithTablesListsAndSentences() {
        StringBuilder all = new StringBuilder();
        for (int seed = 0; seed < 40; seed++) {
            Site site = SiteGenerator.make(Split.TRAIN, Draws.of(seed)).site();
            assertThat(site.pages()).hasSizeBetween(8, 40);
            site.pages().values().forEach(all::append);
        }
        assertThat(all.toString()).contains("<table>").contains("<dl>").contains("is given as");
    }

    @Test
    void theAnswerIsWhatStandsBehindAnswer() throws Exception {
        Task task = web.task(Split.TRAIN, 1, 0);
        try (Episode episode = web.reset(task)) {
            String right = task.gold().getFirst();
            assertThat(episode.score(said("I read it【7†source】.\n**Answer:** " + right + "【7†source】"))
                            .reward())
                    .isEqualTo(1);
            assertThat(episode.score(said("Answer: wrong\nAnswer: " + right.toUpperCase(java.util.Locale.ROOT)))
                            .reward())
                    .isEqualTo(1);
            assertThat(episode.score(said("It may be " + right + " or not")).reward())
                    .isZero();
            assertThat(episode.score(said("It may be " + right + " or not"))
                            .parts()
                            .get("f1"))
                    .isGreaterThan(0);
            assertThat(episode.score(said("")).reward()).isZero();
            assertThat(episode.score(said("x".repeat(5_000_000))).reason()).hasSizeLessThan(500);
        }
    }

    @Test
    void theFolderGoesWhenTheBrowserCanNotBeMade() {
        List<Path> folders = new ArrayList<>();
        SiteEnvironment broken = new SiteEnvironment(new Workshop() {
            @Override
            public Tool python() {
                throw new UnsupportedOperationException("no Python in these tests");
            }

            @Override
            public Tool browser(Path pages) {
                folders.add(pages);
                throw new IllegalStateException("no browser today");
            }
        });
        Task task = web.task(Split.TRAIN, 1, 0);
        assertThatThrownBy(() -> broken.reset(task)).hasMessage("no browser today");
        assertThat(folders).hasSize(1).noneMatch(Files::exists);
    }

    @Test
    void questionsWithAFolderOfPagesAreRead() throws Exception {
        Files.createDirectories(folder.resolve("town/sub"));
        Files.writeString(
                folder.resolve("town/sub/bridge.html"),
                "<title>Old Bridge</title><p>The old bridge has 1,240 stones.</p>");
        Files.writeString(folder.resolve("town/mill.html"), "<title>Mill</title><p>The mill has stones too.</p>");
        Path file = Files.writeString(folder.resolve("q.jsonl"), """
                {"question": "How many stones has the old bridge?", "answer": 1240, "pages": "town"}

                {"id": "mill", "question": "What has stones too?", "answer": ["the mill", "mill"], "pages": "town"}
                """);
        List<Task> tasks = web.load(file, Split.TEST);
        assertThat(tasks).extracting(Task::id).containsExactly("web/test/1", "web/test/mill");
        assertThat(tasks.getLast().gold()).containsExactly("the mill", "mill");
        for (Task task : tasks) {
            try (Episode episode = web.reset(Json.read(Json.write(task), Task.class))) {
                assertThat(Playing.of(episode).score().reward()).as(task.id()).isEqualTo(1);
            }
        }
    }

    @Test
    void brokenFilesAreNamedInTheError() throws Exception {
        assertThatThrownBy(() -> load("{\"question\": \"q\""))
                .hasMessageContaining("f.jsonl, line 1 is not valid JSON");
        assertThatThrownBy(() -> load("{\"question\": \"q\", \"answer\": \" \", \"pages\": \"x\"}"))
                .hasMessageContaining("record 1: expected \"question\", \"answer\" and \"pages\"");
        assertThatThrownBy(() -> load("{\"question\": \"q\", \"answer\": \"x\", \"pages\": \"nowhere\"}"))
                .hasMessageContaining("\"pages\" is \"nowhere\": expected a folder");
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> load("{\"question\": \"q\", \"answer\": \"x\", \"pages\": \"empty\"}"))
                .hasMessageContaining("there are no pages");
        Task other = new Task("db/train/1", "db", Split.TRAIN, "x", List.of(), Json.object());
        assertThatThrownBy(() -> web.reset(other)).hasMessageContaining("of the environment \"db\"");
        Task empty = new Task("web/train/1", "web", Split.TRAIN, "x", List.of(), Json.object());
        assertThatThrownBy(() -> web.reset(empty)).hasMessageContaining("its type is \"\"");
        ObjectNode escaping = Json.object().put("type", "question");
        escaping.putObject("pages").put("../../evil.html", "x");
        Task evil = new Task("web/train/2", "web", Split.TRAIN, "x", List.of("a"), escaping);
        assertThatThrownBy(() -> web.reset(evil)).hasMessageContaining("would lie outside of the site");
    }

    @Test
    void aBrowserThatFailsOnceIsAskedAgain() throws Exception {
        try (Episode episode = web.reset(web.task(Split.TRAIN, 1, 0))) {
            Toolbox tools = new Toolbox(episode.tools());
            var expert = episode.expert();
            var first = expert.next(List.of());
            var failed = io.alltools.agent.ToolResult.failed(io.alltools.agent.ToolResult.Kind.TIMEOUT, "too slow")
                    .toObservation("c");
            assertThat(expert.next(List.of(failed))).isEqualTo(first);
            assertThat(Playing.call(tools, "simple_browser", "mclick([99])").text())
                    .startsWith("Error: ");
            assertThat(Playing.call(tools, "simple_browser", "x".repeat(1_000_000))
                            .text())
                    .startsWith("Error: expected");
        }
    }

    private List<Task> load(String text) throws Exception {
        return web.load(Files.writeString(folder.resolve("f.jsonl"), text), Split.TEST);
    }

    private static Attempt said(String answer) {
        return new Attempt(List.of(), answer, Outcome.ANSWERED);
    }
}
