package io.alltools.trajectories.generation;

/**
 * How far a generation is.
 *
 * @param total rollouts that there will be
 * @param done those that the file has
 * @param earlier those of {@code done} that it had when this process began
 * @param broken attempts that the actor could not be asked for; they are made again when the generation goes on
 * @param rewards the sum over {@code done}
 */
public record GenerationProgress(int total, int done, int earlier, int broken, double rewards) {

    public double averageReward() {
        return done == 0 ? 0 : rewards / done;
    }
}
