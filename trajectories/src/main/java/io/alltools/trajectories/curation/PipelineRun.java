package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.JsonlTrajectories;
import io.alltools.trajectories.dataset.JsonlWriter;
import io.alltools.trajectories.dataset.Trajectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline: as many passes over the data as there are surveys, and one. A pass ends at the stage that
 * surveys, which gets each record, or at the sink; what it decided is applied at the beginning of the next pass.
 */
final class PipelineRun implements AutoCloseable {

    private final Pipeline pipeline;
    private final Pipeline.Progress progress;
    private final Path folder;
    private final ExecutorService workers;
    private final List<StageTally> tallies;
    private final int passes;
    private int pass;
    private long read;
    private long bytes;
    private long out;
    private @Nullable Surveyed surveyed;

    /**
     * A stage that has looked at all records.
     *
     * @param step its place among the steps
     * @param records how many there were
     */
    private record Surveyed(
            int step, SurveyStage.Survey survey, SurveyStage.Decision decision, long records, Path folder)
            implements AutoCloseable {

        @Override
        public void close() throws IOException {
            survey.close();
            remove(folder);
        }
    }

    PipelineRun(Pipeline pipeline, Path scratch, Pipeline.Progress progress) throws IOException {
        this.pipeline = pipeline;
        this.progress = progress;
        this.tallies =
                Stream.generate(StageTally::new).limit(pipeline.steps().size()).toList();
        this.passes = 1
                + (int) pipeline.steps().stream()
                        .filter(step -> step.stage() instanceof SurveyStage)
                        .count();
        this.folder = Files.createTempDirectory(scratch, "curation-");
        this.workers = Executors.newFixedThreadPool(
                pipeline.workers(),
                Thread.ofPlatform().daemon().name("curation-", 0).factory());
    }

    CurationReport run(Trajectories source, Trajectories.Sink sink) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Trajectories input = source;
        List<Integer> records = new ArrayList<>();
        for (int step = 0; step < pipeline.steps().size(); step++) {
            switch (pipeline.steps().get(step).stage()) {
                case RecordStage ignored -> records.add(step);
                case SurveyStage stage -> {
                    input = survey(input, records, step, stage);
                    records.clear();
                }
            }
        }
        pass(input, records, trajectory -> {
            sink.add(trajectory);
            out++;
        });
        List<CurationReport.StageReport> stages = new ArrayList<>();
        for (int step = 0; step < tallies.size(); step++) {
            Pipeline.Step now = pipeline.steps().get(step);
            stages.add(tallies.get(step).report(now.stage().name(), now.settings()));
        }
        return new CurationReport(stages, read, out, bytes, (System.nanoTime() - began) / 1e9);
    }

    /** Shows the records to a stage that surveys; they can be read again from what is returned. */
    private Trajectories survey(Trajectories input, List<Integer> records, int step, SurveyStage stage)
            throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("survey-" + step));
        SurveyStage.Survey survey = stage.begin(own);
        try {
            Trajectories again = input;
            Surveying surveying = new Surveying(survey, tallies.get(step));
            if (records.isEmpty() && surveyed == null) {
                pass(input, records, surveying::add);
            } else {
                Path spilled = folder.resolve("before-" + step + ".jsonl");
                try (JsonlWriter writer = JsonlWriter.create(spilled)) {
                    pass(input, records, trajectory -> {
                        writer.add(trajectory);
                        surveying.add(trajectory);
                    });
                    writer.finish();
                }
                again = new JsonlTrajectories(spilled);
            }
            surveyed = surveying.decided(step, own);
            return again;
        } catch (Throwable e) {
            try {
                survey.close();
            } catch (IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    private static final class Surveying {

        private final SurveyStage.Survey survey;
        private final StageTally tally;
        private long index;

        Surveying(SurveyStage.Survey survey, StageTally tally) {
            this.survey = survey;
            this.tally = tally;
        }

        void add(AtifTrajectory trajectory) throws IOException {
            long began = System.nanoTime();
            survey.add(index++, trajectory);
            tally.worked(System.nanoTime() - began);
        }

        Surveyed decided(int step, Path folder) throws IOException {
            long began = System.nanoTime();
            SurveyStage.Decision decision = survey.decide();
            tally.worked(System.nanoTime() - began);
            return new Surveyed(step, survey, decision, index, folder);
        }
    }

    /** Reads the input once through what was decided and then through record stages. */
    private void pass(Trajectories input, List<Integer> records, Trajectories.Sink receiver)
            throws IOException, InterruptedException {
        pass++;
        Surveyed decided = surveyed;
        boolean first = pass == 1;
        long[] index = {0};
        Pass work = new Pass(
                workers,
                pipeline.workers(),
                records.stream()
                        .map(step -> (RecordStage) pipeline.steps().get(step).stage())
                        .toList(),
                records.stream().map(tallies::get).toList());
        try (Trajectories.Cursor cursor = input.open()) {
            work.run(
                    cursor,
                    decided == null ? null : (record, size) -> decide(decided, index[0]++, record, size),
                    receiver,
                    (count, size) -> {
                        if (first) {
                            read = count;
                            bytes = size;
                        }
                        progress.at(pass, passes, count, size);
                    });
        }
        if (decided != null) {
            if (index[0] != decided.records()) {
                throw new IOException("the data changed while it was read: " + decided.records() + " records at first, "
                        + index[0] + " in the second reading; run it again on a file that nobody writes to");
            }
            surveyed = null;
            decided.close();
            // What this pass has read from is of no more use.
            if (input instanceof JsonlTrajectories spilled && spilled.file().startsWith(folder)) {
                Files.delete(spilled.file());
            }
        }
    }

    private @Nullable AtifTrajectory decide(Surveyed decided, long index, AtifTrajectory trajectory, long size)
            throws IOException {
        if (index >= decided.records()) {
            // Counted by the caller, which says so.
            return null;
        }
        StageTally tally = tallies.get(decided.step());
        long began = System.nanoTime();
        Verdict verdict = decided.decision().apply(index, trajectory);
        tally.worked(System.nanoTime() - began);
        return tally.count(verdict, size);
    }

    @Override
    public void close() throws IOException {
        workers.shutdownNow();
        try {
            if (surveyed != null) {
                surveyed.close();
            }
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
