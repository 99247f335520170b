package io.alltools.trajectories.shell.process;

/** The machine's time: it begins where the task says, goes on a little with each command, and with sleep. */
public final class Clock {

    private long now;

    /** @param start milliseconds since 1970 */
    public Clock(long start) {
        now = start;
    }

    /** Milliseconds since 1970, in UTC, which is the machine's time zone. */
    public long now() {
        return now;
    }

    public void advance(long milliseconds) {
        now += Math.max(0, milliseconds);
    }
}
