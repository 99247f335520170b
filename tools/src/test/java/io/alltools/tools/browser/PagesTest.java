package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages of many kinds in {@code src/test/resources/pages}, each with the text that a reader should get beside it:
 * title, date where there is one, the text with its links numbered, and where they lead.
 */
class PagesTest {

    static Stream<Path> pages() throws IOException, URISyntaxException {
        Path folder = Path.of(PagesTest.class.getResource("/pages").toURI());
        List<Path> pages;
        try (Stream<Path> files = Files.list(folder)) {
            pages = files.filter(file -> !file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        return pages.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageReadsAsExpected(Path page) throws Exception {
        String name = page.getFileName().toString();
        Path expected = page.resolveSibling(name.replaceFirst("\\.\\w+$", ".txt"));
        assertThat(read(page)).isEqualTo(Files.readString(expected));
    }

    @Test
    void thereAreManyKindsOfThem() throws Exception {
        assertThat(pages()).hasSizeGreaterThanOrEqualTo(30);
    }

    static String read(Path file) throws Exception {
        URI url = URI.create("https://site.example/pages/" + file.getFileName());
        String type = file.toString().endsWith(".xml") ? "application/xml" : "text/html";
        Page page = ReadablePage.of(
                new PageFetcher.Fetched(url, new MediaType(type, Optional.empty()), Files.readAllBytes(file)));
        StringBuilder text = new StringBuilder("TITLE: " + page.title() + "\n");
        if (page.date() != null) {
            text.append("DATE: ").append(page.date()).append('\n');
        }
        text.append('\n');
        int at = 0;
        for (int i = 0; i < page.links().size(); i++) {
            Link link = page.links().get(i);
            text.append(page.text(), at, link.start())
                    .append('[')
                    .append(i)
                    .append(": ")
                    .append(page.text(), link.start(), link.end())
                    .append(']');
            at = link.end();
        }
        text.append(page.text().substring(at)).append('\n');
        for (int i = 0; i < page.links().size(); i++) {
            text.append('\n').append(i).append(' ').append(page.links().get(i).target());
        }
        return text.toString().stripTrailing() + "\n";
    }
}
