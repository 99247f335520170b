package io.alltools.tools.python.worker;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.AnnotationText;
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

/** Makes XChart's charts of what was recorded. */
final class XCharts {

    private XCharts() {}

    static Chart<?, ?> of(ChartData.Axes axes, int width, int height) {
        return switch (axes.kind()) {
            case "pie" -> pie(axes, width, height);
            case "bar" -> bars(axes, width, height);
            case "xy" -> lines(axes, width, height);
            default -> throw new IllegalArgumentException("no such kind of chart: " + axes.kind());
        };
    }

    private static Chart<?, ?> pie(ChartData.Axes axes, int width, int height) {
        PieChart chart = new PieChartBuilder()
                .width(width)
                .height(height)
                .title(axes.title())
                .build();
        for (int i = 0; i < axes.series().size(); i++) {
            ChartData.Series series = axes.series().get(i);
            chart.addSeries(name(series, i, chart), series.y().getFirst());
        }
        plain(chart.getStyler(), true);
        return chart;
    }

    private static Chart<?, ?> bars(ChartData.Axes axes, int width, int height) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(width)
                .height(height)
                .title(axes.title())
                .xAxisTitle(axes.xLabel())
                .yAxisTitle(axes.yLabel())
                .build();
        for (int i = 0; i < axes.series().size(); i++) {
            ChartData.Series one = axes.series().get(i);
            // XChart leaves a gap where a value is null.
            List<@Nullable Double> y = new ArrayList<>();
            one.y().forEach(value -> y.add(value.isNaN() ? null : value));
            CategorySeries series = chart.addSeries(name(one, i, chart), axes.categories(), y);
            series.setFillColor(ChartLook.color(one, i));
            series.setLineColor(ChartLook.color(one, i));
            series.setMarkerColor(ChartLook.color(one, i));
            series.setMarker(ChartLook.marker(one));
            series.setLineStyle(ChartLook.stroke(one));
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
        for (ChartData.Note note : axes.notes()) {
            chart.addAnnotation(new AnnotationText(note.text(), note.x(), note.y(), false));
        }
        axesStyle(chart.getStyler(), axes);
        return chart;
    }

    private static Chart<?, ?> lines(ChartData.Axes axes, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(axes.title())
                .xAxisTitle(axes.xLabel())
                .yAxisTitle(axes.yLabel())
                .build();
        for (int i = 0; i < axes.series().size(); i++) {
            ChartData.Series one = axes.series().get(i);
            int[] known = IntStream.range(0, one.x().size())
                    .filter(at -> Double.isFinite(one.x().get(at))
                            && Double.isFinite(one.y().get(at)))
                    .toArray();
            XYSeries series = chart.addSeries(
                    name(one, i, chart),
                    IntStream.of(known).mapToDouble(at -> one.x().get(at)).toArray(),
                    IntStream.of(known).mapToDouble(at -> one.y().get(at)).toArray());
            series.setLineColor(ChartLook.color(one, i));
            series.setMarkerColor(ChartLook.color(one, i));
            series.setMarker(ChartLook.marker(one));
            series.setLineStyle(ChartLook.stroke(one));
            series.setXYSeriesRenderStyle(
                    one.kind().equals("scatter") || one.style().equals("none")
                            ? XYSeries.XYSeriesRenderStyle.Scatter
                            : XYSeries.XYSeriesRenderStyle.Line);
        }
        for (ChartData.Note note : axes.notes()) {
            chart.addAnnotation(new AnnotationText(note.text(), note.x(), note.y(), false));
        }
        axesStyle(chart.getStyler(), axes);
        chart.getStyler().setXAxisLogarithmic(axes.xLog());
        limit(axes.xLimits().get(0), chart.getStyler()::setXAxisMin);
        limit(axes.xLimits().get(1), chart.getStyler()::setXAxisMax);
        return chart;
    }

    private static void axesStyle(AxesChartStyler styler, ChartData.Axes axes) {
        plain(styler, axes.legend());
        styler.setPlotGridLinesVisible(axes.grid());
        styler.setYAxisLogarithmic(axes.yLog());
        limit(axes.yLimits().get(0), styler::setYAxisMin);
        limit(axes.yLimits().get(1), styler::setYAxisMax);
    }

    private static void plain(Styler styler, boolean legend) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendVisible(legend);
        styler.setSeriesColors(ChartLook.CYCLE);
    }

    private static void limit(double value, Consumer<Double> setter) {
        if (Double.isFinite(value)) {
            setter.accept(value);
        }
    }

    /** A label that no other series of the chart has, as XChart knows series by their names. */
    private static String name(ChartData.Series series, int index, Chart<?, ?> chart) {
        String name = series.label().isEmpty() ? "series " + (index + 1) : series.label();
        return chart.getSeriesMap().containsKey(name) ? name + " (" + (index + 1) + ")" : name;
    }
}
