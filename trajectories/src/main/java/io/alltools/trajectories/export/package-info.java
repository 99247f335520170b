/**
 * Trajectories as training data: one class for each format that trainers read.
 *
 * <pre>{@code
 * TrajectoryFormat format = TrajectoryFormats.find("glm4").orElseThrow();
 * switch (format.of(trajectory, ExportOptions.STRICT)) {
 *     case ExportResult.Rows rows -> rows.rows().forEach(row -> out.println(Json.write(row)));
 *     case ExportResult.Refused refused -> refused.losses().forEach(loss -> err.println(loss.message()));
 * }
 * }</pre>
 *
 * <p>A format is measured by what the model saw, what it said and which of its turns are trained on, and by what
 * decides whether that is worth learning: failed calls and a run that came to no answer. What a format can't hold is a
 * {@link io.alltools.trajectories.export.Loss}; a trajectory with one is refused until the loss is allowed by name. The
 * rest of the record, such as times, costs and sampling, stands in ATIF only and is no loss.
 */
@NullMarked
package io.alltools.trajectories.export;

import org.jspecify.annotations.NullMarked;
