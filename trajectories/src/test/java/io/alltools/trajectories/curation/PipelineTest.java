package io.alltools.trajectories.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.DatasetException;
import io.alltools.trajectories.dataset.JsonlTrajectories;
import io.alltools.trajectories.dataset.Trajectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PipelineTest {

    @TempDir
    Path scratch;

    /** Every stage leaves the scratch folder as it was, whatever happens. */
    @AfterEach
    void nothingTemporaryRemains() throws IOException {
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anyMixtureOfStagesComesToTheSameAsOneStageAfterTheOtherInMemory() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<AtifTrajectory> records = LongStream.range(0, random.nextInt(300))
                    .mapToObj(SampleTrajectories::random)
                    .toList();
            List<Stage> stages = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                stages.add(
                        switch (random.nextInt(4)) {
                            case 0 -> new RewardFilter(random.nextInt(5) / 4.0, 0.5, random.nextBoolean());
                            case 1 -> new DropEvery(2 + random.nextInt(5));
                            case 2 -> new CommonReward();
                            default -> new Stamp("stamp" + i);
                        });
            }
            Pipeline pipeline = new Pipeline(
                    stages.stream().map(s -> new Pipeline.Step(s, Map.of())).toList(), 1 + random.nextInt(4));

            List<AtifTrajectory> out = new ArrayList<>();
            CurationReport report = pipeline.run(Trajectories.of(records), out::add, scratch, Pipeline.Progress.NONE);

            assertThat(out).as("seed %d", seed).isEqualTo(oneByOne(records, stages, report));
            assertThat(report.in()).isEqualTo(records.size());
            assertThat(report.out()).isEqualTo(out.size());
        }
    }

    /** Checks each stage's counts on the way. */
    private List<AtifTrajectory> oneByOne(List<AtifTrajectory> records, List<Stage> stages, CurationReport report)
            throws IOException {
        List<AtifTrajectory> now = records;
        for (int i = 0; i < stages.size(); i++) {
            List<Verdict> verdicts = new ArrayList<>();
            switch (stages.get(i)) {
                case RecordStage stage -> now.forEach(record -> verdicts.add(stage.apply(record)));
                case SurveyStage stage -> {
                    try (SurveyStage.Survey survey = stage.begin(scratch)) {
                        for (int at = 0; at < now.size(); at++) {
                            survey.add(at, now.get(at));
                        }
                        SurveyStage.Decision decision = survey.decide();
                        for (int at = 0; at < now.size(); at++) {
                            verdicts.add(decision.apply(at, now.get(at)));
                        }
                    }
                }
            }
            CurationReport.StageReport counted = report.stages().get(i);
            assertThat(counted.in()).isEqualTo(now.size());
            now = verdicts.stream()
                    .flatMap(verdict -> switch (verdict) {
                        case Verdict.Kept kept -> Stream.of(kept.trajectory());
                        case Verdict.Changed changed -> Stream.of(changed.trajectory());
                        case Verdict.Dropped dropped -> Stream.empty();
                    })
                    .toList();
            assertThat(counted.out()).isEqualTo(now.size());
            assertThat(counted.dropped().values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(counted.in() - counted.out());
            assertThat(counted.changed())
                    .isEqualTo(verdicts.stream()
                            .filter(Verdict.Changed.class::isInstance)
                            .count());
        }
        return now;
    }

    @Test
    void theSourceIsReadTwiceForASurveyThatStandsFirstAndOnceForOneThatDoesNot() throws Exception {
        Counted first = new Counted(100);
        Pipeline.of(new CommonReward(), new DropEvery(2)).run(first, record -> {}, scratch, Pipeline.Progress.NONE);
        Counted later = new Counted(100);
        Pipeline.of(new DropEvery(2), new CommonReward(), new CommonReward(), new Stamp("x"))
                .run(later, record -> {}, scratch, Pipeline.Progress.NONE);
        Counted none = new Counted(100);
        Pipeline.of(new DropEvery(2), new Stamp("x")).run(none, record -> {}, scratch, Pipeline.Progress.NONE);

        assertThat(first.opened).hasValue(2);
        assertThat(later.opened).hasValue(1);
        assertThat(none.opened).hasValue(1);
    }

    @Test
    void theReportTellsWhatWasDoneWithItsReasonsAndSettings() throws Exception {
        Path file = scratch.resolve("in.jsonl");
        StringBuilder lines = new StringBuilder();
        for (double reward : new double[] {1, 0.5, 0}) {
            lines.append(Json.write(SampleTrajectories.asked("a").reward(reward).done()))
                    .append('\n');
        }
        lines.append(Json.write(SampleTrajectories.asked("a").done())).append('\n');
        Files.writeString(file, lines);
        List<Long> progress = new ArrayList<>();

        CurationReport report = new Pipeline(
                        List.of(Stages.parse("reward:at-least=0.5"), new Pipeline.Step(new Stamp("seen"), Map.of())))
                .run(
                        new JsonlTrajectories(file),
                        record -> {},
                        scratch,
                        (pass, passes, records, bytes) ->
                                progress.addAll(List.of((long) pass, (long) passes, records, bytes)));

        assertThat(progress).containsExactly(1L, 1L, 4L, Files.size(file));
        JsonNode json = Json.MAPPER.valueToTree(report);
        assertThat(json.at("/stages/0/dropped").toString()).isEqualTo("{\"no_reward\":1,\"reward_below\":1}");
        assertThat(json.at("/stages/0/settings/at-least").asString()).isEqualTo("0.5");
        assertThat(json.at("/stages/0/settings/keep-unrewarded").asString()).isEqualTo("false");
        assertThat(json.at("/stages/1/changes").toString()).isEqualTo("{\"seen\":4}");
        assertThat(json.at("/stages/1/changed").asInt()).isEqualTo(2);
        assertThat(json.at("/stages/0/bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(json.path("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(report.table()
                        .lines()
                        .map(line -> line.replaceAll(" {2,}", "|").strip()))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("reward:at-least=0.5,web=2/3,keep-unrewarded=false|4|2|50.0 %|0|")
                        .endsWith("|-1 no_reward; -1 reward_below"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("stamp|2|2|100.0 %|2|").endsWith("|4 seen"))
                .anySatisfy(line -> assertThat(line).startsWith("total|4|2|50.0 %|"));
        Files.delete(file);
    }

    @Test
    void aStageThatBreaksIsNamedWithTheRecord() {
        RecordStage broken = new RecordStage() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Verdict apply(AtifTrajectory trajectory) {
                if (trajectory.trajectoryId().equals("run_77")) {
                    throw new IllegalArgumentException("oh");
                }
                return new Verdict.Kept(trajectory);
            }
        };

        assertThatThrownBy(() -> Pipeline.of(broken, new CommonReward())
                        .run(new Counted(100), record -> {}, scratch, Pipeline.Progress.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stage broken broke on trajectory run_77: java.lang.IllegalArgumentException: oh");
    }

    @Test
    void aLineThatIsNoTrajectoryEndsTheRun() throws IOException {
        Path file = scratch.resolve("in.jsonl");
        Files.writeString(file, (Json.write(SampleTrajectories.random(1)) + "\n").repeat(200) + "{}\n");

        assertThatThrownBy(() -> Pipeline.of(new CommonReward())
                        .run(new JsonlTrajectories(file), record -> {}, scratch, Pipeline.Progress.NONE))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("line 201");
        Files.delete(file);
    }

    @Test
    void anInterruptedThreadStops() {
        AtomicInteger got = new AtomicInteger();
        assertThatThrownBy(() -> Pipeline.of(new CommonReward())
                        .run(
                                new Counted(100_000),
                                record -> {
                                    got.incrementAndGet();
                                },
                                scratch,
                                (pass, passes, records, bytes) -> {
                                    if (records > 1000) {
                                        Thread.currentThread().interrupt();
                                    }
                                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(got).hasValue(0);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void dataThatChangesBetweenTheReadingsIsNoticed() {
        AtomicInteger opened = new AtomicInteger();
        for (int change : new int[] {1, -1}) {
            Trajectories growing = () -> new Counted(100 + change * opened.getAndIncrement()).open();
            assertThatThrownBy(() ->
                            Pipeline.of(new CommonReward()).run(growing, record -> {}, scratch, Pipeline.Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the data changed while it was read: ");
        }
    }

    /** Generated as they are read. */
    private static final class Counted implements Trajectories {

        private final long size;
        private final AtomicInteger opened = new AtomicInteger();

        Counted(long size) {
            this.size = size;
        }

        @Override
        public Cursor open() {
            opened.incrementAndGet();
            var each = LongStream.range(0, size)
                    .mapToObj(SampleTrajectories::random)
                    .iterator();
            return () -> each.hasNext() ? Optional.of(each.next()) : Optional.empty();
        }
    }

    private record DropEvery(int nth) implements RecordStage {

        @Override
        public String name() {
            return "drop_every";
        }

        @Override
        public Verdict apply(AtifTrajectory trajectory) {
            return Long.parseLong(trajectory.trajectoryId().substring(4)) % nth == 0
                    ? new Verdict.Dropped("nth")
                    : new Verdict.Kept(trajectory);
        }
    }

    private record Stamp(String stamp) implements RecordStage {

        @Override
        public String name() {
            return "stamp";
        }

        @Override
        public Verdict apply(AtifTrajectory trajectory) {
            return new Verdict.Changed(
                    trajectory.withExtra(trajectory.extra().deepCopy().put(stamp, true)), List.of(stamp, stamp));
        }
    }

    /** Keeps the records of the most frequent reward, each by its place in the order. */
    private record CommonReward() implements SurveyStage {

        @Override
        public String name() {
            return "common_reward";
        }

        @Override
        public Survey begin(Path scratch) {
            Map<String, Integer> counts = new HashMap<>();
            List<String> all = new ArrayList<>();
            return new Survey() {
                @Override
                public void add(long index, AtifTrajectory trajectory) {
                    assertThat(index).isEqualTo(all.size());
                    all.add(reward(trajectory));
                    counts.merge(reward(trajectory), 1, Integer::sum);
                }

                @Override
                public Decision decide() {
                    String most = counts.entrySet().stream()
                            .max(Map.Entry.<String, Integer>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .map(Map.Entry::getKey)
                            .orElse("");
                    return (index, trajectory) -> {
                        assertThat(reward(trajectory)).isEqualTo(all.get((int) index));
                        return all.get((int) index).equals(most)
                                ? new Verdict.Kept(trajectory)
                                : new Verdict.Dropped("uncommon");
                    };
                }
            };
        }

        private static String reward(AtifTrajectory trajectory) {
            return trajectory.extra().path("reward").toString();
        }
    }
}
