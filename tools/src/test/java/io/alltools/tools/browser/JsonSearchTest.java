package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.ToolResult.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers in the forms that the engines document. */
class JsonSearchTest {

    private final BrowserSettings settings = BrowserSettings.defaults();
    private final List<String> asked = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private WebServer web;

    @BeforeEach
    void start() throws Exception {
        web = new WebServer();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void searxngIsAskedForJson() throws Exception {
        answer("/search", "", """
                {"query": "glm-4", "number_of_results": 0,
                 "results": [
                   {"url": "https://a.example/x?y=1", "title": "A <b>GLM-4</b> page", "content": "About &amp; around", "engine": "x"},
                   {"url": "not a url", "title": "left out"},
                   {"url": "https://b.example/", "title": "B", "content": null}],
                 "answers": [], "suggestions": []}""");
        try (JsonSearch engine = JsonSearch.searxng(web.url("/search"), settings)) {
            assertThat(engine.search("glm-4 & 智", OptionalInt.of(3)))
                    .containsExactly(
                            new SearchHit("A GLM-4 page", URI.create("https://a.example/x?y=1"), "About & around"),
                            new SearchHit("B", URI.create("https://b.example/"), ""));
            engine.search("x", OptionalInt.empty());
        }
        assertThat(asked).containsExactly("q=glm-4+%26+%E6%99%BA&format=json&time_range=week", "q=x&format=json");
    }

    @Test
    void braveIsAskedWithItsKey() throws Exception {
        answer("/brave", "X-Subscription-Token", """
                {"type": "search", "query": {"original": "x"}, "web": {"type": "search", "results": [
                   {"title": "A", "url": "https://a.example/", "description": "The <strong>words</strong>", "age": "1 day"}]}}""");
        try (JsonSearch engine = JsonSearch.brave(web.url("/brave"), "key-1", settings)) {
            assertThat(engine.search("x", OptionalInt.of(400)))
                    .containsExactly(new SearchHit("A", URI.create("https://a.example/"), "The words"));
        }
        assertThat(asked).containsExactly("q=x&text_decorations=false&freshness=py");
        assertThat(keys).containsExactly("key-1");
    }

    @Test
    void bingIsAskedWithItsKey() throws Exception {
        answer("/bing", "Ocp-Apim-Subscription-Key", """
                {"_type": "SearchResponse", "webPages": {"totalEstimatedMatches": 1, "value": [
                   {"id": "1", "name": "A", "url": "https://a.example/", "snippet": "Words"}]}}""");
        try (JsonSearch engine = JsonSearch.bing(web.url("/bing?mkt=zh-CN"), "key-2", settings)) {
            assertThat(engine.search("x", OptionalInt.of(1)))
                    .containsExactly(new SearchHit("A", URI.create("https://a.example/"), "Words"));
            engine.search("x", OptionalInt.of(365));
        }
        assertThat(asked)
                .containsExactly(
                        "mkt=zh-CN&q=x&responseFilter=Webpages&textFormat=Raw&freshness=Day",
                        "mkt=zh-CN&q=x&responseFilter=Webpages&textFormat=Raw");
        assertThat(keys).containsExactly("key-2", "key-2");
    }

    @Test
    void anAnswerWithoutHitsIsAnEmptyList() throws Exception {
        answer("/bing", "", "{\"_type\": \"SearchResponse\"}");
        try (JsonSearch engine = JsonSearch.bing(web.url("/bing"), "k", settings)) {
            assertThat(engine.search("x", OptionalInt.empty())).isEmpty();
        }
    }

    @Test
    void whatGoesWrongIsSaidWithoutTheAddressOrTheKey() {
        web.on("/brave", exchange -> exchange.sendResponseHeaders(401, -1))
                .page("/search", "text/html", "<h1>Results</h1>")
                .redirect("/moved", "https://elsewhere.example/");
        fails(JsonSearch.brave(web.url("/brave"), "secret", settings), "it answered with status 401");
        fails(JsonSearch.searxng(web.url("/search"), settings), "its settings must list json under search.formats");
        fails(JsonSearch.searxng(web.url("/moved"), settings), "the search engine SearXNG can't be asked");
    }

    private void fails(JsonSearch engine, String message) {
        try (engine) {
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> engine.search("x", OptionalInt.empty()))
                    .withMessageContaining(message)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("127.0.0.1", "secret"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    private void answer(String path, String keyHeader, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        web.on(path, exchange -> {
            asked.add(exchange.getRequestURI().getRawQuery());
            if (!keyHeader.isEmpty()) {
                keys.add(exchange.getRequestHeaders().getFirst(keyHeader));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
    }
}
