package io.alltools.trajectories.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trust;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Play;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class HouseTest {

    private static final String AVAILABLE = " AVAILABLE ACTIONS: ";

    private final House environment = new House();

    @Test
    void placingIsWonWhenTheThingIsThere() throws InterruptedException {
        assertThat(said(
                        Goal.Type.PLACE,
                        "mug",
                        "shelf",
                        "go to cabinet 1",
                        "open cabinet 1",
                        "take mug 1 from cabinet 1",
                        "go to shelf 1",
                        "put mug 1 in/on shelf 1"))
                .containsExactly(
                        "You arrive at loc 4. The cabinet 1 is closed.",
                        "You open the cabinet 1. The cabinet 1 is open. In it, you see a mug 1.",
                        "You pick up the mug 1 from the cabinet 1.",
                        "You arrive at loc 1. On the shelf 1, you see nothing.",
                        "You put the mug 1 in/on the shelf 1. You won! The task is done.");
    }

    @Test
    void cleaningNeedsTheThingCleanedAndPlaced() throws InterruptedException {
        List<String> untreated = said(
                Goal.Type.CLEAN,
                "apple",
                "countertop",
                "go to sinkbasin 1",
                "take apple 2 from sinkbasin 1",
                "go to countertop 1",
                "put apple 2 in/on countertop 1");
        assertThat(untreated.getLast()).isEqualTo("You put the apple 2 in/on the countertop 1.");

        assertThat(said(
                        Goal.Type.CLEAN,
                        "apple",
                        "countertop",
                        "go to sinkbasin 1",
                        "take apple 2 from sinkbasin 1",
                        "clean apple 2 with sinkbasin 1",
                        "examine apple 2",
                        "go to countertop 1",
                        "put apple 2 in/on countertop 1"))
                .contains("You clean the apple 2 using the sinkbasin 1.", "This is a clean apple 2.")
                .last()
                .asString()
                .endsWith(World.WON);
    }

    @Test
    void coolingUndoesHeating() throws InterruptedException {
        List<String> said = said(
                Goal.Type.HEAT,
                "apple",
                "countertop",
                "go to sinkbasin 1",
                "take apple 2 from sinkbasin 1",
                "go to microwave 1",
                "heat apple 2 with microwave 1",
                "examine apple 2",
                "go to fridge 1",
                "cool apple 2 with fridge 1",
                "examine apple 2",
                "go to countertop 1",
                "put apple 2 in/on countertop 1");
        assertThat(said)
                .contains(
                        "You heat the apple 2 using the microwave 1.",
                        "This is a hot apple 2.",
                        "You cool the apple 2 using the fridge 1.",
                        "This is a cold apple 2.");
        assertThat(said.getLast()).doesNotContain(World.WON);
    }

    @Test
    void coolingIsWon() throws InterruptedException {
        assertThat(said(
                        Goal.Type.COOL,
                        "apple",
                        "countertop",
                        "go to sinkbasin 1",
                        "take apple 2 from sinkbasin 1",
                        "go to fridge 1",
                        "cool apple 2 with fridge 1",
                        "go to countertop 1",
                        "put apple 2 in/on countertop 1"))
                .last()
                .asString()
                .endsWith(World.WON);
    }

    @Test
    void examiningNeedsTheThingInTheHandAndTheLampSwitched() throws InterruptedException {
        List<String> lampOnly = said(
                Goal.Type.EXAMINE,
                "mug",
                "desklamp",
                "go to shelf 2",
                "use desklamp 1",
                "examine desklamp 1",
                "use desklamp 1");
        assertThat(lampOnly)
                .containsExactly(
                        "You arrive at loc 2. On the shelf 2, you see a desklamp 1.",
                        "You turn on the desklamp 1.",
                        "This desklamp 1 is on.",
                        "You turn off the desklamp 1.");

        assertThat(said(
                        Goal.Type.EXAMINE,
                        "mug",
                        "desklamp",
                        "go to cabinet 1",
                        "open cabinet 1",
                        "take mug 1 from cabinet 1",
                        "go to shelf 2",
                        "use desklamp 1"))
                .last()
                .asString()
                .isEqualTo("You turn on the desklamp 1. You won! The task is done.");
    }

    @Test
    void twoNeedsTwo() throws InterruptedException {
        List<String> said = said(
                Goal.Type.PLACE_TWO,
                "apple",
                "countertop",
                "go to sinkbasin 1",
                "take apple 2 from sinkbasin 1",
                "go to countertop 1",
                "put apple 2 in/on countertop 1",
                "go to fridge 1",
                "open fridge 1",
                "take apple 1 from fridge 1",
                "go to countertop 1",
                "put apple 1 in/on countertop 1");
        assertThat(said.get(3)).doesNotContain(World.WON);
        assertThat(said.getLast()).endsWith(World.WON);
    }

    @Test
    void whatIsNotPossibleDoesNothing() throws InterruptedException {
        List<String> impossible = List.of(
                "take mug 1 from cabinet 1",
                "open fridge 1",
                "go to moon 1",
                "sing",
                "",
                "put mug 1 in/on shelf 1",
                "clean apple 2 with sinkbasin 1",
                "take desklamp 1 from shelf 2",
                "drop table");
        assertThat(said(Goal.Type.PLACE, "mug", "shelf", impossible.toArray(String[]::new)))
                .containsOnly("Nothing happens.");
        assertThat(said(
                        Goal.Type.PLACE,
                        "mug",
                        "shelf",
                        "go to cabinet 1",
                        "take mug 1 from cabinet 1",
                        "go to shelf 2",
                        "take desklamp 1 from shelf 2",
                        "go to shelf 2",
                        "inventory",
                        "look"))
                .containsExactly(
                        "You arrive at loc 4. The cabinet 1 is closed.",
                        "Nothing happens.",
                        "You arrive at loc 2. On the shelf 2, you see a desklamp 1.",
                        "Nothing happens.",
                        "Nothing happens.",
                        "You are not carrying anything.",
                        "You are facing the shelf 2. Next to it, you see nothing.");
    }

    @Test
    void onlyOneThingCanBeCarried() throws InterruptedException {
        assertThat(said(
                        Goal.Type.PLACE,
                        "mug",
                        "shelf",
                        "go to fridge 1",
                        "open fridge 1",
                        "take apple 1 from fridge 1",
                        "go to sinkbasin 1",
                        "take apple 2 from sinkbasin 1",
                        "inventory"))
                .endsWith("Nothing happens.", "You are carrying: a apple 1.");
    }

    @Test
    void otherSpellingsAreUnderstood() throws InterruptedException {
        assertThat(said(
                        Goal.Type.PLACE,
                        "mug",
                        "shelf",
                        "Go to  cabinet 1.",
                        "open cabinet 1",
                        "take mug 1 from cabinet 1",
                        "go to countertop 1",
                        "put mug 1 on countertop 1",
                        "take mug 1 from countertop 1",
                        "go to shelf 1",
                        "move mug 1 to shelf 1"))
                .doesNotContain("Nothing happens.")
                .last()
                .asString()
                .endsWith(World.WON);
    }

    @Test
    void theBeginningNamesTheFurnitureTheTaskAndTheActions() {
        try (Episode episode = environment.reset(kitchen(Goal.Type.PLACE, "mug", "shelf"))) {
            assertThat(episode.messages().getLast().text())
                    .startsWith(
                            "Here is your task. You are in the middle of a room. Looking quickly around you, you see a"
                                    + " shelf 1, a shelf 2, a countertop 1, a cabinet 1, a fridge 1, a microwave 1, and a"
                                    + " sinkbasin 1.\nYour task is to: put a mug in shelf. AVAILABLE ACTIONS: go to cabinet 1\n");
            assertThat(episode.tools())
                    .singleElement()
                    .satisfies(tool -> assertThat(tool.spec().name()).isEqualTo("take_action"));
        }
    }

    @Test
    void stepsAreLimited() throws InterruptedException {
        try (Episode episode = environment.reset(kitchen(Goal.Type.PLACE, "mug", "shelf"));
                Toolbox toolbox = new Toolbox(episode.tools())) {
            for (int i = 0; i < HouseEpisode.MAX_STEPS; i++) {
                assertThat(act(toolbox, "look")).startsWith("You are in the middle");
            }
            assertThat(act(toolbox, "go to shelf 1")).contains("all 35 actions are used up");
            assertThat(episode.score(Play.saying("I won.")).reward()).isZero();
        }
    }

    @Test
    void nothingHappensOnceItIsWon() throws InterruptedException {
        try (Episode episode = environment.reset(kitchen(Goal.Type.PLACE, "mug", "shelf"));
                Toolbox toolbox = new Toolbox(episode.tools())) {
            assertThat(episode.score(Play.saying("I won.")).reward()).isZero();
            for (String action : List.of(
                    "go to cabinet 1",
                    "open cabinet 1",
                    "take mug 1 from cabinet 1",
                    "go to shelf 1",
                    "put mug 1 in/on shelf 1")) {
                act(toolbox, action);
            }
            assertThat(act(toolbox, "take mug 1 from shelf 1"))
                    .isEqualTo("Nothing happens. You won! The task is done.");
            Score score = episode.score(Play.saying(""));
            assertThat(score.reward()).isEqualTo(1);
            assertThat(episode.score(Play.saying(""))).isEqualTo(score);
        }
    }

    @Test
    void theExpertWinsEveryGeneratedTaskInGoodTime() throws InterruptedException {
        Map<Goal.Type, Integer> won = new EnumMap<>(Goal.Type.class);
        List<Integer> steps = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            Task task = environment.task(Split.values()[number % 3], 7, number);
            try (Episode episode = environment.reset(task)) {
                Attempt played = Play.expert(episode);
                assertThat(episode.score(played).reward())
                        .as("%s %s", task.id(), task.instruction())
                        .isEqualTo(1);
                String observed = played.messages().stream()
                        .filter(Message.Observation.class::isInstance)
                        .map(Message::text)
                        .collect(Collectors.joining("\n"));
                assertThat(observed).contains(World.WON).doesNotContain(World.NOTHING);
                steps.add((int) played.calls().count());
                won.merge(Layout.of(task).goal().type(), 1, Integer::sum);
            }
        }
        assertThat(won).containsOnlyKeys(Goal.Type.values());
        assertThat(steps).allMatch(count -> count <= 30);
        assertThat(steps.stream().mapToInt(Integer::intValue).average().orElseThrow())
                .isBetween(5.0, 18.0);
    }

    /** A fair expert can't know where things are hidden: some of its searches begin in the wrong place. */
    @Test
    void theExpertHasToSearch() throws InterruptedException {
        int inVain = 0;
        for (int number = 0; number < 60; number++) {
            Task task = environment.task(Split.TRAIN, 8, number);
            try (Episode episode = environment.reset(task)) {
                Move first = episode.expert().next(List.of());
                String place = Json.parseObject(
                                ((Move.Act) first).calls().getFirst().arguments())
                        .path("action")
                        .asString()
                        .replace("go to ", "");
                Layout layout = Layout.of(task);
                if (layout.items().stream()
                        .noneMatch(item -> item.place().equals(place)
                                && item.type().equals(layout.goal().object()))) {
                    inVain++;
                }
            }
        }
        assertThat(inVain).isBetween(15, 59);
    }

    @Test
    void theExpertGivesUpWhereTheThingIsNot() throws InterruptedException {
        Task task = kitchen(Goal.Type.PLACE, "spoon", "drawer");
        try (Episode episode = environment.reset(task)) {
            Attempt played = Play.expert(episode);
            assertThat(played.answer()).isEqualTo("I could not do the task.");
            assertThat(episode.score(played).reward()).isZero();
        }
    }

    @Test
    void theExpertTriesAgainAfterAnErrorButNotForEver() {
        try (Episode episode = environment.reset(kitchen(Goal.Type.PLACE, "mug", "shelf"))) {
            Expert expert = episode.expert();
            Move first = expert.next(List.of());
            Message.Observation error =
                    new Message.Observation("c", List.of(Passage.of("Error: no answer")), Trust.TRUSTED);
            assertThat(((Move.Act) expert.next(List.of(error))).calls()).isEqualTo(((Move.Act) first).calls());
            expert.next(List.of(error));
            assertThat(expert.next(List.of(error))).isInstanceOf(Move.Answer.class);
        }
    }

    @Test
    void theSameSeedGivesTheSameTasksAndAnotherOneOthers() {
        List<Task> tasks = tasks(Split.TRAIN, 3);
        assertThat(tasks(Split.TRAIN, 3)).isEqualTo(tasks);
        assertThat(tasks.stream().map(Task::data)).doesNotHaveDuplicates();
        assertThat(tasks(Split.TRAIN, 4).stream().map(Task::data))
                .doesNotContainAnyElementsOf(tasks.stream().map(Task::data).toList());
    }

    @Test
    void splitsShareNoGoals() {
        Set<Goal> train = goals(Split.TRAIN);
        assertThat(goals(Split.DEV)).hasSizeGreaterThan(10).doesNotContainAnyElementsOf(train);
        assertThat(goals(Split.TEST)).hasSizeGreaterThan(10).doesNotContainAnyElementsOf(train);
    }

    @Test
    void housesHaveTheirSize() {
        for (Task task : tasks(Split.TEST, 12)) {
            assertThat(Layout.of(task).furniture())
                    .hasSizeBetween(HouseBuilder.MIN_FURNITURE, HouseBuilder.MAX_FURNITURE);
            assertThat(new World(Layout.of(task)).reached()).isFalse();
        }
    }

    @Test
    void aTaskSurvivesItsFile() {
        Task task = environment.task(Split.DEV, 11, 5);
        assertThat(Json.read(Json.write(task), Task.class)).isEqualTo(task);
    }

    @Test
    void tasksThatDoNotFitAreRefusedByName() {
        Task task = kitchen(Goal.Type.PLACE, "mug", "shelf");
        ObjectNode lost = task.data().deepCopy();
        lost.withArray("objects").addObject().put("name", "pan 1").put("in", "attic 1");
        ObjectNode twice = task.data().deepCopy();
        twice.withArray("objects").addObject().put("name", "mug 1").put("in", "shelf 1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.reset(new Task("x", "db", Split.DEV, "?", List.of(), task.data())))
                .withMessageContaining("db");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.reset(new Task("x", "house", Split.DEV, "?", List.of(), Json.object())))
                .withMessageContaining("has no house");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.reset(new Task("x", "house", Split.DEV, "?", List.of(), lost)))
                .withMessageContaining("attic 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.reset(new Task("x", "house", Split.DEV, "?", List.of(), twice)))
                .withMessageContaining("mug 1");
    }

    private List<Task> tasks(Split split, long seed) {
        return IntStream.range(0, 40)
                .mapToObj(number -> environment.task(split, seed, number))
                .toList();
    }

    private Set<Goal> goals(Split split) {
        return tasks(split, 5).stream().map(task -> Layout.of(task).goal()).collect(Collectors.toSet());
    }

    private List<String> said(Goal.Type type, String object, String receptacle, String... actions)
            throws InterruptedException {
        try (Episode episode = environment.reset(kitchen(type, object, receptacle));
                Toolbox toolbox = new Toolbox(episode.tools())) {
            List<String> said = new ArrayList<>();
            for (String action : actions) {
                said.add(act(toolbox, action));
            }
            return said;
        }
    }

    /** What is said about an action, without the list of possible ones. */
    private static String act(Toolbox toolbox, String action) throws InterruptedException {
        ToolCall call =
                new ToolCall("call", "take_action", Json.write(Json.object().put("action", action)));
        return Play.call(toolbox, call).toObservation("call").text().split(AVAILABLE, -1)[0];
    }

    private static Task kitchen(Goal.Type type, String object, String receptacle) {
        List<String> names = Arrays.asList(
                "shelf 1", "shelf 2", "countertop 1", "cabinet 1", "fridge 1", "microwave 1", "sinkbasin 1");
        List<Layout.Furniture> furniture = new ArrayList<>();
        for (String name : names) {
            furniture.add(new Layout.Furniture(name, furniture.size() + 1));
        }
        Layout layout = new Layout(
                new Goal(type, object, receptacle),
                furniture,
                List.of(
                        new Layout.Item("mug 1", "cabinet 1"),
                        new Layout.Item("apple 1", "fridge 1"),
                        new Layout.Item("apple 2", "sinkbasin 1"),
                        new Layout.Item("desklamp 1", "shelf 2")));
        return new Task(
                "house/dev/kitchen", "house", Split.DEV, layout.goal().instruction(0), List.of(), layout.data());
    }
}
