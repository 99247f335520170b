package io.alltools.trajectories.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.Json;
import io.alltools.agent.Outcome;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import io.alltools.trajectories.site.ElementScore.Choice;
import io.alltools.trajectories.site.ElementStep.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElementTest {

    private static final Attempt ATTEMPT = new Attempt(List.of(), "", Outcome.ANSWERED);

    private final SiteEnvironment web = new SiteEnvironment(new FolderBrowser.Shop());

    @TempDir
    private Path folder;

    @Test
    void operationsAreComparedAsSetsOfWords() {
        assertThat(ElementScore.f1("CLICK ", "CLICK")).isEqualTo(1);
        assertThat(ElementScore.f1("TYPE new york", "TYPE new york")).isEqualTo(1);
        // 2 of 2 words are right, 2 of 3 were wanted.
        assertThat(ElementScore.f1("TYPE york", "TYPE new york")).isCloseTo(0.8, within(1e-9));
        assertThat(ElementScore.f1("SELECT new york", "TYPE new york")).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(ElementScore.f1("CLICK", "TYPE x")).isZero();
    }

    @Test
    void aStepSucceedsWhenElementAndOperationAreRight() {
        ElementStep click = step(List.of("1", "4"), Operation.CLICK, "");
        ElementStep type = step(List.of("2"), Operation.TYPE, "new york");
        Score all = ElementScore.of(
                List.of(click, type),
                List.of(new Choice("4", Operation.CLICK, ""), new Choice("2", Operation.TYPE, "new york")));
        assertThat(all.reward()).isEqualTo(1);
        Score some = ElementScore.of(
                List.of(click, type, type, click),
                List.of(
                        new Choice("1", Operation.CLICK, ""),
                        new Choice("2", Operation.TYPE, "york"),
                        new Choice("1", Operation.TYPE, "new york")));
        assertThat(some.reward()).isEqualTo(0.25);
        assertThat(some.parts())
                .containsEntry("element_acc", 0.5)
                .containsEntry("operation_f1", (1 + 0.8 + 1) / 4)
                .containsEntry("step_sr", 0.25);
        ElementStep hopeless = step(List.of(), Operation.CLICK, "");
        assertThat(ElementScore.of(
                                List.of(click, hopeless),
                                List.of(new Choice("1", Operation.CLICK, ""), new Choice("1", Operation.CLICK, "")))
                        .parts())
                .containsEntry("step_sr", 0.5)
                .containsEntry("operation_f1", 0.5);
        assertThat(ElementScore.of(List.of(click), List.of()).reward()).isZero();
    }

    @Test
    void theNextStepComesWhateverWasChosenAndTellsTheRightActions() throws Exception {
        Task task = web.task(Split.TRAIN, 2, 2);
        try (Episode episode = web.reset(task)) {
            Toolbox tools = new Toolbox(episode.tools());
            var steps = task.data().path("steps");
            assertThat(steps.size()).isBetween(2, 5);
            String first = episode.messages().getLast().text();
            assertThat(first)
                    .startsWith(task.instruction())
                    .contains("Step 1\nPrevious actions: none")
                    .contains("\n[");
            String wrong = "";
            for (var candidate : steps.get(0).path("candidates")) {
                String id = candidate.path("id").asString();
                wrong = id.equals(steps.get(0).path("right").get(0).asString()) ? wrong : id;
            }
            assertThat(choose(tools, "none", "CLICK"))
                    .startsWith("Error: there is no element \"none\" at this step: expected");
            assertThat(choose(tools, "x".repeat(1_000_000), "CLICK")).hasSizeLessThan(500);
            assertThat(choose(tools, wrong, "HOVER")).contains("do not fit its schema");
            assertThat(choose(tools, "[" + wrong + "]", "CLICK"))
                    .contains("Step 2\nPrevious actions:\n- "
                            + steps.get(0).path("action").asString());
            // From here on the expert does it right.
            Playing played = Playing.of(episode);
            assertThat(played.score().reward()).isEqualTo((steps.size() - 1.0) / steps.size());
            assertThat(choose(tools, wrong, "CLICK")).contains("the last step is done");
            assertThat(episode.score(ATTEMPT)).isEqualTo(played.score());
        }
    }

    @Test
    void tasksOfMind2WebAreRead() throws Exception {
        Path file = Files.writeString(folder.resolve("train_0.json"), MIND2WEB);
        List<Task> training = web.load(file, Split.TRAIN);
        assertThat(training).hasSize(1);
        Task task = training.getFirst();
        assertThat(task.id()).isEqualTo("web/train/ann-1");
        assertThat(task.instruction()).isEqualTo("Search flights to Oslo");
        assertThat(task.data().path("steps").size())
                .as("a step without a right candidate is left out")
                .isEqualTo(2);
        assertThat(web.load(file, Split.TRAIN)).isEqualTo(training);
        try (Episode episode = web.reset(task)) {
            assertThat(episode.messages().getLast().text())
                    .contains("Website: flights")
                    .contains("Where do you want to go?")
                    .contains("[11] <input type=text placeholder=City or airport>")
                    .contains("[12] <button> Search & go")
                    .doesNotContain("[99]");
            Playing played = Playing.of(episode);
            assertThat(played.score().reward()).isEqualTo(1);
            assertThat(played.observations().getFirst()).contains("- [textbox]  To -> TYPE: Oslo");
        }
        Task test = web.load(file, Split.TEST).getFirst();
        try (Episode episode = web.reset(test)) {
            assertThat(Playing.of(episode).score().reward()).isEqualTo(2 / 3.0);
        }
    }

    @Test
    void brokenTasksOfMind2WebAreNamed() {
        assertThatThrownBy(() -> load(MIND2WEB.replace("Search flights to Oslo", " ")))
                .hasMessageContaining("record 1: the field \"confirmed_task\" is missing");
        assertThatThrownBy(() -> load(MIND2WEB.replace("\"op\": \"TYPE\"", "\"op\": \"DRAG\"")))
                .hasMessageContaining("task ann-1, action 1: operation \"DRAG\": expected CLICK, TYPE or SELECT");
        assertThatThrownBy(() -> load(MIND2WEB.replace("<body", "<body><p")))
                .hasMessageContaining("cleaned_html is not well-formed");
        assertThatThrownBy(() -> load(
                        MIND2WEB.replace("<html", "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html")))
                .hasMessageContaining("cleaned_html is not well-formed");
        assertThatThrownBy(() -> load(MIND2WEB.replace("\"[button]  Search -> CLICK\", ", "")))
                .hasMessageContaining("has 2 \"action_reprs\" for 3 actions");
        assertThatThrownBy(() -> load(MIND2WEB.replace("\"pos_candidates\": [{", "\"pos_candidatez\": [{")))
                .hasMessageContaining("no action with a right candidate");
    }

    @Test
    void aStepThatIsNotCompleteIsRefused() {
        var data = Json.object().put("type", "elements");
        data.putArray("steps").addObject().put("operation", "CLICK");
        Task task = new Task("web/dev/1", "web", Split.DEV, "x", List.of(), data);
        assertThatThrownBy(() -> web.reset(task)).hasMessageContaining("each with candidates");
    }

    @Test
    void anUnusableRecordIsLeftOutWhereThatIsAsked() throws Exception {
        String both = "[{\"annotation_id\": \"ann-0\", \"confirmed_task\": \"Go\"}, "
                + MIND2WEB.strip().substring(1);
        Unusable unusable = Unusable.skipped();

        assertThat(web.load(Files.writeString(folder.resolve("train.json"), both), Split.TRAIN, unusable))
                .hasSize(1);

        assertThat(unusable.first()).singleElement().asString().contains("record 1: task ann-0 has no \"actions\"");
    }

    private List<Task> load(String json) throws Exception {
        return web.load(Files.writeString(folder.resolve("train.json"), json), Split.TRAIN);
    }

    private static ElementStep step(List<String> right, Operation operation, String value) {
        return new ElementStep("page", List.of(new ElementStep.Candidate("1", "a")), right, operation, value, "act");
    }

    private static String choose(Toolbox tools, String element, String operation) throws InterruptedException {
        String arguments = Json.write(Json.object().put("element", element).put("operation", operation));
        return Playing.call(tools, "choose_element", arguments).text();
    }

    private static final String HTML =
            "<html backend_node_id=\\\"1\\\"><body backend_node_id=\\\"2\\\"><text>Where do you want to"
                    + " go?</text><div backend_node_id=\\\"3\\\"><input backend_node_id=\\\"11\\\" type=\\\"text\\\" placeholder=\\\"City or"
                    + " airport\\\"/><button backend_node_id=\\\"12\\\"><text>Search &amp; go</text></button><a"
                    + " backend_node_id=\\\"13\\\"><text>Log in</text></a></div></body></html>";

    private static final String MIND2WEB = """
            [{"annotation_id": "ann-1", "website": "flights", "domain": "Travel", "confirmed_task": "Search flights to Oslo",
              "action_reprs": ["[textbox]  To -> TYPE: Oslo", "[button]  Search -> CLICK", "[link]  Gone -> CLICK"],
              "actions": [
               {"action_uid": "u1", "operation": {"original_op": "TYPE", "op": "TYPE", "value": "Oslo"}, "cleaned_html": "HTML",
                "pos_candidates": [{"tag": "input", "backend_node_id": "11"}],
                "neg_candidates": [{"tag": "button", "backend_node_id": "12"}, {"tag": "a", "backend_node_id": "13"},
                                   {"tag": "a", "backend_node_id": "99"}]},
               {"action_uid": "u2", "operation": {"original_op": "HOVER", "op": "CLICK", "value": ""}, "cleaned_html": "HTML",
                "pos_candidates": [{"tag": "button", "backend_node_id": "12", "rank": 1}],
                "neg_candidates": [{"tag": "a", "backend_node_id": "13", "rank": 0}]},
               {"action_uid": "u3", "operation": {"op": "CLICK", "value": ""}, "cleaned_html": "HTML",
                "pos_candidates": [], "neg_candidates": [{"tag": "a", "backend_node_id": "13"}]}]}]""".replace("HTML", HTML);
}
