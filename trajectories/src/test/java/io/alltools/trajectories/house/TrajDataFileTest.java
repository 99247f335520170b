package io.alltools.trajectories.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Play;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrajDataFileTest {

    private static final String COOL = """
            {"task_id": "trial_1", "task_type": "pick_cool_then_place_in_recep",
             "pddl_params": {"mrecep_target": "", "object_sliced": false, "object_target": "Tomato",
                             "parent_target": "SinkBasin", "toggle_target": ""},
             "scene": {"scene_num": 7, "floor_plan": "FloorPlan7", "object_poses": [
                {"objectName": "Mug_7c6e6f40", "position": {"x": 1}}, {"objectName": "Mug_77"},
                {"objectName": "Plunger_12"}, {"objectName": "Tomato_9"}]},
             "turk_annotations": {"anns": [{"task_desc": "Put a chilled tomato in the sink.", "high_descs": []}]}}""";

    private final House environment = new House();

    @TempDir
    private Path folder;

    @Test
    void aHouseHoldsWhatTheTaskNeeds() throws IOException, InterruptedException {
        List<Task> tasks = environment.load(written("traj_data.json", COOL), Split.TRAIN);

        assertThat(tasks).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("house/train/trial_1");
            assertThat(task.instruction()).contains("tomato", "sinkbasin");
            assertThat(task.gold()).containsExactly("Put a chilled tomato in the sink.");
            Layout layout = Layout.of(task);
            assertThat(layout.items().stream().map(Layout.Item::name))
                    .contains("mug 1", "mug 2", "plunger 1", "tomato 1");
            assertThat(layout.furniture().stream().map(Layout.Furniture::name)).contains("fridge 1", "sinkbasin 1");
        });
        assertThat(environment.load(folder, Split.TRAIN)).isEqualTo(tasks);
        assertThat(won(tasks.getFirst())).isTrue();
    }

    @Test
    void allSixTypesAreReadFromAFolder() throws IOException, InterruptedException {
        String[][] tasks = {
            {"pick_and_place_simple", "Pencil", "Shelf", "", "301"},
            {"look_at_obj_in_light", "Book", "", "FloorLamp", "229"},
            {"pick_clean_then_place_in_recep", "SoapBar", "Cabinet", "", "402"},
            {"pick_heat_then_place_in_recep", "Egg", "GarbageCan", "", "1"},
            {"pick_cool_then_place_in_recep", "Pan", "StoveBurner", "", "30"},
            {"pick_two_obj_and_place", "ToiletPaper", "ToiletPaperHanger", "", "430"},
            // Nothing in a bathroom is for a laptop: it lies in the open.
            {"pick_and_place_simple", "Laptop", "ArmChair", "", "401"},
        };
        for (int i = 0; i < tasks.length; i++) {
            String[] t = tasks[i];
            written(i + "/trial/traj_data.json", """
                    {"task_id": "t%d", "task_type": "%s", "pddl_params": {"object_target": "%s", "parent_target": "%s",
                     "toggle_target": "%s", "mrecep_target": ""}, "scene": {"scene_num": %s, "object_poses": []}}""".formatted(i, t[0], t[1], t[2], t[3], t[4]));
        }

        List<Task> loaded = environment.load(folder, Split.TEST);

        assertThat(loaded).hasSize(tasks.length);
        for (Task task : loaded) {
            assertThat(won(task)).as(task.instruction()).isTrue();
        }
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        refused(COOL.replace("pick_cool_then_place_in_recep", "pick_and_place_with_movable_recep"), "movable_recep");
        refused(COOL.replace("\"object_sliced\": false", "\"object_sliced\": true"), "sliced");
        refused(COOL.replace("\"mrecep_target\": \"\"", "\"mrecep_target\": \"Bowl\""), "Bowl");
        refused(COOL.replace("\"object_target\": \"Tomato\"", "\"object_target\": \"Dragon\""), "dragon");
        refused(COOL.replace("SinkBasin", "Attic"), "parent_target \"attic\"");
        refused(COOL.replace("\"scene_num\": 7", "\"scene_num\": 131"), "scene_num 131");
        refused(COOL.replace("Mug_77", "7_?"), "7_?");
        refused(COOL.replace("task_id", "other_id"), "\"task_id\" is missing");
        refused(COOL.substring(1), "traj_data.json");
        refused("{\"task_id\": ", "not valid JSON");
    }

    @Test
    void aTaskThatOccursTwiceAndAFolderWithoutTasksAreNamed() throws IOException {
        written("a/traj_data.json", COOL);
        written("b/traj_data.json", COOL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(folder, Split.TEST))
                .withMessageContaining("1 of 2")
                .withMessageContaining("twice");

        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(empty, Split.TEST))
                .withMessageContaining("no traj_data.json");
    }

    private void refused(String data, String named) throws IOException {
        Path file = written("traj_data.json", data);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(file, Split.TEST))
                .withMessageContaining(named)
                .withMessageContaining("traj_data.json");
    }

    private boolean won(Task task) throws InterruptedException {
        try (Episode episode = environment.reset(task)) {
            return episode.score(Play.expert(episode)).reward() == 1;
        }
    }

    private Path written(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
