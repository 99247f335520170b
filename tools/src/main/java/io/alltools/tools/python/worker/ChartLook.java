package io.alltools.tools.python.worker;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Colours, markers and strokes as matplotlib names them. */
final class ChartLook {

    /** What a place in matplotlib's default cycle, or a colour's name, looks like. */
    static final Color[] CYCLE = {
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

    private ChartLook() {}

    static Color color(ChartData.Series series, int index) {
        String name = series.color().toLowerCase(Locale.ROOT).replace("tab:", "");
        if (name.matches("#[0-9a-f]{6}")) {
            return Color.decode(name);
        }
        if (name.matches("c[0-9]")) {
            return CYCLE[name.charAt(1) - '0'];
        }
        return COLORS.getOrDefault(name, CYCLE[index % CYCLE.length]);
    }

    static Marker marker(ChartData.Series series) {
        return series.marked() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
    }

    static BasicStroke stroke(ChartData.Series series) {
        float[] dash = switch (series.style()) {
            case "--", "dashed" -> new float[] {6, 4};
            case ":", "dotted" -> new float[] {2, 3};
            case "-.", "dashdot" -> new float[] {6, 3, 2, 3};
            default -> null;
        };
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }
}
