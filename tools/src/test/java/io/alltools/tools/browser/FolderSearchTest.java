package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSearchTest {

    @TempDir
    private Path folder;

    @Test
    void allKindsOfPagesAreFound() throws Exception {
        write("a.html", "<title>Rivers</title><p>The Alm flows to the sea.");
        write("notes.md", "# Bridges\n\nThe bridge over the Alm.");
        write("plain.txt", "Ferries cross the Alm each hour.");
        write("image.png", "Alm");
        assertThat(titles("alm")).containsExactlyInAnyOrder("Rivers", "Bridges", "plain.txt");
        assertThat(titles("river")).containsExactly("Rivers");
        assertThat(titles("bridges ferry")).contains("Bridges", "plain.txt");
    }

    @Test
    void wordsInTheTitleCountMore() throws Exception {
        write("1.html", "<title>Something else</title><p>All about kettles and pans and pots.");
        write("2.html", "<title>Kettles</title><p>All about boiling water and pans and pots.");
        assertThat(titles("kettle")).containsExactly("Kettles", "Something else");
    }

    @Test
    void chineseIsFoundByPairsAndByCharacters() throws Exception {
        write("1.html", "<meta charset=utf-8><title>天气</title><p>北京今天天气晴朗，适合出门。");
        write("2.html", "<meta charset=utf-8><title>地铁</title><p>南京的地铁线路，京城没有。");
        assertThat(titles("北京天气")).startsWith("天气");
        assertThat(titles("地铁")).containsExactly("地铁");
        assertThat(titles("晴")).containsExactly("天气");
    }

    @Test
    void anythingThatAModelWritesIsAQuery() throws Exception {
        write("1.html", "<title>Plain</title><p>some words in a row");
        for (String query :
                List.of("\"words in\"", "words\"", "+words -row", "(words", "words~ AND title:x", "*", "", "?!")) {
            new FolderSearch(folder).search(query, OptionalInt.empty());
        }
        assertThat(titles("\"words in\"")).containsExactly("Plain");
        assertThat(titles("\"in words\"")).isEmpty();
    }

    @Test
    void pagesThatSayTheyAreOlderAreLeftOut() throws Exception {
        write("new.html", "<meta name=date content=" + LocalDate.now().minusDays(3) + "><title>New</title><p>census");
        write("old.html", "<meta name=date content=2001-01-01><title>Old</title><p>census");
        write("undated.html", "<title>Undated</title><p>census");
        FolderSearch search = new FolderSearch(folder);
        assertThat(search.search("census", OptionalInt.of(7)))
                .extracting(SearchHit::title)
                .containsExactlyInAnyOrder("New", "Undated");
        assertThat(search.search("census", OptionalInt.empty())).hasSize(3);
    }

    @Test
    void aPageIsOpenedByItsPathAndByItsCanonicalUrl() throws Exception {
        write("sub/a.html", "<link rel=canonical href=https://a.example/a><title>A</title><p>text");
        FolderSearch search = new FolderSearch(folder);
        assertThat(search.open(URI.create("https://a.example/a")).orElseThrow().title())
                .isEqualTo("A");
        assertThat(search.open(URI.create("local:sub/a.html")).orElseThrow().title())
                .isEqualTo("A");
        assertThat(search.open(URI.create("local:../a.html"))).isEmpty();
    }

    private List<String> titles(String query) throws Exception {
        return new FolderSearch(folder)
                .search(query, OptionalInt.empty()).stream()
                        .map(SearchHit::title)
                        .toList();
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
