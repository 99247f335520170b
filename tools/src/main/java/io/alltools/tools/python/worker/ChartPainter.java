package io.alltools.tools.python.worker;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.PieChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws what {@code pyplot.py} has recorded into a PNG file of the session's folder.
 *
 * <p>Code can call it with anything: sizes and counts are checked, and what is wrong comes back as a text.
 */
final class ChartPainter {

    private static final int MAX_SIDE = 4_000;
    private static final int MAX_AXES = 64;
    private static final int MAX_POINTS = 200_000;
    private static final int MAX_TEXT = 500;
    private static final int TITLE_HEIGHT = 32;

    /** What a place in matplotlib's default cycle, or a colour's name, looks like. */
    private static final Color[] CYCLE = {
        new Color(0x1f77b4), new Color(0xff7f0e), new Color(0x2ca02c), new Color(0xd62728), new Color(0x9467bd),
        new Color(0x8c564b), new Color(0xe377c2), new Color(0x7f7f7f), new Color(0xbcbd22), new Color(0x17becf)
    };

    private static final Map<String, Color> COLORS = Map.ofEntries(
            Map.entry("b", Color.BLUE), Map.entry("blue", Color.BLUE),
            Map.entry("g", new Color(0x008000)), Map.entry("green", new Color(0x008000)),
            Map.entry("r", Color.RED), Map.entry("red", Color.RED),
            Map.entry("c", new Color(0x00bfbf)), Map.entry("cyan", Color.CYAN),
            Map.entry("m", new Color(0xbf00bf)), Map.entry("magenta", Color.MAGENTA),
            Map.entry("y", new Color(0xbfbf00)), Map.entry("yellow", Color.YELLOW),
            Map.entry("k", Color.BLACK), Map.entry("black", Color.BLACK),
            Map.entry("gray", Color.GRAY), Map.entry("grey", Color.GRAY),
            Map.entry("orange", new Color(0xffa500)), Map.entry("purple", new Color(0x800080)),
            Map.entry("skyblue", new Color(0x87ceeb)), Map.entry("steelblue", new Color(0x4682b4)),
            Map.entry("salmon", new Color(0xfa8072)), Map.entry("pink", new Color(0xffc0cb)),
            Map.entry("brown", new Color(0xa52a2a)), Map.entry("teal", new Color(0x008080)));

    /** One line, cloud or row of bars. */
    private record Series(
            String kind, String label, List<Double> x, List<Double> y, String color, String style, boolean marked) {}

    /** One coordinate system; {@code categories} are the places of bars. */
    private record Axes(
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
            boolean yLog) {}

    private final FileSystem files;

    ChartPainter(FileSystem files) {
        this.files = files;
    }

    /**
     * @param arguments path, width, height, title, rows, columns, axes; as {@code pyplot.py} calls it
     * @return what is wrong, or an empty text
     */
    String draw(Value... arguments) {
        try {
            int width = arguments[1].asInt();
            int height = arguments[2].asInt();
            int rows = arguments[4].asInt();
            int columns = arguments[5].asInt();
            require(
                    width >= 50 && width <= MAX_SIDE && height >= 50 && height <= MAX_SIDE,
                    "a size of " + width + " x " + height + " pixels; expected 50 to " + MAX_SIDE + " on each side");
            require(
                    rows >= 1 && columns >= 1 && rows <= MAX_AXES && columns <= MAX_AXES && rows * columns <= MAX_AXES,
                    rows + " x " + columns + " subplots; at most " + MAX_AXES + " can be drawn");
            List<Axes> axes = axes(arguments[6]);
            byte[] png = png(paint(width, height, text(arguments[3]), rows, columns, axes));
            write(arguments[0].asString(), png);
            return "";
        } catch (IOException | RuntimeException e) {
            return e instanceof PolyglotException || e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private void write(String path, byte[] bytes) throws IOException {
        try (SeekableByteChannel channel = files.newByteChannel(
                files.parsePath(path),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private static BufferedImage paint(int width, int height, String title, int rows, int columns, List<Axes> axes) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int top = title.isEmpty() ? 0 : Math.min(TITLE_HEIGHT, height / 4);
        if (top > 0) {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.BLACK);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
            FontMetrics metrics = graphics.getFontMetrics();
            graphics.drawString(title, Math.max(0, (width - metrics.stringWidth(title)) / 2), top - 8);
        }
        int cellWidth = width / columns;
        int cellHeight = (height - top) / rows;
        for (Axes one : axes) {
            int x = one.place() % columns * cellWidth;
            int y = top + one.place() / columns * cellHeight;
            Graphics2D part = (Graphics2D) graphics.create(x, y, cellWidth, cellHeight);
            chart(one, cellWidth, cellHeight).paint(part, cellWidth, cellHeight);
            part.dispose();
        }
        graphics.dispose();
        return image;
    }

    private static Chart<?, ?> chart(Axes axes, int width, int height) {
        return switch (axes.kind()) {
            case "pie" -> pie(axes, width, height);
            case "bar" -> bars(axes, width, height);
            case "xy" -> lines(axes, width, height);
            default -> throw new IllegalArgumentException("no such kind of chart: " + axes.kind());
        };
    }

    private static Chart<?, ?> pie(Axes axes, int width, int height) {
        PieChart chart = new PieChartBuilder()
                .width(width)
                .height(height)
                .title(axes.title())
                .build();
        for (int i = 0; i < axes.series().size(); i++) {
            Series series = axes.series().get(i);
            chart.addSeries(name(series, i, chart), series.y().getFirst());
        }
        plain(chart.getStyler(), true);
        return chart;
    }

    private static Chart<?, ?> bars(Axes axes, int width, int height) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(width)
                .height(height)
                .title(axes.title())
                .xAxisTitle(axes.xLabel())
                .yAxisTitle(axes.yLabel())
                .build();
        for (int i = 0; i < axes.series().size(); i++) {
            Series one = axes.series().get(i);
            // XChart leaves a gap where a value is null.
            List<@Nullable Double> y = new ArrayList<>();
            one.y().forEach(value -> y.add(value.isNaN() ? null : value));
            CategorySeries series = chart.addSeries(name(one, i, chart), axes.categories(), y);
            series.setFillColor(color(one, i));
            series.setLineColor(color(one, i));
            series.setMarkerColor(color(one, i));
            series.setMarker(marker(one));
            series.setLineStyle(stroke(one));
            series.setChartCategorySeriesRenderStyle(
                    switch (one.kind()) {
                        case "line" -> CategorySeries.CategorySeriesRenderStyle.Line;
                        case "scatter" -> CategorySeries.CategorySeriesRenderStyle.Scatter;
                        default -> CategorySeries.CategorySeriesRenderStyle.Bar;
                    });
        }
        if (axes.categories().stream().mapToInt(String::length).sum() > width / 12) {
            chart.getStyler().setXAxisLabelRotation(45);
        }
        int most = width / 20;
        if (axes.categories().size() > most) {
            chart.getStyler().setXAxisMaxLabelCount(Math.max(2, most));
        }
        axesStyle(chart.getStyler(), axes);
        return chart;
    }

    private static Chart<?, ?> lines(Axes axes, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(axes.title())
                .xAxisTitle(axes.xLabel())
                .yAxisTitle(axes.yLabel())
                .build();
        for (int i = 0; i < axes.series().size(); i++) {
            Series one = axes.series().get(i);
            int[] known = IntStream.range(0, one.x().size())
                    .filter(at -> Double.isFinite(one.x().get(at))
                            && Double.isFinite(one.y().get(at)))
                    .toArray();
            XYSeries series = chart.addSeries(
                    name(one, i, chart),
                    IntStream.of(known).mapToDouble(at -> one.x().get(at)).toArray(),
                    IntStream.of(known).mapToDouble(at -> one.y().get(at)).toArray());
            series.setLineColor(color(one, i));
            series.setMarkerColor(color(one, i));
            series.setMarker(marker(one));
            series.setLineStyle(stroke(one));
            series.setXYSeriesRenderStyle(
                    one.kind().equals("scatter") || one.style().equals("none")
                            ? XYSeries.XYSeriesRenderStyle.Scatter
                            : XYSeries.XYSeriesRenderStyle.Line);
        }
        axesStyle(chart.getStyler(), axes);
        chart.getStyler().setXAxisLogarithmic(axes.xLog());
        limit(axes.xLimits().get(0), chart.getStyler()::setXAxisMin);
        limit(axes.xLimits().get(1), chart.getStyler()::setXAxisMax);
        return chart;
    }

    private static void axesStyle(AxesChartStyler styler, Axes axes) {
        plain(styler, axes.legend());
        styler.setPlotGridLinesVisible(axes.grid());
        styler.setYAxisLogarithmic(axes.yLog());
        limit(axes.yLimits().get(0), styler::setYAxisMin);
        limit(axes.yLimits().get(1), styler::setYAxisMax);
    }

    private static void plain(Styler styler, boolean legend) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendVisible(legend);
        styler.setSeriesColors(CYCLE);
    }

    private static void limit(double value, java.util.function.Consumer<Double> setter) {
        if (Double.isFinite(value)) {
            setter.accept(value);
        }
    }

    /** A label that no other series of the chart has, as XChart knows series by their names. */
    private static String name(Series series, int index, Chart<?, ?> chart) {
        String name = series.label().isEmpty() ? "series " + (index + 1) : series.label();
        return chart.getSeriesMap().containsKey(name) ? name + " (" + (index + 1) + ")" : name;
    }

    private static Color color(Series series, int index) {
        String name = series.color().toLowerCase(Locale.ROOT).replace("tab:", "");
        if (name.matches("#[0-9a-f]{6}")) {
            return Color.decode(name);
        }
        if (name.matches("c[0-9]")) {
            return CYCLE[name.charAt(1) - '0'];
        }
        return COLORS.getOrDefault(name, CYCLE[index % CYCLE.length]);
    }

    private static Marker marker(Series series) {
        return series.marked() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
    }

    private static BasicStroke stroke(Series series) {
        float[] dash = switch (series.style()) {
            case "--", "dashed" -> new float[] {6, 4};
            case ":", "dotted" -> new float[] {2, 3};
            case "-.", "dashdot" -> new float[] {6, 3, 2, 3};
            default -> null;
        };
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this Java can't write PNG");
        }
        return bytes.toByteArray();
    }

    private static List<Axes> axes(Value list) {
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
                    elements(fields.get(7)).stream().map(ChartPainter::text).toList(),
                    series,
                    numbers(fields.get(9)),
                    numbers(fields.get(10)),
                    fields.get(11).asBoolean(),
                    fields.get(12).asBoolean()));
        }
        return all;
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

    private static String text(Value value) {
        String text = value.asString();
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
