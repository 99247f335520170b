package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonPageTest {

    @Test
    void jsonIsLaidOut() {
        assertThat(read("{\"pets\":[{\"name\":\"小花\"}]}").lines())
                .containsExactly("{", "  \"pets\" : [ {", "    \"name\" : \"小花\"", "  } ]", "}");
    }

    @Test
    void numbersKeepTheirDigits() {
        assertThat(read("{\"price\":1.10,\"id\":12345678901234567890.125}"))
                .contains("\"price\" : 1.10,", "\"id\" : 12345678901234567890.125");
    }

    @Test
    void whatIsNoJsonStaysAsItIs() {
        assertThat(read("{\"pets\": [")).isEqualTo("{\"pets\": [");
    }

    @Test
    void jsonThatIsNestedToGrowStaysAsItIs() {
        String members =
                IntStream.range(0, 20_000).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(","));
        String deep = "{\"a\":".repeat(400) + "{" + members + "}" + "}".repeat(400);
        assertThat(read(deep)).isEqualTo(deep);
        String deeper = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(read(deeper)).isEqualTo(deeper);
    }

    private static String read(String json) {
        return ReadablePage.of(new PageFetcher.Fetched(
                        URI.create("https://site.example/pets.json"),
                        MediaType.parse("application/json"),
                        json.getBytes(StandardCharsets.UTF_8)))
                .text();
    }
}
