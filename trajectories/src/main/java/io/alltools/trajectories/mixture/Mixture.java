package io.alltools.trajectories.mixture;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Mixes agent data with general data: η of the records are the agent's and 1 − η are general, in random order. As much
 * is taken as both together allow; no record is taken twice. Streams: both are read twice, nothing is held.
 *
 * <p>Source: AgentTuning (Zeng et al. 2023), section 3.2, whose loss is η of the agent's data and 1 − η of the general
 * data, with η = 0.2.
 *
 * @param eta the agent data's share, 0 to 1
 */
public record Mixture(double eta, long seed) {

    public static final double DEFAULT_ETA = 0.2;

    public Mixture {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("η " + eta + " is out of range: expected 0 to 1");
        }
    }

    /** What was there and what was taken of it. */
    public record Report(long agentRead, long agentTaken, long generalRead, long generalTaken) {

        /** The agent data's share of what was taken; 0 for nothing. */
        public double share() {
            return agentTaken + generalTaken == 0 ? 0 : (double) agentTaken / (agentTaken + generalTaken);
        }
    }

    /** The same data and seed give the same mixture. */
    public Report mix(Trajectories agent, Trajectories general, Trajectories.Sink out) throws IOException {
        Report report = plan(count(agent), count(general));
        SplittableRandom random = new SplittableRandom(seed);
        try (Trajectories.Cursor agents = agent.open();
                Trajectories.Cursor generals = general.open()) {
            Draw ours = new Draw(agents, report.agentRead(), report.agentTaken(), random.split());
            Draw theirs = new Draw(generals, report.generalRead(), report.generalTaken(), random.split());
            while (ours.left + theirs.left > 0) {
                out.add((random.nextLong(ours.left + theirs.left) < ours.left ? ours : theirs).next());
            }
        }
        return report;
    }

    private Report plan(long agents, long generals) {
        long agentTaken = eta == 0 ? 0 : agents;
        long generalTaken = eta == 1 ? 0 : generals;
        if (eta > 0 && eta < 1) {
            agentTaken = Math.min(agents, (long) Math.floor(generals * eta / (1 - eta) + 1e-6));
            generalTaken = Math.min(generals, Math.round(agentTaken * (1 - eta) / eta));
        }
        return new Report(agents, agentTaken, generals, generalTaken);
    }

    private static long count(Trajectories records) throws IOException {
        long count = 0;
        try (Trajectories.Cursor cursor = records.open()) {
            while (cursor.nextUnread().isPresent()) {
                count++;
            }
        }
        return count;
    }

    /** A number of records of a data set at random, in their order. Source: Knuth, TAOCP 3.4.2, algorithm S. */
    private static final class Draw {

        private final Trajectories.Cursor cursor;
        private final SplittableRandom random;
        private long unread;
        private long left;

        Draw(Trajectories.Cursor cursor, long records, long taken, SplittableRandom random) {
            this.cursor = cursor;
            this.unread = records;
            this.left = taken;
            this.random = random;
        }

        AtifTrajectory next() throws IOException {
            while (true) {
                Trajectories.Unread record = cursor.nextUnread()
                        .orElseThrow(() -> new IOException(
                                "the data set became shorter while it was read: expected " + unread + " more records"));
                boolean taken = random.nextLong(unread) < left;
                unread--;
                if (taken) {
                    left--;
                    return record.read();
                }
            }
        }
    }
}
