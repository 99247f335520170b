package io.alltools.trajectories.shell.command;

/** Columns of text. */
final class Printing {

    private Printing() {}

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
