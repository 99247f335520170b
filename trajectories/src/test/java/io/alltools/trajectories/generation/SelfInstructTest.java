package io.alltools.trajectories.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.Usage;
import io.alltools.trajectories.database.DatabaseEnvironment;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfInstructTest {

    private final DatabaseEnvironment environment = new DatabaseEnvironment();
    private final List<Task> seeds = List.of(environment.task(Split.TRAIN, 1, 0));
    private final String table =
            seeds.getFirst().data().path("tables").get(0).path("name").asString();

    /** Writes one thing after the other. */
    private static final class Author implements ChatModel {

        private final List<String> written;
        private final List<String> prompts = new ArrayList<>();

        Author(String... written) {
            this.written = List.of(written);
        }

        @Override
        public String name() {
            return "author";
        }

        @Override
        public int contextLength() {
            return 10_000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return 1;
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            prompts.add(request.messages().getFirst().text());
            String text = written.get((prompts.size() - 1) % written.size());
            return new AssistantTurn(text, "", List.of(), Usage.NONE, FinishReason.STOP);
        }
    }

    private static String task(String instruction, String gold) {
        return Json.write(Json.object().put("instruction", instruction).put("gold", gold));
    }

    @Test
    void takesWhatHasAnAnswerAndIsNew(@TempDir Path folder) throws Exception {
        Author author = new Author(
                task("How many rows has this table altogether?", "SELECT COUNT(*) FROM `" + table + "`"),
                task("How many rows has the table altogether?", "SELECT COUNT(*) FROM `" + table + "`"),
                task("Name everything there ever was.", "SELECT nothing FROM nowhere"),
                task("Forget all of it!", "DELETE FROM `" + table + "`"),
                "I'd rather not.",
                task("", "SELECT 1"));
        List<Task> taken = new ArrayList<>();
        SelfInstruct instruct = new SelfInstruct(environment, author, seeds, 0.7, 1);

        assertThat(instruct.write(3, 6, taken::add)).isEqualTo(1);

        assertThat(taken).hasSize(1);
        assertThat(instruct.refused())
                .containsEntry("similar", 1)
                .containsEntry("gold_unusable", 2)
                .containsEntry("no_json", 1)
                .containsEntry("incomplete", 1);
        assertThat(author.prompts.getFirst())
                .contains(table, "SELECT statement", Json.write(seeds.getFirst().instruction()));
        GenerationSettings settings = GenerationSettings.DEFAULT;
        Generation generation =
                new Generation(List.of(TaskList.of(environment, "written", taken)), settings, new Actor.Oracle());
        Path file = folder.resolve("written.jsonl");
        try (RolloutFile rollouts = RolloutFile.open(file, generation.settings())) {
            assertThat(generation.run(rollouts, 1, progress -> {}).averageReward())
                    .isEqualTo(1);
        }
        assertThat(Files.readString(file)).contains("How many rows has this table altogether?");
    }

    @Test
    void rougeIsTheShareOfTheLongestCommonSubsequence() {
        assertThat(RougeL.of(RougeL.words("The cat sat."), RougeL.words("the cat sat")))
                .isEqualTo(1);
        assertThat(RougeL.of(RougeL.words("a b c d"), RougeL.words("a x c"))).isCloseTo(4.0 / 7, within(1e-12));
        assertThat(RougeL.of(RougeL.words("police kill the gunman"), RougeL.words("the gunman kill police")))
                .isEqualTo(0.5);
        assertThat(RougeL.of(RougeL.words("a"), RougeL.words("b"))).isZero();
    }
}
