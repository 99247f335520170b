package io.alltools.tools.python.worker;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;

/** Draws {@code barh}, which XChart doesn't have: the first category lies at the bottom, as in matplotlib. */
final class HorizontalBars {

    private static final int MARGIN = 16;
    private static final int LINE = 18;
    private static final int TICKS = 5;

    private HorizontalBars() {}

    static void paint(Graphics2D graphics, ChartData.Axes axes, int width, int height) {
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        FontMetrics metrics = graphics.getFontMetrics();
        List<String> names = axes.categories();
        int labels = names.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        int left = Math.min(labels, width / 3) + MARGIN + 6;
        int right = width - MARGIN;
        int top = MARGIN + (axes.title().isEmpty() ? 0 : LINE);
        int bottom = height - MARGIN - LINE - (axes.xLabel().isEmpty() ? 0 : LINE);
        double low = Math.min(0, extreme(axes, false));
        double high = Math.max(0, extreme(axes, true));
        double scale = (right - left) / (high > low ? high - low : 1);

        graphics.setColor(Color.BLACK);
        centred(graphics, axes.title(), width / 2, MARGIN + LINE / 2);
        centred(graphics, axes.xLabel(), (left + right) / 2, height - MARGIN / 2);
        for (int i = 0; i <= TICKS; i++) {
            double value = low + (high - low) * i / TICKS;
            int x = left + (int) ((value - low) * scale);
            centred(graphics, "%.4g".formatted(value), x, bottom + LINE);
            if (axes.grid()) {
                graphics.setColor(Color.LIGHT_GRAY);
                graphics.drawLine(x, top, x, bottom);
                graphics.setColor(Color.BLACK);
            }
        }
        double step = (bottom - top) / (double) Math.max(1, names.size());
        double thickness = step * 0.8 / Math.max(1, axes.series().size());
        int zero = left + (int) (-low * scale);
        for (int place = 0; place < names.size(); place++) {
            double base = bottom - (place + 1) * step + step * 0.1;
            for (int i = 0; i < axes.series().size(); i++) {
                ChartData.Series series = axes.series().get(i);
                double value = series.y().get(place);
                if (Double.isFinite(value)) {
                    int length = (int) Math.abs(value * scale);
                    graphics.setColor(ChartLook.color(series, i));
                    graphics.fillRect(value < 0 ? zero - length : zero, (int) (base + i * thickness), length, (int)
                            Math.max(1, thickness));
                }
            }
            graphics.setColor(Color.BLACK);
            String name = names.get(place);
            graphics.drawString(name, left - 6 - metrics.stringWidth(name), (int) (base + step * 0.4 + 4));
        }
        graphics.drawLine(zero, top, zero, bottom);
        graphics.drawLine(left, bottom, right, bottom);
        if (axes.legend()) {
            legend(graphics, axes, right, top);
        }
    }

    private static void legend(Graphics2D graphics, ChartData.Axes axes, int right, int top) {
        for (int i = 0; i < axes.series().size(); i++) {
            String label = axes.series().get(i).label();
            int x = right - graphics.getFontMetrics().stringWidth(label);
            graphics.setColor(Color.BLACK);
            graphics.drawString(label, x, top + (i + 1) * LINE);
            graphics.setColor(ChartLook.color(axes.series().get(i), i));
            graphics.fillRect(x - LINE, top + (i + 1) * LINE - 10, 12, 10);
        }
    }

    private static double extreme(ChartData.Axes axes, boolean largest) {
        return axes.series().stream()
                .flatMap(series -> series.y().stream())
                .filter(Double::isFinite)
                .mapToDouble(value -> largest ? value : -value)
                .max()
                .stream()
                .map(value -> largest ? value : -value)
                .findFirst()
                .orElse(0);
    }

    private static void centred(Graphics2D graphics, String text, int x, int y) {
        graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
    }
}
