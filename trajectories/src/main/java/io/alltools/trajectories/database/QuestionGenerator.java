package io.alltools.trajectories.database;

import io.alltools.trajectories.environment.Draws;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks something of a drawn table whose answer is one and not nothing. */
final class QuestionGenerator {

    private static final List<String> TYPES = List.of(
            "counting",
            "comparison",
            "ranking",
            "aggregation-SUM",
            "aggregation-AVG",
            "aggregation-MAX",
            "aggregation-MIN",
            "other",
            "INSERT",
            "UPDATE",
            "DELETE");

    /** Nobody adds up years, ages or ratings. */
    private static final String ADDABLE = "(?!year$|year |age$|rating$).*";

    private static final int FEWEST_TO_KEEP = 1;
    private static final int LONGEST_LIST = 8;

    /** @param text how people say it, behind the things; empty for all rows */
    private record Filter(String text, String sql, List<List<String>> rows) {

        String where() {
            return sql.isEmpty() ? "" : " WHERE " + sql;
        }

        String spaced() {
            return text.isEmpty() ? "" : " " + text;
        }
    }

    private final Draws draws;
    private final Domain domain;
    private final Table table;
    private final String spareKey;
    private final String name;
    private final String key;

    private QuestionGenerator(TableGenerator drawn, Draws draws) {
        this.draws = draws;
        domain = drawn.domain();
        table = drawn.table();
        spareKey = drawn.spareKey();
        name = Table.ticked(table.name());
        key = column(0);
    }

    static Question ask(TableGenerator drawn, Draws draws) {
        return new QuestionGenerator(drawn, draws).question(draws.pick(TYPES));
    }

    private Question question(String type) {
        return switch (type) {
            case "counting" -> counting();
            case "comparison" -> comparison();
            case "ranking" -> ranking();
            case "aggregation-SUM" -> aggregation(type, "SUM(%s)", "total");
            case "aggregation-AVG" -> aggregation(type, "ROUND(AVG(%s), 2)", "average");
            case "aggregation-MAX" -> aggregation(type, "MAX(%s)", draws.pick("highest", "largest", "maximum"));
            case "aggregation-MIN" -> aggregation(type, "MIN(%s)", draws.pick("lowest", "smallest", "minimum"));
            case "other" -> draws.oneIn(2) ? lookup() : list();
            case "INSERT" -> insert();
            case "UPDATE" -> draws.oneIn(2) ? updateOne() : updateMany();
            case "DELETE" -> delete();
            default -> throw new IllegalArgumentException("no question of type " + type + ": expected one of " + TYPES);
        };
    }

    private Question counting() {
        Filter filter = draws.oneIn(3) ? both() : draws.oneIn(2) ? inCategory() : byMeasure();
        String text = draws.pick(
                "How many " + domain.things() + " are there" + filter.spaced() + "?",
                "Count the " + domain.things() + filter.spaced() + ".",
                "What is the number of " + domain.things() + filter.spaced() + "?",
                "Please find out how many " + domain.things() + filter.spaced() + " the table lists.");
        return asked(
                "counting",
                text,
                "SELECT COUNT(*) FROM " + name + filter.where(),
                Integer.toString(filter.rows().size()));
    }

    private Question comparison() {
        for (int m : draws.shuffled(measures())) {
            List<List<String>> pair = draws.some(table.rows(), 2);
            int order = number(pair.get(0), m).compareTo(number(pair.get(1), m));
            if (order == 0) {
                continue;
            }
            boolean first = order > 0;
            boolean more = draws.oneIn(2);
            String one = pair.get(0).get(0);
            String other = pair.get(1).get(0);
            String noun = noun(m);
            String text = draws.pick(
                    "Which " + domain.thing() + " has the " + (more ? "higher " : "lower ") + noun + ", " + one + " or "
                            + other + "?",
                    "Compare " + one + " and " + other + ": which of the two has the "
                            + (more ? "greater " : "smaller ") + noun + "?",
                    "Between " + one + " and " + other + ", whose " + noun + " is " + (more ? "higher?" : "lower?"));
            return asked(
                    "comparison",
                    text,
                    "SELECT " + key + " FROM " + name + " WHERE " + key + " IN (" + literal(one) + ", " + literal(other)
                            + ") ORDER BY " + column(m) + (more ? " DESC" : " ASC") + " LIMIT 1",
                    more == first ? one : other);
        }
        return counting();
    }

    private Question ranking() {
        int count = draws.between(1, Math.min(5, table.rows().size() - 1));
        boolean top = draws.oneIn(2);
        for (int m : draws.shuffled(measures())) {
            Comparator<List<String>> order = Comparator.comparing(row -> number(row, m));
            List<List<String>> sorted =
                    table.rows().stream().sorted(top ? order.reversed() : order).toList();
            // A tie within what is asked for, or at its end, would leave the answer open.
            boolean tie = IntStream.range(0, count)
                    .anyMatch(i -> number(sorted.get(i), m).compareTo(number(sorted.get(i + 1), m)) == 0);
            if (tie) {
                continue;
            }
            String things = count == 1 ? domain.thing() : count + " " + domain.things();
            String extreme = top ? "highest " : "lowest ";
            String text = draws.pick(
                    "Which " + things + (count == 1 ? " has the " : " have the ") + extreme + noun(m) + "?",
                    "Name the " + things + " with the " + extreme + noun(m) + (count == 1 ? "." : ", in order."),
                    "Order the " + domain.things() + " by " + noun(m) + " from " + (top ? "high to low" : "low to high")
                            + " and give me the first" + (count == 1 ? "." : " " + count + "."));
            return asked(
                    "ranking",
                    text,
                    "SELECT " + key + " FROM " + name + " ORDER BY " + column(m) + (top ? " DESC" : " ASC") + " LIMIT "
                            + count,
                    keys(sorted.subList(0, count)));
        }
        return comparison();
    }

    private Question aggregation(String type, String function, String adjective) {
        int m = draws.pick(measures());
        while (type.equals("aggregation-SUM") && !words(m).matches(ADDABLE)) {
            m = draws.pick(measures());
        }
        Filter filter = draws.oneIn(3) ? all() : inCategory();
        String every = filter.text().isEmpty() ? "all " : draws.pick("the ", "all ");
        String rounded = type.equals("aggregation-AVG") ? ", rounded to two decimal places" : "";
        String text = draws.pick(
                "What is the " + adjective + " " + noun(m) + " of " + every + domain.things() + filter.spaced()
                        + rounded + "?",
                "Find the " + adjective + " " + noun(m) + " among " + every + domain.things() + filter.spaced()
                        + rounded + ".",
                "Work out the " + adjective + " " + noun(m) + " over " + every + domain.things() + filter.spaced()
                        + rounded + ".");
        return asked(
                type,
                text,
                "SELECT " + function.replace("%s", column(m)) + " FROM " + name + filter.where(),
                aggregate(type, filter.rows(), m));
    }

    private Question lookup() {
        List<String> row = draws.pick(table.rows());
        int c = draws.between(1, table.columns().size() - 1);
        String text = draws.pick(
                "What is the " + noun(c) + " of " + row.get(0) + "?",
                "Look up " + row.get(0) + ": what " + noun(c) + " does the table give?",
                "I am interested in " + row.get(0) + ". Which " + noun(c) + " is on record?");
        return asked(
                "other",
                text,
                "SELECT " + column(c) + " FROM " + name + " WHERE " + key + " = " + literal(row.get(0)),
                row.get(c));
    }

    private Question list() {
        Filter filter = both();
        if (filter.rows().size() > LONGEST_LIST) {
            return lookup();
        }
        String text = draws.pick(
                "Which " + domain.things() + " are there" + filter.spaced() + "?",
                "List the " + domain.key() + " of every " + domain.thing() + filter.spaced() + ".",
                "Give me all " + domain.things() + filter.spaced() + ".");
        return asked("other", text, "SELECT " + key + " FROM " + name + filter.where(), keys(filter.rows()));
    }

    private Question insert() {
        List<String> row = TableGenerator.row(domain, spareKey, draws);
        String values = IntStream.range(0, row.size())
                .mapToObj(i -> words(i) + " " + row.get(i))
                .collect(Collectors.joining(", "));
        String text = draws.pick(
                "Add a new " + domain.thing() + ": " + values + ".",
                "Please insert this " + domain.thing() + " into the table: " + values + ".",
                "There is a " + domain.thing() + " missing. Enter it with " + values + ".");
        String columns = table.columns().stream()
                .map(column -> Table.ticked(column.name()))
                .collect(Collectors.joining(", ", " (", ")"));
        return asked(
                "INSERT",
                text,
                "INSERT INTO " + name + columns
                        + IntStream.range(0, row.size())
                                .mapToObj(i -> sqlValue(i, row.get(i)))
                                .collect(Collectors.joining(", ", " VALUES (", ")")));
    }

    private Question updateOne() {
        List<String> row = draws.pick(table.rows());
        int c = draws.between(1, table.columns().size() - 1);
        String value = row.get(c);
        while (value.equals(row.get(c))) {
            value = TableGenerator.row(domain, row.get(0), draws).get(c);
        }
        String text = draws.pick(
                "Change the " + noun(c) + " of " + row.get(0) + " to " + value + ".",
                "Set " + noun(c) + " to " + value + " for " + row.get(0) + ".",
                "The " + noun(c) + " of " + row.get(0) + " is wrong. Correct it to " + value + ".");
        return asked(
                "UPDATE",
                text,
                "UPDATE " + name + " SET " + column(c) + " = " + sqlValue(c, value) + " WHERE " + key + " = "
                        + literal(row.get(0)));
    }

    private Question updateMany() {
        Filter filter = inCategory();
        int m = draws.pick(measures());
        int by = draws.between(1, 9);
        String text = draws.pick(
                "Raise the " + noun(m) + " of all " + domain.things() + filter.spaced() + " by " + by + ".",
                "Add " + by + " to the " + noun(m) + " of every " + domain.thing() + filter.spaced() + ".");
        return asked(
                "UPDATE",
                text,
                "UPDATE " + name + " SET " + column(m) + " = " + column(m) + " + " + by + filter.where());
    }

    private Question delete() {
        Filter filter = draws.oneIn(2) ? inCategory() : byMeasure();
        if (draws.oneIn(3) || filter.rows().size() > table.rows().size() - FEWEST_TO_KEEP) {
            String gone = draws.pick(table.rows()).get(0);
            String text = draws.pick(
                    "Delete " + gone + " from the table.",
                    "Remove the entry of " + gone + ".",
                    gone + " is no longer needed. Take it out of the table.");
            return asked("DELETE", text, "DELETE FROM " + name + " WHERE " + key + " = " + literal(gone));
        }
        String text = draws.pick(
                "Delete all " + domain.things() + filter.spaced() + ".",
                "Remove every " + domain.thing() + filter.spaced() + " from the table.",
                "Drop the rows of the " + domain.things() + filter.spaced() + ", and no others.");
        return asked("DELETE", text, "DELETE FROM " + name + filter.where());
    }

    private Filter all() {
        return new Filter("", "", table.rows());
    }

    /** A value that at least one row has. */
    private Filter inCategory() {
        int c = draws.between(1, domain.categories().size());
        String value = draws.pick(table.rows()).get(c);
        return new Filter(
                domain.categories().get(c - 1).phrase().replace("%s", value),
                column(c) + " = " + literal(value),
                table.rows().stream().filter(row -> row.get(c).equals(value)).toList());
    }

    /** A bound that at least one row keeps. */
    private Filter byMeasure() {
        int m = draws.pick(measures());
        String bound = draws.pick(table.rows()).get(m);
        boolean above = draws.oneIn(2);
        BigDecimal limit = new BigDecimal(bound);
        String unit = measure(m).unit().isEmpty() ? "" : " " + measure(m).unit();
        return new Filter(
                "with " + article(words(m)) + " of " + (above ? "at least " : "at most ") + bound + unit,
                column(m) + (above ? " >= " : " <= ") + bound,
                table.rows().stream()
                        .filter(row -> keeps(number(row, m), limit, above))
                        .toList());
    }

    /** A category and a bound that come together in at least one row. */
    private Filter both() {
        Filter category = inCategory();
        List<String> row = draws.pick(category.rows());
        int m = draws.pick(measures());
        boolean above = draws.oneIn(2);
        String unit = measure(m).unit().isEmpty() ? "" : " " + measure(m).unit();
        return new Filter(
                category.text() + " and with " + article(words(m)) + " of " + (above ? "at least " : "at most ")
                        + row.get(m) + unit,
                category.sql() + " AND " + column(m) + (above ? " >= " : " <= ") + row.get(m),
                category.rows().stream()
                        .filter(other -> keeps(number(other, m), number(row, m), above))
                        .toList());
    }

    private static String[] keys(List<List<String>> rows) {
        return rows.stream().map(row -> row.get(0)).toArray(String[]::new);
    }

    private static String aggregate(String type, List<List<String>> rows, int column) {
        List<BigDecimal> values = rows.stream().map(row -> number(row, column)).toList();
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal value = switch (type) {
            case "aggregation-SUM" -> sum;
            case "aggregation-AVG" -> sum.divide(BigDecimal.valueOf(values.size()), 2, RoundingMode.HALF_UP);
            case "aggregation-MAX" -> Collections.max(values);
            case "aggregation-MIN" -> Collections.min(values);
            default -> throw new IllegalArgumentException("no aggregation is of type " + type);
        };
        return value.toPlainString();
    }

    /** @param label the right answer, computed from the rows without the statement; none of a change */
    private static Question asked(String type, String text, String sql, String... label) {
        return new Question(type, text, sql, List.of(label), "");
    }

    private List<Integer> measures() {
        List<Integer> indices = new ArrayList<>();
        for (int i = 1 + domain.categories().size(); i < table.columns().size(); i++) {
            indices.add(i);
        }
        return indices;
    }

    private Domain.Measure measure(int column) {
        return domain.measures().get(column - 1 - domain.categories().size());
    }

    private String column(int index) {
        return Table.ticked(table.columns().get(index).name());
    }

    /** The column's name as people say it. */
    private String words(int column) {
        if (column == 0) {
            return domain.key();
        }
        return column <= domain.categories().size()
                ? domain.categories().get(column - 1).column()
                : measure(column).column();
    }

    /** "number of rooms" rather than "rooms": what is counted has no highest. */
    private String noun(int column) {
        String words = words(column);
        return words.endsWith("s") && !words.equals("status") ? "number of " + words : words;
    }

    private static String article(String words) {
        return words.endsWith("s")
                ? "a number of " + words
                : ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    private static boolean keeps(BigDecimal value, BigDecimal bound, boolean above) {
        return above ? value.compareTo(bound) >= 0 : value.compareTo(bound) <= 0;
    }

    private static BigDecimal number(List<String> row, int column) {
        return new BigDecimal(row.get(column));
    }

    private String sqlValue(int column, String value) {
        return table.columns().get(column).type() == Table.Type.TEXT ? literal(value) : value;
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
