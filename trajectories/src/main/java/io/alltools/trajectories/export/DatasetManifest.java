package io.alltools.trajectories.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a file of training data is and where it came from; written beside it, or as {@code MANIFEST.json} in its folder.
 *
 * @param file the data's name without its folder
 * @param bytes the size of the file
 * @param sha256 of the file, in hexadecimal
 * @param format the format's name
 * @param allowed the losses that were allowed, by id
 * @param trajectories what became of those that were read
 * @param models whose runs the rows are of
 * @param licences as the person who exported named them
 * @param source the file that the trajectories were read of; none where they are recorded runs
 * @param toolVersion of this project, which wrote the data
 * @param jsonColumns of Parquet: the columns, and the fields within them, that hold JSON as text, such as
 *     {@code tools.function.parameters}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DatasetManifest(
        String file,
        int rows,
        long bytes,
        String sha256,
        Instant createdAt,
        String format,
        String description,
        List<String> allowed,
        Trajectories trajectories,
        List<String> models,
        List<String> licences,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DatasetSource source,
        String toolVersion,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> jsonColumns) {

    /**
     * @param withoutRow of which there was nothing to learn, where that was allowed
     * @param unreadable runs that no trajectory can be made of
     * @param refusedFor by the id of the loss; a trajectory may be refused for several
     * @param lost how many written ones are without something, by the id of the loss
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Trajectories(
            int read,
            int written,
            int withoutRow,
            int refused,
            int unreadable,
            SortedMap<String, Integer> refusedFor,
            SortedMap<String, Integer> lost) {

        static Trajectories of(ExportTally tally) {
            return new Trajectories(
                    tally.read(),
                    tally.written(),
                    tally.withoutRow(),
                    tally.refused(),
                    tally.unreadable(),
                    tally.refusedFor(),
                    tally.lost());
        }
    }
}
