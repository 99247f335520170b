package io.alltools.trajectories.statistics;

import java.util.Locale;

/** A histogram as inline SVG: columns for values, bars for names; colours come from the page. */
final class BarChart {

    private static final int WIDTH = 640;
    private static final int PLOT = 180;
    private static final int TOP = 18;
    private static final int ROW = 22;
    private static final int WIDEST = 60;
    private static final int NAME = 170;
    private static final int SHOWN_NAME = 24;

    private BarChart() {}

    static String columns(Histogram histogram) {
        StringBuilder svg = begin(histogram, TOP + PLOT + 30);
        double step = Math.min(WIDEST, WIDTH / (double) histogram.bins().size());
        double most = most(histogram);
        for (int i = 0; i < histogram.bins().size(); i++) {
            Histogram.Bin bin = histogram.bins().get(i);
            double height = PLOT * bin.count() / most;
            double left = i * step;
            double middle = left + step / 2;
            svg.append(format(
                    "<g><title>%s: %s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>",
                    HtmlReport.escaped(bin.label()),
                    DatasetStatistics.count(bin.count()),
                    left + step * 0.1,
                    TOP + PLOT - height,
                    step * 0.8,
                    height));
            if (bin.count() > 0 && step >= 36) {
                svg.append(format(
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                        middle, TOP + PLOT - height - 4, DatasetStatistics.count(bin.count())));
            }
            // Where columns are narrow, every second or fifth has a label.
            int every = step >= 28 ? 1 : step >= 14 ? 2 : 5;
            if (i % every == 0) {
                svg.append(format(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        middle, TOP + PLOT + 16, HtmlReport.escaped(bin.label())));
            }
            svg.append("</g>");
        }
        svg.append(format("<line x1=\"0\" y1=\"%1$d\" x2=\"%2$d\" y2=\"%1$d\"/>", TOP + PLOT, WIDTH));
        return svg.append("</svg>").toString();
    }

    static String bars(Histogram histogram) {
        StringBuilder svg = begin(histogram, ROW * histogram.bins().size() + 4);
        double most = most(histogram);
        for (int i = 0; i < histogram.bins().size(); i++) {
            Histogram.Bin bin = histogram.bins().get(i);
            double length = (WIDTH - NAME - 80) * bin.count() / most;
            svg.append(format(
                    "<g><title>%1$s: %2$s</title><text x=\"%3$d\" y=\"%4$d\" text-anchor=\"end\">%5$s</text>"
                            + "<rect x=\"%6$d\" y=\"%7$d\" width=\"%8$.1f\" height=\"%9$d\" rx=\"2\"/>"
                            + "<text x=\"%10$.1f\" y=\"%4$d\">%2$s</text></g>",
                    HtmlReport.escaped(bin.label()),
                    DatasetStatistics.count(bin.count()),
                    NAME - 8,
                    i * ROW + 15,
                    HtmlReport.escaped(shortened(bin.label())),
                    NAME,
                    i * ROW + 3,
                    length,
                    ROW - 6,
                    NAME + length + 6));
        }
        return svg.append("</svg>").toString();
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= SHOWN_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, SHOWN_NAME - 1)) + "…";
    }

    private static StringBuilder begin(Histogram histogram, int height) {
        return new StringBuilder(format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, height, HtmlReport.escaped(histogram.title())));
    }

    private static double most(Histogram histogram) {
        return Math.max(
                1,
                histogram.bins().stream().mapToLong(Histogram.Bin::count).max().orElse(1));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
