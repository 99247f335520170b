package io.alltools.trajectories.curation;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The values of a stage's options. */
public record StageSettings(Map<String, String> values) {

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("a stage asks for an option that it does not declare: " + name);
        }
        return value;
    }

    /** Also of a fraction such as {@code 2/3}. */
    public double number(String name) {
        try {
            String[] parts = text(name).split("/", 2);
            double number = Double.parseDouble(parts[0]) / (parts.length == 1 ? 1 : Double.parseDouble(parts[1]));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As below.
        }
        throw wrong(name, StageOption.Type.NUMBER);
    }

    public int integer(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, StageOption.Type.INTEGER);
        }
    }

    public boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, StageOption.Type.FLAG);
        };
    }

    public List<String> list(String name) {
        return Stream.of(text(name).split("\\+"))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    void check(StageOption option) {
        switch (option.type()) {
            case NUMBER -> number(option.name());
            case INTEGER -> integer(option.name());
            case FLAG -> flag(option.name());
            case LIST -> list(option.name());
            case TEXT -> text(option.name());
        }
    }

    private IllegalArgumentException wrong(String name, StageOption.Type type) {
        return new IllegalArgumentException(
                "the value of " + name + " is \"" + text(name) + "\"; expected " + type.description());
    }
}
