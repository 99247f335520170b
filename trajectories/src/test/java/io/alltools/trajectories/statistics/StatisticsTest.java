package io.alltools.trajectories.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.StringReader;
import java.util.List;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class StatisticsTest {

    private static final String BONN = "{\"city\":\"Bonn\"}";

    @Test
    void theTableHasWhatAgentInstructsTableHas() {
        DatasetStatistics statistics = of(
                SampleTrajectories.asked("a")
                        .environment("db")
                        .task("db/1")
                        .reward(1)
                        .calls("get_weather", BONN, "x")
                        .says("b")
                        .done(),
                SampleTrajectories.asked("a")
                        .environment("db")
                        .task("db/1")
                        .reward(0.5)
                        .says("b")
                        .done(),
                SampleTrajectories.asked("a")
                        .environment("web")
                        .task("web/1")
                        .reward(2.0 / 3)
                        .calls("python", "{\"code\":\"1\"}", "x")
                        .calls("python", "{\"code\":\"2\"}", "x")
                        .says("b")
                        .done(),
                SampleTrajectories.asked("q").copied("old").done());

        JsonNode json = Json.MAPPER.valueToTree(statistics);
        assertThat(json.at("/total/trajectories").asInt()).isEqualTo(4);
        assertThat(json.at("/total/instructions").asInt()).isEqualTo(3);
        assertThat(json.at("/total/kept").asInt()).isEqualTo(2);
        assertThat(json.at("/total/average_turns").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/total/rewarded").asInt()).isEqualTo(3);
        assertThat(json.at("/total/average_reward").asDouble()).isCloseTo((1 + 0.5 + 2.0 / 3) / 3, Offset.offset(1e-9));
        assertThat(json.at("/total/success_rate").asDouble()).isCloseTo(1 / 3.0, Offset.offset(1e-9));
        assertThat(json.at("/total/average_tokens").asDouble()).isEqualTo(110);
        assertThat(json.at("/total/learned_turns").asInt()).isEqualTo(6);
        assertThat(json.at("/total/tools/0").toString()).isEqualTo("{\"label\":\"python\",\"count\":2}");
        assertThat(statistics.table().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .containsExactly(
                        "environment|instructions|trajectories|filtered|ratio|avg. turns|avg. reward|success|avg. tokens|tools",
                        "-|1|1|0|0.0 %|0.00|-|-|-",
                        "db|1|2|1|50.0 %|1.50|0.750|50.0 %|110|get_weather 1",
                        "web|1|1|1|100.0 %|3.00|0.667|0.0 %|110|python 2",
                        "total|3|4|2|50.0 %|1.50|0.722|33.3 %|110|python 2, get_weather 1");
    }

    @Test
    void histogramsCountEveryValueOnce() {
        DatasetStatistics statistics = of(
                LongStream.range(0, 1000).mapToObj(SampleTrajectories::random).toArray(AtifTrajectory[]::new));

        assertThat(sum(statistics.histograms().get(0))).isEqualTo(1000);
        assertThat(sum(statistics.histograms().get(1)))
                .isEqualTo(statistics.total().rewarded());
        assertThat(sum(statistics.histograms().get(2))).isEqualTo(1000);
        assertThat(statistics.histograms().get(1).bins())
                .extracting(Histogram.Bin::label)
                .startsWith("0.0–0.1")
                .endsWith("0.9–1", "1");
        assertThat(statistics.families().stream()
                        .mapToLong(DatasetStatistics.Family::trajectories)
                        .sum())
                .isEqualTo(1000);
    }

    @Test
    void valuesOfAnySizeHaveTheirBin() {
        SampleTrajectories many = SampleTrajectories.asked("a").reward(7);
        for (int i = 0; i < 99; i++) {
            many.says("b");
        }
        AtifTrajectory run = many.done();
        AtifTrajectory.Metrics metrics = new AtifTrajectory.Metrics(3_000_000, 5, 0, null, null, null, null);
        run = run.withSteps(List.of(
                run.steps().get(0),
                run.steps().get(1).withMetrics(metrics),
                run.steps().get(2)));

        DatasetStatistics statistics =
                of(many.done(), run, SampleTrajectories.asked("a").reward(-1).done());

        assertThat(statistics.histograms().get(0).bins().getLast()).isEqualTo(new Histogram.Bin("30+", 1));
        assertThat(statistics.histograms().get(1).bins().getLast()).isEqualTo(new Histogram.Bin("1", 2));
        assertThat(statistics.histograms().get(2).bins().getFirst()).isEqualTo(new Histogram.Bin("<512", 1));
        assertThat(statistics.histograms().get(2).bins().getLast()).isEqualTo(new Histogram.Bin("2M–4M", 1));
    }

    @Test
    void namesBeyondABoundAreCountedTogether() {
        StatisticsCollector collector = new StatisticsCollector();
        for (int i = 0; i < 1500; i++) {
            collector.add(SampleTrajectories.asked("a")
                    .environment(String.format("e%04d", i))
                    .done());
        }
        List<DatasetStatistics.Family> families = collector.statistics().families();
        assertThat(families).hasSize(1001);
        assertThat(families.getFirst().name()).isEqualTo("(others)");
        assertThat(families.getFirst().trajectories()).isEqualTo(500);
    }

    @Test
    void differentTasksAreCountedExactlyWhileTheyAreFewAndCloselyWhenTheyAreMany() {
        for (int size : new int[] {0, 1, 100, DistinctCount.KEPT}) {
            assertThat(distinct(size)).isEqualTo(size);
        }
        assertThat(distinct(DistinctCount.KEPT + 1)).isCloseTo(DistinctCount.KEPT + 1L, Percentage.withPercentage(5));
        assertThat(distinct(200_000)).isCloseTo(200_000L, Percentage.withPercentage(5));
    }

    private static long distinct(int size) {
        DistinctCount count = new DistinctCount();
        for (int i = 0; i < 2 * size; i++) {
            count.add("task/" + i % size);
        }
        return count.count();
    }

    @Test
    void theReportIsWellFormedAndHoldsNoScriptAndNoAddress() throws Exception {
        String planted = "<script>alert(1)</script>\"'&\u0000 javascript:x";
        DatasetStatistics statistics = of(
                SampleTrajectories.asked("a")
                        .environment(planted)
                        .reward(1)
                        .calls(planted, "{}", "x")
                        .done(),
                SampleTrajectories.asked("a")
                        .environment("波恩 👩‍💻")
                        .calls("python", "{}", "x")
                        .done());

        String page = HtmlReport.of(planted, statistics);

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("url(");
        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\uFFFD javascript:x");
        assertThat(page)
                .contains("prefers-color-scheme: dark")
                .contains("default-src 'none'")
                .contains("波恩 👩‍💻");
        // What is escaped everywhere is well-formed; what isn't would break the elements.
        String xml = page.replaceFirst("<!doctype html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(4);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("h1").item(0).getTextContent()).contains("<script>alert(1)</script>");
    }

    @Test
    void nothingAtAllIsATableAndAReport() {
        assertThat(of().table()).contains("total");
        assertThat(HtmlReport.of("empty", of()))
                .contains("Nothing was recorded.")
                .doesNotContain("NaN");
    }

    private static long sum(Histogram histogram) {
        return histogram.bins().stream().mapToLong(Histogram.Bin::count).sum();
    }

    private static DatasetStatistics of(AtifTrajectory... trajectories) {
        StatisticsCollector collector = new StatisticsCollector();
        List.of(trajectories).forEach(collector::add);
        return collector.statistics();
    }
}
