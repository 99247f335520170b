package io.alltools.web;

import io.alltools.agent.Tool;
import io.alltools.tools.browser.BrowserSettings;
import io.alltools.tools.browser.BrowserTool;
import io.alltools.tools.browser.FolderSearch;
import io.alltools.tools.browser.JsonSearch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code simple_browser} as the environment sets it:
 *
 * <ul>
 *   <li>{@code ALLTOOLS_SEARCH_FOLDER} a folder of pages that is searched instead of the web;
 *   <li>{@code ALLTOOLS_SEARCH} and {@code ALLTOOLS_SEARCH_KEY} the search engine and its key;
 *   <li>{@code ALLTOOLS_ROBOTS} whether robots.txt counts;
 *   <li>{@code ALLTOOLS_BROWSER_PORTS}, {@code _SECONDS}, {@code _MEGABYTES}, {@code _REDIRECTS} and
 *       {@code _REQUESTS_PER_MINUTE} the limits.
 * </ul>
 */
final class BrowserEnvironment {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final Map<String, String> environment;

    private BrowserEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws IllegalArgumentException with one line that names the variable, its value and what was expected */
    static Tool open(Map<String, String> environment) {
        return new BrowserEnvironment(environment).open();
    }

    /** @throws IllegalArgumentException as {@link #open} */
    static BrowserSettings settings(Map<String, String> environment) {
        return new BrowserEnvironment(environment).settings();
    }

    private Tool open() {
        BrowserSettings settings = settings();
        String folder = value("ALLTOOLS_SEARCH_FOLDER");
        if (folder.isEmpty()) {
            return searchTheWeb(settings);
        }
        try {
            return BrowserTool.create(new FolderSearch(Path.of(folder)), settings);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the folder of pages that ALLTOOLS_SEARCH_FOLDER names can't be read: " + folder, e);
        }
    }

    private BrowserSettings settings() {
        BrowserSettings settings =
                BrowserSettings.defaults().withRobots(!value("ALLTOOLS_ROBOTS").equals("ignore"));
        settings = limited(
                settings, "ALLTOOLS_BROWSER_SECONDS", 1, 600, n -> Duration.ofSeconds(n), BrowserSettings::withTimeout);
        settings = limited(settings, "ALLTOOLS_BROWSER_MEGABYTES", 1, 100, n -> n << 20, BrowserSettings::withMaxBytes);
        settings = limited(settings, "ALLTOOLS_BROWSER_REDIRECTS", 0, 20, n -> n, BrowserSettings::withMaxRedirects);
        settings = limited(
                settings,
                "ALLTOOLS_BROWSER_REQUESTS_PER_MINUTE",
                1,
                6000,
                n -> n,
                BrowserSettings::withRequestsPerMinute);
        String ports = value("ALLTOOLS_BROWSER_PORTS");
        return ports.isEmpty() ? settings : settings.withPorts(ports(ports));
    }

    private interface Wither<T> {
        BrowserSettings with(BrowserSettings settings, T value);
    }

    private <T> BrowserSettings limited(
            BrowserSettings settings, String name, int min, int max, IntFunction<T> unit, Wither<T> wither) {
        String text = value(name);
        return text.isEmpty() ? settings : wither.with(settings, unit.apply(number(name, text, text, min, max)));
    }

    private static Set<Integer> ports(String ports) {
        return COMMA.splitAsStream(ports)
                .map(port -> number("ALLTOOLS_BROWSER_PORTS", ports, port, 1, 65_535))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param number the part of the variable's value that is read */
    private static int number(String name, String value, String number, int min, int max) {
        try {
            int found = Integer.parseInt(number);
            if (found >= min && found <= max) {
                return found;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw new IllegalArgumentException(name + " is \"" + value + "\": expected "
                + (name.endsWith("_PORTS") ? "whole numbers between commas, each" : "a whole number") + " from " + min
                + " to " + max);
    }

    private Tool searchTheWeb(BrowserSettings settings) {
        String[] search = value("ALLTOOLS_SEARCH").split("\\s+");
        return switch (search[0].toLowerCase(Locale.ROOT)) {
            case "", "duckduckgo" -> BrowserTool.create(settings);
            case "searxng" -> BrowserTool.create(JsonSearch.searxng(address(search), settings), settings);
            case "brave" -> BrowserTool.create(JsonSearch.brave(key(), settings), settings);
            case "bing" ->
                BrowserTool.create(
                        search.length == 1
                                ? JsonSearch.bing(key(), settings)
                                : JsonSearch.bing(address(search), key(), settings),
                        settings);
            default ->
                throw new IllegalArgumentException("ALLTOOLS_SEARCH is \"" + String.join(" ", search)
                        + "\": expected duckduckgo, searxng URL, brave, bing or bing URL");
        };
    }

    private static URI address(String[] search) {
        if (search.length != 2 || !search[1].matches("https?://\\S+")) {
            throw new IllegalArgumentException("ALLTOOLS_SEARCH is \"" + String.join(" ", search)
                    + "\": expected an address such as " + search[0] + " http://localhost:8888/search");
        }
        return URI.create(search[1]);
    }

    private String key() {
        String key = value("ALLTOOLS_SEARCH_KEY");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("ALLTOOLS_SEARCH_KEY is not set: this search engine needs a key");
        }
        return key;
    }

    private String value(String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
