package io.alltools.tools.python.worker;

import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;

/**
 * What {@code pyplot.py} has recorded of one figure's coordinate systems, read from Python's lists.
 *
 * <p>Code can hand over anything: counts are checked, and what is wrong is an {@link IllegalArgumentException}.
 */
final class ChartData {

    static final int MAX_AXES = 64;
    private static final int MAX_POINTS = 200_000;
    private static final int MAX_TEXT = 500;

    /** One line, cloud or row of bars. */
    record Series(
            String kind, String label, List<Double> x, List<Double> y, String color, String style, boolean marked) {}

    /** One coordinate system; {@code categories} are the places of bars. */
    record Axes(
            int place,
            String kind,
            String title,
            String xLabel,
            String yLabel,
            boolean grid,
            boolean legend,
            List<String> categories,
            List<Series> series,
            List<Double> xLimits,
            List<Double> yLimits,
            boolean xLog,
            boolean yLog,
            List<Note> notes) {}

    /** A text at a point of the data. */
    record Note(double x, double y, String text) {}

    private ChartData() {}

    static List<Axes> axes(Value list) {
        require(list.getArraySize() <= MAX_AXES, "too many axes");
        List<Axes> all = new ArrayList<>();
        long points = 0;
        for (Value one : elements(list)) {
            List<Value> fields = elements(one);
            List<Series> series = new ArrayList<>();
            require(fields.get(8).getArraySize() <= 1_000, "more than 1,000 series");
            for (Value each : elements(fields.get(8))) {
                List<Value> parts = elements(each);
                points += parts.get(3).getArraySize();
                require(points <= MAX_POINTS, "more than " + MAX_POINTS + " points");
                series.add(new Series(
                        text(parts.get(0)),
                        text(parts.get(1)),
                        numbers(parts.get(2)),
                        numbers(parts.get(3)),
                        text(parts.get(4)),
                        text(parts.get(5)),
                        parts.get(6).asBoolean()));
            }
            all.add(new Axes(
                    fields.get(0).asInt(),
                    text(fields.get(1)),
                    text(fields.get(2)),
                    text(fields.get(3)),
                    text(fields.get(4)),
                    fields.get(5).asBoolean(),
                    fields.get(6).asBoolean(),
                    elements(fields.get(7)).stream().map(ChartData::text).toList(),
                    series,
                    numbers(fields.get(9)),
                    numbers(fields.get(10)),
                    fields.get(11).asBoolean(),
                    fields.get(12).asBoolean(),
                    notes(fields.get(13))));
        }
        return all;
    }

    private static List<Note> notes(Value list) {
        require(list.getArraySize() <= 1_000, "more than 1,000 texts");
        return elements(list).stream()
                .map(ChartData::elements)
                .map(parts -> new Note(parts.get(0).asDouble(), parts.get(1).asDouble(), text(parts.get(2))))
                .toList();
    }

    private static List<Value> elements(Value list) {
        long size = list.getArraySize();
        require(size <= MAX_POINTS, "a list of more than " + MAX_POINTS + " values");
        List<Value> values = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            values.add(list.getArrayElement(i));
        }
        return values;
    }

    private static List<Double> numbers(Value list) {
        return elements(list).stream().map(Value::asDouble).toList();
    }

    static String text(Value value) {
        String text = value.asString();
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
