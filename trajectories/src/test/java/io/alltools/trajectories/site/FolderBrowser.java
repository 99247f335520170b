package io.alltools.trajectories.site;

import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolResult.Kind;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.trajectories.environment.Workshop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A small browser over a folder that takes the calls of {@code simple_browser} and answers in its form. */
final class FolderBrowser implements Tool {

    private static final Pattern CALL =
            Pattern.compile("(search|mclick|open_url)\\((?:\"(.*)\"|\\[(\\d+)])\\)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\">([^<]*)</a>");

    private record Page(String url, String title, String html) {}

    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final List<String> places = new ArrayList<>();
    private int quote = 7;

    private boolean closed;

    FolderBrowser(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String html = Files.readString(file);
                String url = first("rel=\"canonical\" href=\"([^\"]*)\"", html, "local:" + folder.relativize(file));
                String title = first("<h1>(.*?)</h1>", html, first("<title>(.*?)</title>", html, url));
                pages.put(url, new Page(url, title, html));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A workshop with such browsers, which it remembers. */
    static final class Shop implements Workshop {

        final List<FolderBrowser> browsers = new ArrayList<>();
        final List<Path> folders = new ArrayList<>();

        @Override
        public Tool python() {
            throw new UnsupportedOperationException("no Python in these tests");
        }

        @Override
        public Tool browser(Path folder) {
            folders.add(folder);
            browsers.add(new FolderBrowser(folder));
            return browsers.getLast();
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.builtIn("simple_browser", "Searches and reads pages.", "call");
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) {
        Matcher call = CALL.matcher(arguments.strip());
        if (!call.matches()) {
            return ToolResult.failed(Kind.INVALID_ARGUMENTS, "expected search(\"…\"), mclick([…]) or open_url(\"…\")");
        }
        return switch (call.group(1)) {
            case "search" -> search(call.group(2));
            case "open_url" -> open(call.group(2), "browser_result");
            default -> {
                int id = Integer.parseInt(call.group(3));
                yield id < places.size()
                        ? open(places.get(id), "quote_result [" + quote++ + "†source]")
                        : ToolResult.failed(Kind.INVALID_ARGUMENTS, "there is no result or link " + id);
            }
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    private ToolResult search(String query) {
        Set<String> words = Set.copyOf(List.of(query.toLowerCase(Locale.ROOT).split("\\W+")));
        List<Page> hits = pages.values().stream()
                .filter(page -> score(page, words) > 0)
                .sorted(Comparator.comparingInt((Page page) -> -score(page, words)))
                .limit(8)
                .toList();
        places.clear();
        StringBuilder text = new StringBuilder("TITLE: " + query + "\n\n");
        for (Page hit : hits) {
            text.append(" # 【" + places.size() + "†" + hit.title() + "†host.example】\nsnippet\n");
            places.add(hit.url());
        }
        return ok("browser_result", text + "Visible: 0% - 100%");
    }

    private static int score(Page page, Set<String> words) {
        String title = " " + page.title().toLowerCase(Locale.ROOT) + " ";
        String text = page.html().toLowerCase(Locale.ROOT);
        return words.stream()
                .mapToInt(word -> (title.contains(word) ? 3 : 0) + (text.contains(word) ? 1 : 0))
                .sum();
    }

    private ToolResult open(String url, String metadata) {
        Page page = pages.get(url);
        if (page == null) {
            return ToolResult.failed(Kind.UNAVAILABLE, "there is no page " + url);
        }
        String body = page.html().replaceAll("(?s)^.*<main>|</main>.*$|<!DOCTYPE.*?>|<head>.*?</head>", "");
        Matcher link = LINK.matcher(body);
        String text = link.replaceAll(found -> {
            String target = URI.create(page.url()).resolve(found.group(1)).toString();
            if (!places.contains(target)) {
                places.add(target);
            }
            return Matcher.quoteReplacement("【" + places.indexOf(target) + "†" + found.group(2) + "】");
        });
        String plain = text.replaceAll("</t[hd]><t[hd]>", " | ")
                .replaceAll("</?(?:tr|p|dt|dd|li|h1|h2|table|ul|dl)>", "\n")
                .replaceAll("<[^>]*>", "")
                .replace("&amp;", "&")
                .replaceAll("\\n+", "\n");
        return ok(metadata, "TITLE: " + page.title() + "\n\n" + plain.strip());
    }

    private static ToolResult ok(String metadata, String text) {
        return new ToolResult.Ok(List.of(new Passage(metadata, Part.text(text))), Trust.UNTRUSTED);
    }

    private static String first(String pattern, String text, String otherwise) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
