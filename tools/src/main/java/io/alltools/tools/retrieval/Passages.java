package io.alltools.tools.retrieval;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into pieces that an answer can quote: at headings and empty lines, else at the end of a line, and inside
 * a line only where that alone is too long.
 */
final class Passages {

    /** @param number in the file, counted from 1, as editors do; several may have the same */
    record Line(int number, String text) {}

    /** @param firstLine as in {@link Line#number}; {@code lastLine} belongs to the piece */
    record Piece(int firstLine, int lastLine, String text) {}

    /** What an ideograph says takes about so many letters, and as many tokens of an embedding model. */
    private static final int IDEOGRAPH = 3;

    private final int target;
    private final int max;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder piece = new StringBuilder();
    private int length;
    private int first;
    private int last;

    private Passages(int target) {
        this.target = target;
        this.max = 2 * target;
    }

    /** @param target of a piece, in characters; at most twice as much */
    static List<Piece> of(List<Line> lines, int target) {
        Passages passages = new Passages(target);
        lines.forEach(passages::add);
        passages.end();
        return passages.pieces;
    }

    static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        text.lines().forEach(line -> lines.add(new Line(lines.size() + 1, line)));
        return lines;
    }

    private void add(Line line) {
        int added = length(line.text());
        boolean heading = line.text().startsWith("#");
        boolean full = length + added > max || (line.text().isBlank() && length >= target);
        if (heading || full) {
            end();
        }
        if (added <= max) {
            append(line.number(), line.text(), added);
            return;
        }
        for (String part : cut(line.text())) {
            end();
            append(line.number(), part, length(part));
        }
    }

    private void append(int number, String text, int added) {
        if (piece.isEmpty()) {
            first = number;
        }
        piece.append(text).append('\n');
        length += added + 1;
        last = number;
    }

    private void end() {
        if (!piece.toString().isBlank()) {
            pieces.add(new Piece(first, last, piece.toString().stripTrailing()));
        }
        piece.setLength(0);
        length = 0;
    }

    /** Parts of about the target's length, at spaces where there are some. */
    private List<String> cut(String line) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int size = 0;
        int space = -1;
        for (int i = 0; i < line.length(); i++) {
            size += weight(line.charAt(i));
            if (Character.isWhitespace(line.charAt(i))) {
                space = i;
            }
            if (size >= target) {
                int to = space > from ? space : i;
                to += Character.isHighSurrogate(line.charAt(to)) && to + 1 < line.length() ? 2 : 1;
                parts.add(line.substring(from, to));
                from = to;
                size = length(line.substring(Math.min(from, i + 1), i + 1));
                space = -1;
                i = Math.max(i, to - 1);
            }
        }
        parts.add(line.substring(from));
        return parts;
    }

    private static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length += weight(text.charAt(i));
        }
        return length;
    }

    /** Of the blocks of ideographs, kana and hangul and whatever lies above them. */
    private static int weight(char c) {
        return c >= 0x2E80 && !Character.isLowSurrogate(c) ? IDEOGRAPH : 1;
    }
}
