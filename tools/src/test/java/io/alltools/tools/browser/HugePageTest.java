package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Markup that is never closed nests as deep as the parser lets it: reading it must not cost its length for each level.
 */
class HugePageTest {

    private static final int BYTES = 1_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"code", "pre", "p", "blockquote", "div", "b", "a href=x", "table><tr><td", "ul><li"})
    void elementsThatAreNeverClosedAreReadInTime(String tag) {
        String piece = "<" + tag + ">word, another ";
        byte[] html = piece.repeat(BYTES / piece.length()).getBytes(StandardCharsets.UTF_8);
        Page page = assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> ReadablePage.of(new PageFetcher.Fetched(
                        URI.create("https://site.example/"), new MediaType("text/html", Optional.empty()), html)));
        assertThat(page.text()).contains("word, another");
    }

    @Test
    void readingStopsWhenTheCallWasStopped() {
        byte[] html = "<p>word".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> ReadablePage.of(new PageFetcher.Fetched(
                            URI.create("https://site.example/"), new MediaType("text/html", Optional.empty()), html)));
        } finally {
            Thread.interrupted();
        }
    }
}
