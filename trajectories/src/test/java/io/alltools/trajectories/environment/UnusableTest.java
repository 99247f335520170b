package io.alltools.trajectories.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.trajectories.database.DatabaseEnvironment;
import io.alltools.trajectories.functions.FunctionsEnvironment;
import io.alltools.trajectories.graph.KnowledgeGraph;
import io.alltools.trajectories.house.House;
import io.alltools.trajectories.os.OsEnvironment;
import io.alltools.trajectories.shop.ShopEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that can't be used: the file is refused for them, or the rest of it is used and they are told. */
class UnusableTest {

    @TempDir
    private Path folder;

    @Test
    void aLineOfDatabaseTasks() throws IOException {
        String good = "{\"description\": \"How many?\", \"label\": [\"2\"], \"type\": [\"counting\"], \"table\":"
                + " {\"table_name\": \"Towns\", \"table_info\": {\"columns\": [{\"name\": \"Name\", \"type\": \"TEXT\"}],"
                + " \"rows\": [[\"Ulm\"], [\"Bonn\"]]}}, \"sql\": {\"query\": \"SELECT COUNT(*) FROM Towns\"}}";
        leftOut(
                new DatabaseEnvironment(),
                "db.jsonl",
                good + "\nnot JSON\n" + good,
                2,
                "db.jsonl line 2: not valid JSON");
    }

    @Test
    void anEntryOfShellTasks() throws IOException {
        String good =
                "{\"description\": \"Say 1.\", \"create\": {\"local\": \"default\"}, \"evaluation\": {\"match\": \"1\"}}";
        String bad = good.replace("\"evaluation\"", "\"start\": \"python3 -c 'print(1)'\", \"evaluation\"");
        leftOut(
                new OsEnvironment(),
                "os.json",
                "[" + bad + ", " + good + "]",
                1,
                "entry 1: the start script needs python3");
    }

    @Test
    void aQuestionOfAGraph() throws IOException {
        Files.writeString(folder.resolve("kg.tsv"), "m.1\ta.b\tm.2\n");
        String good = "{\"qid\": \"1\", \"question\": \"?\", \"entities\": {\"one\": \"m.1\"}, \"actions\":"
                + " [\"get_relations(m.1)\", \"get_neighbors(m.1,a.b)\"], \"answer\": [{\"answer_argument\": \"m.2\"}]}";
        String bad = good.replace("\"1\"", "\"2\"").replace("m.1", "m.9");
        leftOut(new KnowledgeGraph(), "kg.json", "[" + good + ", " + bad + "]", 1, "question 2 (2): the graph has not");
    }

    @Test
    void aFolderOfHouseTasks() throws IOException {
        String good = """
                {"task_id": "t1", "task_type": "pick_and_place_simple", "pddl_params": {"object_target": "Pencil",
                 "parent_target": "Shelf", "toggle_target": "", "mrecep_target": ""},
                 "scene": {"scene_num": 301, "object_poses": []}}""";
        written("pick_and_place_simple-Pencil-None-Shelf-301/trial_1/traj_data.json", good);
        written("pick_and_place_simple-Dragon-None-Shelf-301/trial_2/traj_data.json", good.replace("Pencil", "Dragon"));
        String movable = good.replace("pick_and_place_simple", "pick_and_place_with_movable_recep");
        written("pick_and_place_with_movable_recep-Pencil-Bowl-Shelf-301/trial_3/traj_data.json", movable);
        String sliced = good.replace("\"mrecep_target\"", "\"object_sliced\": true, \"mrecep_target\"");
        written("pick_heat_then_place_in_recep-PotatoSliced-None-Shelf-1/trial_4/traj_data.json", sliced);

        // What ALFWorld has no games of is passed over in any case.
        leftOut(new House(), folder, 1, "object_target \"dragon\" is unknown");
    }

    @Test
    void aCallOfFunctionsOfManyTurns() throws IOException {
        String good = "{\"id\": \"f1\", \"category\": \"irrelevance\", \"messages\": [{\"role\": \"user\", \"content\":"
                + " \"Hello\"}], \"functions\": [{\"name\": \"a.b\", \"description\": \"Does.\", \"parameters\": {\"type\":"
                + " \"dict\", \"properties\": {\"n\": {\"type\": \"float\", \"default\": null}}}}]}";
        String bad = "{\"id\": \"multi_turn_base_0\", \"question\": [[], []], \"function\": []}";
        leftOut(
                new FunctionsEnvironment(),
                "BFCL_v4.json",
                good + "\n" + bad + "\n" + good,
                1,
                "line 2: the category \"multi_turn_base\" is none of",
                "line 3: the id functions/test/f1 stands on an earlier line too");
    }

    @Test
    void aGoalAndAProductOfAShop() throws IOException {
        String product =
                "{\"asin\": \"A1\", \"name\": \"Soft mat\", \"query\": \"mat\", \"product_category\": \"home\","
                        + " \"pricing\": \"$5.00\", \"attributes\": [\"soft\"], \"customization_options\": {\"size\": null}}";
        String goal = "{\"asin\": \"A1\", \"instruction_text\": \"i want a soft mat\", \"attributes\": [\"soft\"]}";
        leftOut(
                new ShopEnvironment(),
                "shop.json",
                "{\"products\": [" + product + ", {\"asin\": \"A2\"}], \"goals\": [" + goal.replace("A1", "A9") + ", "
                        + goal + "]}",
                1,
                "product 2: ",
                "goal 1: asin \"A9\" is none of the products");
    }

    @Test
    void onlyTheFirstAreToldOneByOne() throws IOException {
        Path file = Files.writeString(folder.resolve("db.jsonl"), "x\n".repeat(40));
        Unusable unusable = Unusable.skipped();

        assertThat(new DatabaseEnvironment().load(file, Split.TEST, unusable)).isEmpty();

        assertThat(unusable.count()).isEqualTo(40);
        assertThat(unusable.first()).hasSize(10);
    }

    private void leftOut(Environment environment, String name, String text, int usable, String... reasons)
            throws IOException {
        leftOut(environment, written(name, text), usable, reasons);
    }

    private static void leftOut(Environment environment, Path file, int usable, String... reasons) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(file, Split.TEST))
                .withMessageContaining(reasons[0]);

        Unusable unusable = Unusable.skipped();
        assertThat(environment.load(file, Split.TEST, unusable)).hasSize(usable);
        assertThat(unusable.count()).isEqualTo(reasons.length);
        for (int i = 0; i < reasons.length; i++) {
            assertThat(unusable.first().get(i)).contains(List.of(reasons).get(i));
        }
    }

    private Path written(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
