package io.alltools.trajectories.curation;

import java.util.Locale;

/**
 * Something that a stage can be told.
 *
 * @param name as on the command line, such as {@code at-least}
 * @param byDefault as it would be written
 * @param source where the default comes from: a paper, or a word on why
 */
public record StageOption(String name, Type type, String byDefault, String description, String source) {

    /** How a value is written. */
    public enum Type {
        NUMBER("a number"),
        INTEGER("a whole number"),
        FLAG("true or false"),
        TEXT("a text"),
        /** Separated by {@code +}. */
        LIST("values separated by +");

        private final String description;

        Type(String description) {
            this.description = description;
        }

        /** What is expected, in words. */
        public String description() {
            return description;
        }
    }

    public static StageOption number(String name, double byDefault, String description, String source) {
        String text = byDefault == Math.rint(byDefault) && Math.abs(byDefault) < 1e9
                ? String.format(Locale.ROOT, "%.0f", byDefault)
                : Double.toString(byDefault);
        return new StageOption(name, Type.NUMBER, text, description, source);
    }

    public static StageOption integer(String name, int byDefault, String description, String source) {
        return new StageOption(name, Type.INTEGER, Integer.toString(byDefault), description, source);
    }

    public static StageOption flag(String name, boolean byDefault, String description, String source) {
        return new StageOption(name, Type.FLAG, Boolean.toString(byDefault), description, source);
    }

    public static StageOption text(String name, String byDefault, String description, String source) {
        return new StageOption(name, Type.TEXT, byDefault, description, source);
    }

    /** @param byDefault separated by {@code +} */
    public static StageOption list(String name, String byDefault, String description, String source) {
        return new StageOption(name, Type.LIST, byDefault, description, source);
    }
}
