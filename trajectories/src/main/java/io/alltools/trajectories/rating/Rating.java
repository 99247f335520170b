package io.alltools.trajectories.rating;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person thinks of a run, or of one step of it.
 *
 * @param thumb null where it is neither good nor bad
 * @param set the reward that the person gave, from 0 to 1; null for none
 * @param note empty for none
 * @param by who changed it last, a key's id or {@code local}; null where nobody did
 */
public record Rating(
        @Nullable Thumb thumb,
        @JsonProperty("reward") @Nullable Double set,
        String note,
        @Nullable String by,
        @Nullable Instant at) {

    public static final Rating NONE = new Rating(null, null, "", null, null);

    /** Good or bad, at a glance. */
    public enum Thumb {
        @JsonProperty("up")
        UP(1),
        @JsonProperty("down")
        DOWN(0);

        private final double reward;

        Thumb(double reward) {
            this.reward = reward;
        }

        /** As it is written in JSON. */
        public String word() {
            return this == UP ? "up" : "down";
        }
    }

    /** @throws IllegalArgumentException when the reward is not from 0 to 1 */
    public Rating {
        if (set != null && !(set >= 0 && set <= 1)) {
            throw new IllegalArgumentException("the reward " + set + " is out of range: expected 0 to 1");
        }
    }

    /**
     * The reward that this rating comes to, from 0 to 1: the one that was set, else 1 for a thumb up and 0 for a thumb
     * down, else none. Everything that asks for a human reward asks here.
     */
    public @Nullable Double effectiveReward() {
        return set != null ? set : thumb != null ? (Double) thumb.reward : null;
    }
}
