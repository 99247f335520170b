package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Usage;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.rating.Rating;
import io.alltools.trajectories.rating.RunRating;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Scope;
import io.alltools.web.store.TrajectoryFilter.Ending;
import io.alltools.web.store.TrajectoryFilter.Inclusion;
import io.alltools.web.store.TrajectoryOrder.By;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrajectoryStoreTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final TrajectoryFilter ALL = TrajectoryFilter.ALL;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void runsAreFoundByWhatTheyAreAndWhatPeopleThink(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            TrajectoryStore store = fill(database);
            store.ratings().rate("run_1", rating(Rating.Thumb.UP, null, true, "maths"));
            store.ratings().rate("run_2", rating(Rating.Thumb.UP, 0.25, false, "search"));

            assertThat(ids(store, ALL)).containsExactly("run_4", "run_3", "run_2", "run_1");
            assertThat(ids(store, filter("maths", null, null, null, null, null, null, null, null, null)))
                    .containsExactly("run_1");
            assertThat(ids(store, filter("", null, null, null, null, null, null, null, null, null)))
                    .containsExactly("run_4", "run_3");
            assertThat(ids(store, filter(null, "python", null, null, null, null, null, null, null, null)))
                    .containsExactly("run_3", "run_1");
            Ending failed = new Ending.Finished(Outcome.Kind.FAILED);
            assertThat(ids(store, filter(null, null, failed, null, null, null, null, null, null, null)))
                    .containsExactly("run_2");
            Ending open = new Ending.Incomplete();
            assertThat(ids(store, filter(null, null, open, null, null, null, null, null, null, null)))
                    .containsExactly("run_4");
            assertThat(ids(store, filter(null, null, null, 0.2, 0.9, null, null, null, null, null)))
                    .containsExactly("run_2");
            assertThat(ids(store, filter(null, null, null, null, null, true, null, null, null, null)))
                    .containsExactly("run_2", "run_1");
            assertThat(ids(store, filter(null, null, null, null, null, false, null, null, null, null)))
                    .containsExactly("run_4", "run_3");
            assertThat(ids(store, filter(null, null, null, null, null, null, null, 3, null, null)))
                    .containsExactly("run_3");
            assertThat(ids(store, filter(null, null, null, null, null, null, null, null, 20L, null)))
                    .containsExactly("run_3", "run_2");
            assertThat(ids(store, filter(null, null, null, null, null, null, null, null, null, "SUM of 100%")))
                    .containsExactly("run_1");
            assertThat(ids(store, filter(null, null, null, null, null, null, null, null, null, "北京")))
                    .containsExactly("run_3");
            assertThat(ids(store, filter(null, null, null, null, null, null, null, null, null, "%")))
                    .containsExactly("run_1");
            assertThat(ids(store, ALL.with(Inclusion.INCLUDED))).containsExactly("run_1");
            assertThat(ids(store, ALL.with(Inclusion.EXCLUDED))).containsExactly("run_2");
            assertThat(ids(store, ALL.with(Inclusion.UNDECIDED))).containsExactly("run_4", "run_3");
            assertThat(ids(store, ALL.with(Inclusion.NOT_EXCLUDED))).containsExactly("run_4", "run_3", "run_1");
            assertThat(store.count(ALL.with(Inclusion.UNDECIDED))).isEqualTo(2);
            assertThat(store.find("run_1").orElseThrow().tools())
                    .containsExactly(new TrajectorySummary.ToolUse("python", 2, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesInAnyOrderHoldEachRunOnceAndThoseWithoutTheValueLast(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            TrajectoryStore store = fill(database);
            store.ratings().rate("run_1", rating(Rating.Thumb.DOWN, null, null, ""));
            store.ratings().rate("run_3", rating(null, 0.5, null, ""));
            assertThat(paged(store, By.STARTED, true)).containsExactly("run_4", "run_3", "run_2", "run_1");
            assertThat(paged(store, By.STARTED, false)).containsExactly("run_1", "run_2", "run_3", "run_4");
            assertThat(paged(store, By.STEPS, true)).containsExactly("run_3", "run_2", "run_1", "run_4");
            assertThat(paged(store, By.STEPS, false)).containsExactly("run_1", "run_2", "run_3", "run_4");
            assertThat(paged(store, By.TOKENS, true)).containsExactly("run_3", "run_2", "run_1", "run_4");
            assertThat(paged(store, By.REWARD, true)).containsExactly("run_3", "run_1", "run_4", "run_2");
            assertThat(paged(store, By.REWARD, false)).containsExactly("run_1", "run_3", "run_2", "run_4");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRatingIsKeptWithWhoGaveItAndStandsInTheRecord(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            TrajectoryStore store = fill(database);
            RunRating kept = store.ratings()
                    .rate("run_3", rating(Rating.Thumb.UP, 0.5, true, "a\0task"))
                    .orElseThrow();
            assertThat(kept.rating().by()).isEqualTo("local");
            assertThat(store.ratings().ofRun("run_3")).contains(kept);
            Rating step = store.ratings()
                    .rate("run_3", 2, new Rating(Rating.Thumb.DOWN, null, "slow", null, null))
                    .orElseThrow();
            assertThat(store.ratings().ofSteps("run_3")).containsOnlyKeys(2).containsValue(step);
            assertThat(store.ratings().rate("run_3", 7, Rating.NONE)).isEmpty();
            assertThat(store.ratings().rate("run_no", kept)).isEmpty();
            AtifTrajectory record = store.record("run_3").orElseThrow();
            assertThat(String.valueOf(record.extra())).contains("\"reward\":0.5", "\"task\":\"a␀task\"");
            assertThat(String.valueOf(record.steps().get(2).extra())).contains("\"note\":\"slow\"");
            assertThat(store.record("run_no")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyAreIncludedAtOnceByFilterOrByName(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            TrajectoryStore store = fill(database);
            TrajectoryFilter python = filter(null, "python", null, null, null, null, null, null, null, null);
            assertThat(store.include(python, true)).isEqualTo(2);
            assertThat(store.include(List.of("run_3", "run_no"), false)).isEqualTo(1);
            assertThat(ids(store, ALL.with(Inclusion.INCLUDED))).containsExactly("run_1");
            assertThat(ids(store, ALL.with(Inclusion.EXCLUDED))).containsExactly("run_3");
            assertThat(store.include(List.of("run_3"), null)).isEqualTo(1);
            assertThat(store.stats(ALL).inclusion()).isEqualTo(new TrajectoryStats.InclusionCount(1, 0, 3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNumbersAreThoseOfTheRunsThatTheFilterFinds(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            TrajectoryStore store = fill(database);
            store.ratings().rate("run_1", rating(null, 1.0, null, "maths"));
            store.ratings().rate("run_2", rating(null, 0.25, null, "maths"));
            TrajectoryStats stats = store.stats(ALL);
            assertThat(stats.runs()).isEqualTo(4);
            assertThat(stats.outcomes())
                    .contains(
                            new TrajectoryStats.OutcomeCount(Outcome.Kind.ANSWERED, 2),
                            new TrajectoryStats.OutcomeCount(null, 1));
            assertThat(stats.turns()).hasSize(3).contains(new TrajectoryStats.Bin(3, 1));
            assertThat(stats.tokens()).containsExactly(new TrajectoryStats.Bin(0, 2), new TrajectoryStats.Bin(512, 1));
            assertThat(stats.rewards())
                    .containsExactly(new TrajectoryStats.Bin(0.2, 1), new TrajectoryStats.Bin(0.9, 1));
            assertThat(stats.rated()).isEqualTo(2);
            assertThat(stats.meanReward()).isEqualTo(0.625);
            assertThat(stats.tools()).containsExactly(new TrajectoryStats.ToolCount("python", 2, 2, 1));
            assertThat(stats.tasks())
                    .containsExactlyInAnyOrder(
                            new TrajectoryStats.TaskCount("maths", 2, 1, 2, 0.625),
                            new TrajectoryStats.TaskCount("", 2, 1, 0, null));
            TrajectoryStats none = store.stats(filter("none", null, null, null, null, null, null, null, null, null));
            assertThat(none.runs()).isZero();
            assertThat(none.meanReward()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAKeyMadeOnlyThatKeySeesAndChanges(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            TrajectoryStore local = fill(database);
            TrajectoryStore other = local.as(new Caller("key_2", "other", Set.of(Scope.RUNS)));
            assertThat(ids(other, ALL)).isEmpty();
            assertThat(other.count(ALL)).isZero();
            assertThat(other.stats(ALL).tools()).isEmpty();
            assertThat(other.find("run_1")).isEmpty();
            assertThat(other.record("run_1")).isEmpty();
            assertThat(other.ratings().ofRun("run_1")).isEmpty();
            assertThat(other.ratings().rate("run_1", rating(Rating.Thumb.UP, null, true, "")))
                    .isEmpty();
            assertThat(other.ratings().rate("run_1", 1, Rating.NONE)).isEmpty();
            assertThat(other.ratings().ofSteps("run_1")).isEmpty();
            assertThat(other.include(ALL, true)).isZero();
            assertThat(other.include(List.of("run_1"), true)).isZero();
            assertThat(local.ratings().ofRun("run_1")).contains(RunRating.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theToolsOfRunsThatWereRecordedBeforeAreFound(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            TrajectoryStore store = fill(database);
            // As an earlier version left it.
            int ignored =
                    database.write(client -> client.sql("delete from run_tools").update());
            int found = database.write(ToolsOfEarlierRuns::fill);
            assertThat(found).isEqualTo(2);
            assertThat(store.stats(ALL).tools()).containsExactly(new TrajectoryStats.ToolCount("python", 2, 2, 1));
        }
    }

    private static TrajectoryFilter filter(
            String task,
            String tool,
            Ending outcome,
            Double rewardMin,
            Double rewardMax,
            Boolean rated,
            Inclusion inclusion,
            Integer stepsMin,
            Long tokensMin,
            String text) {
        return new TrajectoryFilter(
                task, tool, outcome, rewardMin, rewardMax, rated, inclusion, stepsMin, null, tokensMin, null, null,
                null, null, text);
    }

    private static RunRating rating(Rating.Thumb thumb, Double reward, Boolean included, String task) {
        return new RunRating(new Rating(thumb, reward, "a note", null, null), included, task);
    }

    private static List<String> ids(TrajectoryStore store, TrajectoryFilter filter) {
        return store.page(filter, TrajectoryOrder.NEWEST_FIRST, null, 10).stream()
                .map(each -> each.run().id())
                .toList();
    }

    /** One run a page; the place of each goes through its text as it does by way of a client. */
    private static List<String> paged(TrajectoryStore store, By by, boolean descending) {
        TrajectoryOrder order = new TrajectoryOrder(by, descending);
        List<String> ids = new ArrayList<>();
        TrajectoryOrder.Place place = null;
        for (int i = 0; i < 10; i++) {
            List<TrajectorySummary> page = store.page(ALL, order, place, 1);
            if (page.isEmpty()) {
                return ids;
            }
            ids.add(page.getFirst().run().id());
            place = order.place(TrajectoryStore.endOf(page, order).text());
        }
        return ids;
    }

    /** Four runs; the last one has no end. */
    private static TrajectoryStore fill(Database database) {
        run(database, 1, "Sum of 100% and 5?", 1, new Usage(10, 2, 0), Outcome.ANSWERED, 2);
        run(database, 2, "Who is it?", 2, new Usage(200, 20, 0), new Outcome(Outcome.Kind.FAILED, "broken"), 0);
        run(database, 3, "天气 in 北京?", 3, new Usage(500, 20, 0), Outcome.ANSWERED, 0);
        run(database, 4, "And then?", 1, Usage.NONE, null, -1);
        return new TrajectoryStore(database, new RunStore(database));
    }

    /** @param finished how many calls came to a result, the first of them a failure; -1 for no call at all */
    private static void run(
            Database database, int n, String input, int steps, Usage usage, Outcome outcome, int finished) {
        List<RunEvent> events = new ArrayList<>();
        events.add(new RunEvent.RunStarted(
                "ses_" + n, "m", List.of(Message.user(input)), List.of(), Sampling.GREEDY, Budget.DEFAULT));
        for (int step = 1; step <= steps; step++) {
            events.add(new RunEvent.StepStarted(step));
            events.add(new RunEvent.TextDelta(step, "fine"));
            if (step == 1 && n % 2 == 1) {
                events.add(new RunEvent.ToolCallStarted(1, "c1", "python"));
                events.add(new RunEvent.ToolCallStarted(1, "c2", "python"));
            }
            events.add(new RunEvent.UsageReported(step, new Usage(1, 1, 0), FinishReason.STOP));
            for (int call = 1; step == 1 && call <= finished; call++) {
                ToolResult result = call == 1 ? ToolResult.failed(ToolResult.Kind.ERROR, "no") : ToolResult.ok("yes");
                events.add(new RunEvent.ToolCallFinished(1, "c" + call, "python", result, 5));
            }
            events.add(new RunEvent.StepFinished(step, FinishReason.STOP));
        }
        if (outcome != null) {
            events.add(new RunEvent.RunFinished(outcome, "fine", usage, steps));
        }
        DatabaseJournal journal = new DatabaseJournal(database);
        for (int seq = 0; seq < events.size(); seq++) {
            journal.append(new JournalEntry("run_" + n, seq, START.plusSeconds(60L * n + seq), events.get(seq)));
        }
    }
}
