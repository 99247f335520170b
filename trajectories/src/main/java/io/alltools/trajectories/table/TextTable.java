package io.alltools.trajectories.table;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: the first column and others of words stand left, numbers right. */
public final class TextTable {

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... headings) {
        this.headings = List.of(headings);
    }

    /** @throws IllegalArgumentException when there are not as many cells as headings */
    public TextTable row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + headings.size() + " columns");
        }
        // A name from a data set must neither break the table nor steer the terminal.
        rows.add(List.of(cells).stream()
                .map(cell -> cell.replaceAll("\\p{Cntrl}", " "))
                .toList());
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[headings.size()];
        boolean[] words = new boolean[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(headings.get(column));
            words[column] = column == 0;
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
                words[column] |= !row.get(column).matches("[-+0-9., %]*[a-zA-Z]{0,2}");
            }
        }
        StringBuilder out = new StringBuilder();
        line(headings, widths, words, out);
        rows.forEach(row -> line(row, widths, words, out));
        return out.toString();
    }

    private static void line(List<String> cells, int[] widths, boolean[] words, StringBuilder out) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String space = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : "  ").append(words[column] ? cell + space : space + cell);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** In columns of a terminal, where a Chinese character takes two. */
    private static int width(String text) {
        return text.codePoints()
                .map(c -> switch (Character.UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
                    default -> 1;
                })
                .sum();
    }
}
