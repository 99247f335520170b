package io.alltools.trajectories.statistics;

import java.util.List;

/**
 * Statistics as one HTML page: a table and charts as inline SVG, light or dark as the reader's system is. It holds no
 * script and asks for nothing from anywhere; what comes from the data is text.
 */
public final class HtmlReport {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ground: #fcfcfb; --text: #1f1f1e; --quiet: #62615c; --line: #dddcd6;
              --bar: #2a6fc4; }
            @media (prefers-color-scheme: dark) {
              :root { --ground: #191918; --text: #eeeeea; --quiet: #a5a49d; --line: #3a3a37; --bar: #6ba4ec; } }
            body { background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif;
              max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
            p { color: var(--quiet); }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: right; }
            th { color: var(--quiet); font-weight: 600; } th, td:not(:last-child) { white-space: nowrap; }
            th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
            tbody tr:last-child { font-weight: 600; }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr));
              gap: 2rem; margin-top: 2rem; }
            section { min-width: 0; } svg { width: 100%; height: auto; }
            svg text { fill: var(--text); font: 12px system-ui, sans-serif; } svg rect { fill: var(--bar); }
            svg g:hover rect { opacity: .75; } svg line { stroke: var(--line); }
            """;

    private HtmlReport() {}

    /** @param name of the data set */
    public static String of(String name, DatasetStatistics statistics) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\"")
                .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
                .append(escaped(name))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escaped(name))
                .append("</h1>\n<p>")
                .append(DatasetStatistics.count(statistics.total().trajectories()))
                .append(" trajectories with ")
                .append(DatasetStatistics.count(statistics.total().learnedTurns()))
                .append(" turns to learn. Filtered are those that the reward filter keeps by its defaults; tokens are")
                .append(" those of the longest context.</p>\n");
        table(statistics, page);
        page.append("<div class=\"charts\">\n");
        for (Histogram histogram : statistics.histograms()) {
            section(histogram, page);
        }
        return page.append("</div>\n</body>\n</html>\n").toString();
    }

    private static void table(DatasetStatistics statistics, StringBuilder page) {
        page.append("<div class=\"wide\"><table>\n<thead><tr>");
        DatasetStatistics.HEADINGS.forEach(
                heading -> page.append("<th scope=\"col\">").append(heading).append("</th>"));
        page.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : statistics.rows()) {
            page.append("<tr>");
            row.forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</tbody></table></div>\n");
    }

    private static void section(Histogram histogram, StringBuilder page) {
        page.append("<section><h2>").append(escaped(histogram.title())).append("</h2>\n");
        if (histogram.bins().isEmpty()) {
            page.append("<p>Nothing was recorded.</p>");
        } else {
            page.append(
                    switch (histogram.of()) {
                        case VALUES -> BarChart.columns(histogram);
                        case NAMES -> BarChart.bars(histogram);
                    });
        }
        page.append("</section>\n");
    }

    /** As text in HTML and in its attributes. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(Character.isISOControl(c) || isSurrogate(c) ? 0xFFFD : c);
            }
        });
        return out.toString();
    }

    /** Half a character, which no encoding has. */
    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
