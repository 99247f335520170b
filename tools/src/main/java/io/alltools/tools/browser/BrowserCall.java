package io.alltools.tools.browser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What a model may ask of the browser. */
public sealed interface BrowserCall {

    String FORMS = "search(\"words\", recency_days=30), mclick([0, 1]) or open_url(\"https://…\")";

    /** The arguments in their order, each with the other names that models give it. */
    Map<String, Set<String>> SEARCH = ordered(
            Map.entry("query", Set.of("q", "queries", "keyword", "keywords", "text", "search_query")),
            Map.entry("recency_days", Set.of("recency", "days", "recent_days")));

    Map<String, Set<String>> CLICK = ordered(Map.entry("ids", Set.of("id", "index", "indices", "indexes", "links")));
    Map<String, Set<String>> OPEN = ordered(Map.entry("url", Set.of("link", "href", "id", "page")));

    /** A host with a known kind of ending, and nothing that could be a scheme before it. */
    Pattern HOST = Pattern.compile("(?:[\\p{L}\\d-]+\\.)+\\p{L}{2,}(?::\\d+)?(?:[/?#]|$)");

    record Search(String query, OptionalInt recencyDays) implements BrowserCall {}

    /** @param ids positions in the list of the last search, each once */
    record Click(List<Integer> ids) implements BrowserCall {}

    record OpenUrl(String url) implements BrowserCall {}

    /** @throws IllegalArgumentException with one line that says what is wrong and what was expected */
    static BrowserCall parse(String text) {
        CallParser.Call call = CallParser.parse(text);
        String name = call.name().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "search" -> search(arguments(call, SEARCH));
            case "msearch" -> searchOfSeveral(arguments(call, SEARCH));
            case "mclick", "click" -> click(arguments(call, CLICK));
            case "open_url", "open", "goto", "visit" -> open(arguments(call, OPEN));
            default -> throw new IllegalArgumentException("there is no function " + call.name());
        };
    }

    /** {@code msearch(["a", "b"])} of other browsers: one search for all the words. */
    private static Search searchOfSeveral(Map<String, Literal> arguments) {
        if (!(arguments.get("query") instanceof Literal.Items(List<Literal> queries))) {
            return search(arguments);
        }
        StringBuilder words = new StringBuilder();
        for (Literal query : queries) {
            if (!(query instanceof Literal.Text(String value))) {
                throw new IllegalArgumentException("query must be a string or a list of strings");
            }
            words.append(value).append(' ');
        }
        Map<String, Literal> joined = new HashMap<>(arguments);
        joined.put("query", new Literal.Text(words.toString()));
        return search(joined);
    }

    /** {@code open(3)} of other browsers means a click. */
    private static BrowserCall open(Map<String, Literal> arguments) {
        return arguments.get("url") instanceof Literal.Int number
                ? click(Map.of("ids", number))
                : new OpenUrl(withScheme(text(arguments, "url")));
    }

    /** {@code example.com/page} as people type it. */
    private static String withScheme(String url) {
        String bare = url.startsWith("//") ? url.substring(2) : url;
        return HOST.matcher(bare).lookingAt() ? "https://" + bare : url;
    }

    private static Search search(Map<String, Literal> arguments) {
        String query = text(arguments, "query");
        return switch (unquoted(arguments.getOrDefault("recency_days", new Literal.None()))) {
            case Literal.None() -> new Search(query, OptionalInt.empty());
            case Literal.Int(long days)
            when days >= 0 && days <= 100_000 ->
                // The model says -1 or 0 where it means any time.
                new Search(query, days == 0 ? OptionalInt.empty() : OptionalInt.of((int) days));
            case Literal.Int(long days) when days == -1 -> new Search(query, OptionalInt.empty());
            case Literal.Int _, Literal.Text _, Literal.Items _ ->
                throw new IllegalArgumentException("recency_days must be a number of days from 0 to 100000");
        };
    }

    private static Click click(Map<String, Literal> arguments) {
        Literal ids = required(arguments, "ids");
        List<Literal> items = ids instanceof Literal.Items(List<Literal> values) ? values : List.of(ids);
        Set<Integer> numbers = new LinkedHashSet<>();
        for (Literal quoted : items) {
            Literal item = unquoted(quoted);
            if (!(item instanceof Literal.Int(long number)) || number < 0 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("mclick takes a list of result numbers");
            }
            numbers.add((int) number);
        }
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("mclick takes a list of at least one result number");
        }
        return new Click(List.copyOf(numbers));
    }

    /** {@code "3"} where a 3 is meant. */
    private static Literal unquoted(Literal value) {
        return value instanceof Literal.Text(String text) && text.strip().matches("\\d{1,9}")
                ? new Literal.Int(Long.parseLong(text.strip()))
                : value;
    }

    private static String text(Map<String, Literal> arguments, String name) {
        if (required(arguments, name) instanceof Literal.Text(String value) && !value.isBlank()) {
            return value.strip();
        }
        throw new IllegalArgumentException(name + " must be a string in quotes that is not empty");
    }

    private static Literal required(Map<String, Literal> arguments, String name) {
        Literal value = arguments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the argument " + name + " is missing");
        }
        return value;
    }

    /** The arguments by name, positional ones in the order of {@code names}. */
    private static Map<String, Literal> arguments(CallParser.Call call, Map<String, Set<String>> names) {
        List<String> open = new ArrayList<>(names.keySet());
        Map<String, Literal> arguments = new HashMap<>();
        List<Literal> positional = call.positional();
        if (positional.size() > names.size() && names.equals(CLICK)) {
            // mclick(0, 1) for mclick([0, 1])
            positional = List.of(new Literal.Items(positional));
        }
        if (positional.size() > names.size()) {
            throw new IllegalArgumentException(
                    call.name() + " takes at most " + names.size() + " arguments, found " + positional.size());
        }
        for (Literal value : positional) {
            arguments.put(open.removeFirst(), value);
        }
        call.named().forEach((given, value) -> {
            String name = open.stream()
                    .filter(n ->
                            n.equals(given) || names.getOrDefault(n, Set.of()).contains(given))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(call.name() + " has no open argument " + given
                            + ", expected " + String.join(", ", names.keySet())));
            open.remove(name);
            arguments.put(name, value);
        });
        return arguments;
    }

    @SafeVarargs
    private static Map<String, Set<String>> ordered(Map.Entry<String, Set<String>>... entries) {
        Map<String, Set<String>> map = new LinkedHashMap<>();
        for (Map.Entry<String, Set<String>> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return Collections.unmodifiableMap(map);
    }
}
