package io.alltools.trajectories.shell.process;

import java.time.Duration;

/**
 * What one script may use. Steps come first by design, as they are the same on every computer: time is the last resort.
 *
 * @param steps commands, lines, characters that a pattern looks at, ...
 * @param output bytes that the script prints
 * @param text bytes that a variable, a command substitution or a program's memory holds
 * @param words that one command's arguments expand to
 * @param depth functions, subshells and scripts within each other
 */
public record Limits(long steps, int output, int text, int words, int depth, Duration time) {

    public static final Limits DEFAULT = new Limits(20_000_000, 1 << 20, 8 << 20, 50_000, 200, Duration.ofSeconds(20));
}
