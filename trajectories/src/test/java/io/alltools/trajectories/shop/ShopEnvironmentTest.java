package io.alltools.trajectories.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopEnvironmentTest {

    /** AgentBench's limit of rounds. */
    private static final int MOST_MOVES = 20;

    private final ShopEnvironment shop = new ShopEnvironment();

    @TempDir
    private Path folder;

    @Test
    void theExpertEarnsTheWholeRewardWithinTheRoundsOfAgentBench() throws Exception {
        int moves = 0;
        for (Split split : Split.values()) {
            for (int number = 0; number < 70; number++) {
                Task task = shop.task(split, 7, number);
                try (Episode episode = shop.reset(task)) {
                    Played played = play(episode);
                    assertThat(played.score().reward())
                            .as(
                                    "%s %s: %s",
                                    task.id(),
                                    task.instruction(),
                                    played.score().reason())
                            .isEqualTo(1);
                    assertThat(played.moves()).as(task.id()).isLessThanOrEqualTo(MOST_MOVES);
                    moves += played.moves();
                }
            }
        }
        assertThat(moves / 210.0).isBetween(4.0, 12.0);
    }

    @Test
    void theExpertGoesBackWhenAnItemDoesNotFit() throws Exception {
        int left = 0;
        for (int number = 0; number < 60; number++) {
            try (Episode episode = shop.reset(shop.task(Split.TRAIN, 1, number))) {
                left += play(episode).thoughts().stream()
                                .anyMatch(t -> t.contains("I leave it") || t.contains("go back"))
                        ? 1
                        : 0;
            }
        }
        assertThat(left).isBetween(5, 55);
    }

    @Test
    void theSameNumberIsTheSameTaskInEveryProcess() {
        for (int number : List.of(0, 17, 499, 500, 1234)) {
            assertThat(new ShopEnvironment().task(Split.DEV, 3, number)).isEqualTo(shop.task(Split.DEV, 3, number));
        }
        assertThat(shop.task(Split.DEV, 4, 0)).isNotEqualTo(shop.task(Split.DEV, 3, 0));
        assertThat(shop.task(Split.TRAIN, 3, 0).instruction())
                .isEqualTo(new ShopEnvironment().task(Split.TRAIN, 3, 0).instruction());
    }

    @Test
    void splitsShareNoWishAndNumbersShareNoInstruction() {
        Set<String> all = new HashSet<>();
        Set<String> wishes = new HashSet<>();
        for (Split split : Split.values()) {
            Set<String> here = new HashSet<>();
            for (int number = 0; number < 500; number++) {
                Task task = shop.task(split, 5, number);
                assertThat(all.add(task.instruction())).as(task.instruction()).isTrue();
                here.add(wish(task));
            }
            assertThat(wishes).doesNotContainAnyElementsOf(here);
            wishes.addAll(here);
        }
    }

    /** What is asked for, whatever the words and the price. */
    private static String wish(Task task) {
        var goal = task.data().path("goal");
        List<String> parts = new ArrayList<>(ShopJson.texts(goal.path("attributes")));
        parts.addAll(ShopJson.texts(goal.path("goal_options")));
        parts.sort(null);
        String name = task.gold().getFirst();
        return name.substring(name.indexOf(' '), name.indexOf(',')) + parts;
    }

    @Test
    void pagesReadAsInWebShop() throws Exception {
        Path file = Files.writeString(folder.resolve("shop.json"), SMALL_SHOP);
        Task task = shop.load(file, Split.TEST).getFirst();
        assertThat(task.id()).isEqualTo("shop/test/B000000001-1");
        assertThat(task.gold()).containsExactly("Alco Desk Lamp, Dimmable");
        try (Episode episode = shop.reset(task)) {
            assertThat(episode.messages().getLast().text())
                    .startsWith(task.instruction())
                    .contains("WebShop [SEP] Instruction: [SEP] " + task.instruction() + " [SEP] Search\n")
                    .endsWith("{\"has_search_bar\":true,\"clickables\":[]}");
            Toolbox tools = new Toolbox(episode.tools());
            assertThat(text(tools, "search_action", "keywords", "lamp"))
                    .startsWith("Action: search[lamp]\n\nObservation:\nInstruction: [SEP] " + task.instruction()
                            + " [SEP] Back to Search [SEP] Page 1 (Total results: 2) [SEP] ")
                    .contains("B000000001 [SEP] Alco Desk Lamp, Dimmable [SEP] $19.50")
                    .contains("\"clickables\":[\"back to search\",\"b00000000");
            assertThat(text(tools, "click_action", "value", "B000000001"))
                    .contains(
                            "Back to Search [SEP] < Prev [SEP] color [SEP] red | white [SEP] dark blue [SEP] size [SEP]"
                                    + " 6 inch [SEP] Alco Desk Lamp, Dimmable [SEP] Price: $19.50 [SEP] Rating: 4.1 [SEP]"
                                    + " Description [SEP] Features [SEP] Reviews [SEP] Buy Now");
            assertThat(text(tools, "click_action", "value", "Features"))
                    .contains("[SEP] For eyes. [SEP] Touch control.");
            assertThat(text(tools, "click_action", "value", "< prev")).contains("Buy Now");
            assertThat(text(tools, "click_action", "value", "Reviews")).contains("[SEP] No Reviews\n");
            text(tools, "click_action", "value", "< Prev");
            text(tools, "click_action", "value", "Dark Blue");
            assertThat(text(tools, "click_action", "value", "buy now"))
                    .contains(
                            "Thank you for shopping with us! [SEP] Purchased [SEP] B000000001 [SEP] color: dark blue");
            Score score = episode.score(attempt());
            assertThat(score.reward()).isEqualTo(1);
            assertThat(episode.score(attempt())).isEqualTo(score);
            assertThat(text(tools, "click_action", "value", "back to search")).contains("the purchase is made");
        }
    }

    @Test
    void whatIsNotThereGetsAClearAnswer() throws Exception {
        try (Episode episode = shop.reset(shop.task(Split.TRAIN, 1, 1))) {
            Toolbox tools = new Toolbox(episode.tools());
            assertThat(text(tools, "click_action", "value", "buy now"))
                    .startsWith("Error: there is nothing to click named \"buy now\" here. Available Actions:\n{\"has");
            assertThat(text(tools, "click_action", "value", "x".repeat(1_000_000)))
                    .hasSizeLessThan(500);
            assertThat(text(tools, "search_action", "keywords", "  ")).contains("keywords are blank");
            assertThat(text(tools, "search_action", "query", "lamp")).contains("do not fit its schema");
            assertThat(text(tools, "search_action", "keywords", "zzzz 灯 \uD83D\uDE00"))
                    .contains("(Total results: 0)");
            assertThat(text(tools, "search_action", "keywords", "lamp")).contains("no search bar on this page");
            text(tools, "click_action", "value", "back to search");
            long start = System.nanoTime();
            assertThat(text(tools, "search_action", "keywords", "lamp shoes ".repeat(500_000)))
                    .contains("Page 1");
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
            assertThat(episode.score(attempt()).reward()).isZero();
            assertThat(episode.score(attempt()).reason()).startsWith("nothing was bought");
        }
    }

    @Test
    void resultsHaveTenToAPageAndFiftyAtMost() throws Exception {
        try (Episode episode = shop.reset(shop.task(Split.TRAIN, 1, 1))) {
            Toolbox tools = new Toolbox(episode.tools());
            String page = text(tools, "search_action", "keywords", "non slip easy clean");
            assertThat(page).contains("(Total results: 50)").doesNotContain("< Prev");
            Set<String> ids = new HashSet<>();
            for (int number = 1; number <= 5; number++) {
                assertThat(page).contains("Page " + number + " ");
                java.util.regex.Matcher id =
                        java.util.regex.Pattern.compile("\"b0[a-z0-9]{8}\"").matcher(page);
                while (id.find()) {
                    assertThat(ids.add(id.group())).isTrue();
                }
                assertThat(ids).hasSize(10 * number);
                page = text(tools, "click_action", "value", "next >");
            }
            assertThat(page).contains("nothing to click named \"next >\"");
            assertThat(text(tools, "click_action", "value", "< prev")).contains("Page 4 ");
        }
    }

    @Test
    void itemsAndInstructionsOfPeopleAreRead() throws Exception {
        Path products = Files.writeString(folder.resolve("items_shuffle_1000.json"), PRODUCTS);
        assertThatThrownBy(() -> shop.load(products, Split.TEST)).hasMessageContaining("needs items_ins_v2_1000.json");
        Files.writeString(folder.resolve("items_ins_v2_1000.json"), """
                {"B000000001": {"attributes": ["eye caring"], "instruction": null}}""");
        assertThatThrownBy(() -> shop.load(products, Split.TEST)).hasMessageContaining("needs items_human_ins.json");
        Files.writeString(folder.resolve("items_human_ins.json"), """
                {"B000000001": [{"instruction": "i want a lamp that is eye caring.", "instruction_attributes": ["eye caring"],
                 "instruction_options": ["dark blue"]}, {"instruction": "x", "instruction_attributes": []}],
                 "B00000000X": [{"instruction": "gone", "instruction_attributes": ["a"]}]}""");
        List<Task> tasks = shop.load(products, Split.TEST);
        assertThat(tasks).hasSize(1);
        assertThat(tasks.getFirst().instruction())
                .matches("i want a lamp that is eye caring, and price lower than (30|40|50)\\.00 dollars");
        assertThat(shop.load(products, Split.TEST)).isEqualTo(tasks);
        try (Episode episode = shop.reset(tasks.getFirst())) {
            assertThat(play(episode).score().reward()).isEqualTo(1);
        }
    }

    @Test
    void aBrokenFileIsNamedInTheError() throws Exception {
        assertThatThrownBy(() -> load("shop.json", "{\"products\": ["))
                .hasMessageContaining("shop.json is not valid JSON");
        assertThatThrownBy(() -> load("shop.json", "{\"items\": []}"))
                .hasMessageContaining("neither a list of products named items_shuffle");
        assertThatThrownBy(
                        () -> load("shop.json", "{\"products\": [{\"asin\": \"B1\", \"name\": \"x\"}], \"goals\": []}"))
                .hasMessageContaining("product 1: product B1: the field \"query\" is missing");
        assertThatThrownBy(() -> load(
                        "shop.json",
                        SMALL_SHOP.replace("\"asin\": \"B000000001\", \"instr", "\"asin\": \"B9\", \"instr")))
                .hasMessageContaining("goal 1: asin \"B9\" is none of the products");
        assertThatThrownBy(() -> load("shop.json", SMALL_SHOP.replace("[\"touch control\"]", "[]")))
                .hasMessageContaining("has no attributes");
        Task other = new Task("db/train/1", "db", Split.TRAIN, "x", List.of(), Json.object());
        assertThatThrownBy(() -> shop.reset(other)).hasMessageContaining("of the environment \"db\"");
        Task empty = new Task("shop/train/1", "shop", Split.TRAIN, "x", List.of(), Json.object());
        assertThatThrownBy(() -> shop.reset(empty)).hasMessageContaining("shop/train/1 can't be used");
    }

    @Test
    void aTaskSurvivesAFile() throws Exception {
        Task task = shop.task(Split.TRAIN, 9, 3);
        Task read = Json.read(Json.write(task), Task.class);
        try (Episode episode = new ShopEnvironment().reset(read)) {
            assertThat(play(episode).score().reward()).isEqualTo(1);
        }
    }

    @Test
    void instructionsVary() {
        Set<String> openings = new HashSet<>();
        IntStream.range(0, 200)
                .mapToObj(number -> shop.task(Split.TRAIN, 2, number).instruction())
                .forEach(text -> openings.add(text.substring(0, 8)));
        assertThat(openings).hasSizeGreaterThan(7);
    }

    private List<Task> load(String name, String json) throws Exception {
        return shop.load(Files.writeString(folder.resolve(name), json), Split.TEST);
    }

    private record Played(Score score, int moves, List<String> thoughts) {}

    private static Played play(Episode episode) throws InterruptedException {
        Expert expert = episode.expert();
        Toolbox tools = new Toolbox(episode.tools());
        List<Message.Observation> observations = List.of();
        List<String> thoughts = new ArrayList<>();
        for (int moves = 1; moves <= 60; moves++) {
            Move move = expert.next(observations);
            thoughts.add(move.thought());
            switch (move) {
                case Move.Answer answer -> {
                    Attempt attempt = new Attempt(episode.messages(), answer.text(), Outcome.ANSWERED);
                    return new Played(episode.score(attempt), moves, thoughts);
                }
                case Move.Act act -> {
                    List<Message.Observation> results = new ArrayList<>();
                    for (Move.Call call : act.calls()) {
                        ToolResult result = tools.call(
                                new ToolCall("c" + moves, call.name(), call.arguments()),
                                new ToolContext("s", "c" + moves, Path.of("unused")));
                        assertThat(result).as(call.arguments()).isInstanceOf(ToolResult.Ok.class);
                        results.add(result.toObservation("c" + moves));
                    }
                    observations = results;
                }
            }
        }
        throw new AssertionError("the expert came to no end: " + thoughts);
    }

    private static String text(Toolbox tools, String tool, String argument, String value) throws InterruptedException {
        String arguments = Json.write(Json.object().put(argument, value));
        return tools.call(new ToolCall("c", tool, arguments), new ToolContext("s", "c", Path.of("unused")))
                .toObservation("c")
                .text();
    }

    private static Attempt attempt() {
        return new Attempt(List.of(), "", Outcome.ANSWERED);
    }

    private static final String PRODUCTS = """
            [{"asin": "B000000001", "name": "Alco Desk Lamp, Dimmable", "query": "Desk Lamp",
              "product_category": "Home › Lighting › Desk Lamps", "full_description": "A lamp.",
              "small_description": ["For eyes.", "Touch control."], "pricing": "$15.00$24.00", "Rating": "4.1",
              "attributes": ["touch control"],
              "customization_options": {"Color": [{"value": "Red/White"}, {"value": " Dark Blue "}],
                                        "Size": [{"value": "6 inch"}]}, "unknown": {"x": 1}},
             {"asin": "B000000002", "name": "Bright Floor Lamp", "query": "floor lamp",
              "product_category": "Home › Lighting › Floor Lamps", "small_description": "Tall.", "pricing": null, "customization_options": ""},
             {"asin": "nan", "name": "passed over as in WebShop"}]""";

    private static final String SMALL_SHOP = "{\"products\": " + PRODUCTS + """
            , "goals": [{"asin": "B000000001", "instruction_text": "i need a desk lamp with touch control",
              "attributes": ["touch control"], "goal_options": {"color": "navy blue"}, "price_upper": 30.0}]}""";
}
