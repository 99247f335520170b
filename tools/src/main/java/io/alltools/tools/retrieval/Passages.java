package io.alltools.tools.retrieval;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into pieces that an answer can quote: at headings and empty lines, of about {@link #TARGET} characters.
 */
final class Passages {

    /** @param firstLine counted from 1, as editors do; {@code lastLine} belongs to the piece */
    record Piece(int firstLine, int lastLine, String text) {}

    private static final int TARGET = 1200;
    private static final int MAX = 2400;

    private Passages() {}

    static List<Piece> of(String text) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int first = 1;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            boolean heading = line.startsWith("#");
            boolean full = piece.length() + line.length() > MAX || (line.isBlank() && piece.length() >= TARGET);
            if (!piece.isEmpty() && (heading || full)) {
                add(pieces, first, number - 1, piece);
                first = number;
            }
            piece.append(line).append('\n');
        }
        add(pieces, first, number, piece);
        return pieces;
    }

    private static void add(List<Piece> pieces, int first, int last, StringBuilder piece) {
        if (!piece.toString().isBlank()) {
            pieces.add(new Piece(first, last, piece.toString().stripTrailing()));
        }
        piece.setLength(0);
    }
}
