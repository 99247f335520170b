package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DuckDuckGoSearchTest {

    @Test
    void hitsAreReadFromTheResultPage() throws Exception {
        List<String> queries = new ArrayList<>();
        byte[] html = DuckDuckGoSearchTest.class
                .getResourceAsStream("duckduckgo.html")
                .readAllBytes();
        try (WebServer web = new WebServer();
                DuckDuckGoSearch engine =
                        new DuckDuckGoSearch(BrowserSettings.defaults().withPrivateAddresses(), web.url("/html/"))) {
            web.on("/html/", exchange -> {
                queries.add(exchange.getRequestURI().getRawQuery());
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, html.length);
                exchange.getResponseBody().write(html);
            });
            assertThat(engine.search("glm-4 & 智", OptionalInt.of(5)))
                    .containsExactly(
                            new SearchHit(
                                    "The GLM-4 models",
                                    URI.create("https://example.org/glm?a=1&b=%E6%99%BA"),
                                    "A family of GLM-4 models with tools."),
                            new SearchHit("Direct link", URI.create("https://direct.example/page"), ""));
            engine.search("x", OptionalInt.empty());
            assertThat(queries).containsExactly("q=glm-4+%26+%E6%99%BA&df=w", "q=x");
        }
    }

    @Test
    void aRequestForAProofIsAnErrorAndNotAnEmptyResult() throws Exception {
        try (WebServer web = new WebServer();
                DuckDuckGoSearch engine =
                        new DuckDuckGoSearch(BrowserSettings.defaults().withPrivateAddresses(), web.url("/html/"))) {
            web.page("/html/", "text/html", "<form id='challenge-form'>Select all ducks</form>");
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> engine.search("x", OptionalInt.empty()))
                    .withMessageContaining("proof that a person is searching");
        }
    }
}
