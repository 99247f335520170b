package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Draws;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;

/**
 * What a user asks for, with the functions that there are.
 *
 * @param accepted the right calls, in the order in which they are asked for
 */
record Request(Category category, String text, ArrayNode functions, ArrayNode accepted) {

    static Request draw(Draws draws) {
        Category category = draws.pick(Category.KNOWN);
        List<FunctionTemplate> library = draws.shuffled(FunctionLibrary.ALL);
        return switch (category) {
            case SIMPLE -> of(category, library.subList(0, 1), wishes(library.subList(0, 1), 1, draws), draws);
            case MULTIPLE ->
                of(category, library.subList(0, draws.between(2, 4)), wishes(library.subList(0, 1), 1, draws), draws);
            case PARALLEL ->
                of(category, library.subList(0, 1), wishes(library.subList(0, 1), draws.between(2, 4), draws), draws);
            case PARALLEL_MULTIPLE -> {
                List<FunctionTemplate> used = library.subList(0, draws.between(2, 3));
                yield of(
                        category,
                        library.subList(0, used.size() + draws.between(0, 1)),
                        wishes(used, used.size() + draws.between(0, 1), draws),
                        draws);
            }
            case IRRELEVANCE -> irrelevance(library, draws);
            case RELEVANCE -> throw new IllegalStateException("what is made here has calls that are known to be right");
        };
    }

    /** Asks for a function that is not there, and none of whose topic is. */
    private static Request irrelevance(List<FunctionTemplate> library, Draws draws) {
        FunctionTemplate wanted = library.get(0);
        List<FunctionTemplate> others = library.stream()
                .filter(other -> !other.topic().equals(wanted.topic()))
                .limit(draws.between(1, 3))
                .toList();
        Request asked = of(Category.IRRELEVANCE, others, List.of(wanted.wish(draws)), draws);
        return new Request(asked.category(), asked.text(), asked.functions(), Json.MAPPER.createArrayNode());
    }

    /** So many different wishes; each function has one. */
    private static List<FunctionTemplate.Wish> wishes(List<FunctionTemplate> functions, int count, Draws draws) {
        List<FunctionTemplate.Wish> wishes = new ArrayList<>();
        Set<String> words = new HashSet<>();
        while (wishes.size() < count) {
            FunctionTemplate.Wish wish =
                    functions.get(wishes.size() % functions.size()).wish(draws);
            if (words.add(wish.words())) {
                wishes.add(wish);
            }
        }
        return wishes;
    }

    private static Request of(
            Category category, List<FunctionTemplate> functions, List<FunctionTemplate.Wish> wishes, Draws draws) {
        ArrayNode described = Json.MAPPER.createArrayNode();
        draws.shuffled(functions).forEach(function -> described.add(function.toJson()));
        ArrayNode accepted = Json.MAPPER.createArrayNode();
        wishes.forEach(wish -> accepted.add(wish.accepted()));
        return new Request(
                category, said(wishes.stream().map(FunctionTemplate.Wish::words).toList(), draws), described, accepted);
    }

    private static String said(List<String> wishes, Draws draws) {
        if (wishes.size() == 1) {
            String wish = wishes.get(0);
            return draws.pick(
                    capital(wish) + ".",
                    "Please " + wish + ".",
                    "Could you " + wish + "?",
                    "I need you to " + wish + ".",
                    "Hi! Can you " + wish + "? Thanks.");
        }
        String last = wishes.get(wishes.size() - 1);
        List<String> rest = wishes.subList(0, wishes.size() - 1);
        return draws.pick(
                wishes.stream().map(Request::capital).collect(Collectors.joining(". ", "", ".")),
                "Please " + String.join("; ", rest) + "; and " + last + ".",
                "I have " + wishes.size() + " things for you. "
                        + rest.stream().map(Request::capital).collect(Collectors.joining(". ", "", ". Also ")) + last
                        + ".",
                "Could you " + rest.get(0) + "? "
                        + wishes.subList(1, wishes.size()).stream()
                                .map(wish -> "Then " + wish + ".")
                                .collect(Collectors.joining(" ")));
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
