package io.alltools.trajectories.database;

import io.alltools.trajectories.environment.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of a {@link Domain}, drawn. Its columns are the key, the categories and the measures, in this order.
 *
 * @param spareKey a key that no row has
 */
record TableGenerator(Domain domain, Table table, String spareKey) {

    private static final int FEWEST = 5;
    private static final int MOST = 60;

    static TableGenerator draw(Draws draws) {
        Domain domain = draws.pick(Domain.ALL);
        boolean spaced = draws.oneIn(2);
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column(named(domain.key(), spaced), Table.Type.TEXT));
        domain.categories().forEach(c -> columns.add(new Table.Column(named(c.column(), spaced), Table.Type.TEXT)));
        domain.measures()
                .forEach(m -> columns.add(new Table.Column(
                        named(m.column(), spaced), m.cents() ? Table.Type.DECIMAL : Table.Type.INTEGER)));

        List<String> keys = new ArrayList<>();
        for (String first : domain.firsts()) {
            for (String second : domain.seconds()) {
                keys.add(second.startsWith("-") ? first + second : first + " " + second);
            }
        }
        List<String> chosen = draws.some(keys, draws.between(FEWEST, MOST) + 1);
        List<List<String>> rows = new ArrayList<>();
        for (String key : chosen.subList(1, chosen.size())) {
            rows.add(row(domain, key, draws));
        }
        return new TableGenerator(domain, new Table(named(domain.table(), spaced), columns, rows), chosen.get(0));
    }

    /** Another row of the same kind. */
    static List<String> row(Domain domain, String key, Draws draws) {
        List<String> row = new ArrayList<>();
        row.add(key);
        domain.categories().forEach(category -> row.add(draws.pick(category.values())));
        domain.measures().forEach(measure -> row.add(value(measure, draws)));
        return row;
    }

    static String value(Domain.Measure measure, Draws draws) {
        return measure.cents()
                ? String.format(Locale.ROOT, "%.2f", draws.between(measure.low() * 100, measure.high() * 100) / 100.0)
                : Integer.toString(draws.between(measure.low(), measure.high()));
    }

    /** Real tables are named in code's manner or in people's. */
    private static String named(String words, boolean spaced) {
        return spaced ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) : words.replace(' ', '_');
    }
}
