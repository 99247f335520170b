package io.alltools.trajectories.environment;

import java.util.Map;

/**
 * What an attempt was worth.
 *
 * @param reward from 0 to 1
 * @param parts what it is made of, by name, such as {@code f1}; empty where there is one part
 * @param reason one line for a person: what was expected and what was found
 */
public record Score(double reward, Map<String, Double> parts, String reason) {

    public Score {
        if (!(reward >= 0 && reward <= 1)) {
            throw new IllegalArgumentException("reward " + reward + " is out of range: expected 0 to 1");
        }
        parts = Map.copyOf(parts);
    }

    public static Score of(double reward, String reason) {
        return new Score(reward, Map.of(), reason);
    }

    /** 1 or 0. */
    public static Score of(boolean right, String reason) {
        return of(right ? 1 : 0, reason);
    }
}
