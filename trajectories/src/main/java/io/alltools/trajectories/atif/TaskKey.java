package io.alltools.trajectories.atif;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which task a trajectory is a rollout of: the environment's, where one made it, else what the user asked for. Equal
 * for rollouts of the same task; 128 bits of a SHA-256.
 */
public record TaskKey(long high, long low) {

    public static TaskKey of(AtifTrajectory trajectory) {
        // A person's word for a kind of task, which stands in the same field, does not name one task.
        boolean made = trajectory.extra().path("environment").isString()
                && trajectory.extra().path("task").isString();
        return of(
                made
                        ? "task\n" + trajectory.extra().path("task").asString()
                        : "instruction\n" + TrajectoryText.instruction(trajectory));
    }

    /** The key of any other text that names what belongs together. */
    public static TaskKey of(String text) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new TaskKey(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
