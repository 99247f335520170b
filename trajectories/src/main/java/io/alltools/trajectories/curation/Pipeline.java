package io.alltools.trajectories.curation;

import io.alltools.trajectories.dataset.Trajectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stages one after the other, over a data set of any size: records are read, decided over and written in a stream and
 * keep their order.
 *
 * <pre>{@code
 * Pipeline pipeline = new Pipeline(List.of(Stages.parse("reward:at-least=0.67"), Stages.parse("scrub")));
 * try (JsonlWriter writer = JsonlWriter.create(out)) {
 *     CurationReport report = pipeline.run(new JsonlTrajectories(in), writer, scratch, Pipeline.Progress.NONE);
 *     writer.finish();
 * }
 * }</pre>
 *
 * <p>{@link RecordStage}s that follow one another are one pass, done by all cores. A {@link SurveyStage} reads what
 * comes to it twice: the source itself where it is the first stage, otherwise a temporary file.
 *
 * @param workers threads that understand records and apply stages, from 1
 */
public record Pipeline(List<Step> steps, int workers) {

    public Pipeline {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers: expected 1 or more");
        }
        steps = List.copyOf(steps);
    }

    /** With a worker for each core. */
    public Pipeline(List<Step> steps) {
        this(steps, Runtime.getRuntime().availableProcessors());
    }

    public static Pipeline of(Stage... stages) {
        return new Pipeline(
                List.of(stages).stream().map(stage -> new Step(stage, Map.of())).toList());
    }

    /** @param settings what the stage was told, by option, for the report */
    public record Step(Stage stage, Map<String, String> settings) {

        public Step {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }
    }

    /** Is told how far it is, often: after some dozens of records each. */
    @FunctionalInterface
    public interface Progress {

        Progress NONE = (pass, passes, records, bytes) -> {};

        /**
         * @param pass which reading of the data it is, from 1
         * @param records that were read in this pass so far
         * @param bytes that they have in their file
         */
        void at(int pass, int passes, long records, long bytes);
    }

    /**
     * Reads {@code source} to its end. {@code sink} gets the records of the last stage, in their order, in the calling
     * thread.
     *
     * @param scratch a folder for temporary files; it is left as it was
     * @throws io.alltools.trajectories.dataset.DatasetException when the source holds what is no trajectory
     * @throws IllegalStateException when a stage broke; names the stage and the record
     * @throws InterruptedException when the thread was interrupted; the sink has got a part
     */
    public CurationReport run(Trajectories source, Trajectories.Sink sink, Path scratch, Progress progress)
            throws IOException, InterruptedException {
        try (PipelineRun run = new PipelineRun(this, scratch, progress)) {
            return run.run(source, sink);
        }
    }
}
