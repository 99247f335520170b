package io.alltools.trajectories.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.ExportResult;
import io.alltools.trajectories.export.TrajectoryFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureTest {

    @TempDir
    Path folder;

    private static Trajectories records(String prefix, int count) {
        return Trajectories.of(IntStream.range(0, count)
                .mapToObj(i ->
                        SampleTrajectories.asked("q").says("a").id(prefix + i).done())
                .toList());
    }

    private static List<String> mixed(Mixture mixture, int agents, int generals) throws IOException {
        List<String> ids = new ArrayList<>();
        mixture.mix(records("agent", agents), records("general", generals), record -> ids.add(record.trajectoryId()));
        return ids;
    }

    @Test
    void theAgentsShareIsEta() throws IOException {
        List<AtifTrajectory> out = new ArrayList<>();

        Mixture.Report report =
                new Mixture(Mixture.DEFAULT_ETA, 1).mix(records("agent", 100), records("general", 1000), out::add);

        assertThat(report).isEqualTo(new Mixture.Report(100, 100, 1000, 400));
        assertThat(report.share()).isEqualTo(0.2, within(1e-12));
        assertThat(out.stream().map(AtifTrajectory::trajectoryId)).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void whereGeneralDataIsScarceLessOfTheAgentsIsTaken() throws IOException {
        List<String> ids = mixed(new Mixture(0.2, 1), 100, 40);

        assertThat(ids.stream().filter(id -> id.startsWith("agent"))).hasSize(10);
        assertThat(ids.stream().filter(id -> id.startsWith("general"))).hasSize(40);
    }

    @Test
    void theSeedDecidesAndTheOrderIsMixed() throws IOException {
        List<String> one = mixed(new Mixture(0.5, 1), 50, 200);

        assertThat(mixed(new Mixture(0.5, 1), 50, 200)).isEqualTo(one);
        assertThat(mixed(new Mixture(0.5, 2), 50, 200)).isNotEqualTo(one);
        assertThat(one.subList(0, 50).stream()
                        .filter(id -> id.startsWith("agent"))
                        .count())
                .isBetween(12L, 38L);
        assertThat(one.stream()
                        .filter(id -> id.startsWith("general"))
                        .mapToInt(id -> Integer.parseInt(id.substring(7)))
                        .max()
                        .orElseThrow())
                .isGreaterThan(150);
    }

    @Test
    void theEndsOfTheRangeTakeOneSideOnly() throws IOException {
        assertThat(mixed(new Mixture(1, 1), 3, 5)).containsExactly("agent0", "agent1", "agent2");
        assertThat(mixed(new Mixture(0, 1), 3, 2)).containsExactly("general0", "general1");
        assertThat(mixed(new Mixture(0.2, 1), 0, 0)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixture(1.5, 1))
                .withMessageContaining("1.5");
    }

    @Test
    void conversationsOfBothLayoutsBecomePlainTurnsThatCanBeExported() throws IOException {
        Path file = Files.writeString(folder.resolve("chat.jsonl"), """
                {"messages":[{"role":"system","content":"Be short."},{"role":"user","content":"Hi"},\
                {"role":"assistant","content":"Hello"}]}

                {"id":"x7","conversations":[{"from":"human","value":"1+1?"},{"from":"gpt","value":"2"},\
                {"from":"human","value":"sure?"},{"from":"gpt","value":"yes"}]}
                """);
        List<String> rows = new ArrayList<>();
        try (Trajectories.Cursor cursor = new GeneralChats(file, false).open()) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                ExportResult result =
                        TrajectoryFormats.find("trl").orElseThrow().of(next.get(), ExportOptions.STRICT);
                assertThat(result).isInstanceOf(ExportResult.Rows.class);
                rows.add(next.get().trajectoryId() + " "
                        + ((ExportResult.Rows) result)
                                .rows()
                                .getFirst()
                                .path("messages")
                                .size());
            }
        }
        assertThat(rows).containsExactly("chat.jsonl:1 3", "x7 4");
    }

    @Test
    void conversationsThatAreNotPlainAreCountedAndNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("chat.jsonl"), """
                {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}
                {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"","tool_calls":[{}]}]}
                {"messages":[{"role":"user","content":[{"type":"image"}]}]}
                {"messages":[{"role":"user","content":"Hi"}]}
                {"messages":[{"role":"wizard","content":"Hi"}]}
                {"text":"Hi"}
                {"messages":
                """);

        assertThat(new GeneralChats(file, true).check().usable()).isEqualTo(1);
        assertThat(new GeneralChats(file, true).check().unusable())
                .containsOnlyKeys("calls", "not_text", "no_answer", "unknown_role", "no_conversation", "not_json");
        assertThatIOException()
                .isThrownBy(() -> new Mixture(0, 1).mix(records("a", 1), new GeneralChats(file, false), out -> {}))
                .withMessageContaining("chat.jsonl, line 2: calls");
        List<AtifTrajectory> out = new ArrayList<>();
        new Mixture(0, 1).mix(records("a", 1), new GeneralChats(file, true), out::add);
        assertThat(out).hasSize(1);
    }
}
