package io.alltools.trajectories.shop;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shops as a careful person does: searches with the words of the instruction, looks at what fits by title and price,
 * reads its features, goes back when something is missing, chooses the options and buys. Goes by what the pages say;
 * knows which product has it all for the case that the pages don't say it.
 */
final class ShopExpert implements Expert {

    private static final Pattern PAGE =
            Pattern.compile("Observation:\n(.*)\n\nAvailable Actions:\n(\\{.*})", Pattern.DOTALL);
    private static final Pattern PRICE = Pattern.compile("\\$(\\d+)\\.(\\d\\d)");

    /** After so many products that did not fit, a search is given up for a better one. */
    private static final int MOST_LOOKS = 2;

    /** What the last move was for. */
    private enum Step {
        START,
        SEARCH,
        ITEM,
        FEATURES,
        READ,
        LEAVE,
        NEW_SEARCH,
        CHOOSE,
        BUY
    }

    /** A page as it was read. */
    private record Seen(List<String> texts, List<String> clickables) {}

    private final Goal goal;
    private final Set<String> looked = new HashSet<>();
    private final List<String> toChoose = new ArrayList<>();
    private Step step = Step.START;
    private Move last = new Move.Answer("", "");
    private String candidate = "";
    private String title = "";
    private int lookedHere;
    private final Deque<String> searches = new ArrayDeque<>();

    ShopExpert(Goal goal) {
        this.goal = goal;
        // Half of the shoppers begin with few words, and see more that does not fit.
        if (goal.attributes().size() + goal.options().size() > 1
                && goal.instruction().hashCode() % 2 == 0) {
            searches.add(goal.attributes().getFirst() + " " + goal.query());
        }
        searches.add(keywords());
        searches.add(goal.name());
    }

    @Override
    public Move next(List<Message.Observation> observations) {
        if (step == Step.START) {
            return search("I begin with a search for the words that describe what is wanted.");
        }
        Optional<Seen> seen = observations.isEmpty()
                ? Optional.empty()
                : read(observations.getLast().text());
        if (seen.isPresent()) {
            last = react(seen.get());
        }
        // Otherwise the call did not get through and is made again.
        return last;
    }

    private Move react(Seen page) {
        return switch (step) {
            case START, NEW_SEARCH -> search("Those words led to little that fits. I search again with others.");
            case SEARCH, LEAVE -> results(page);
            case ITEM -> item(page);
            case FEATURES -> features(page);
            case READ -> choose(page);
            case CHOOSE -> choose(page);
            case BUY ->
                new Move.Answer(
                        "The shop has confirmed the purchase.",
                        "I bought " + title + " (" + candidate + ")" + chosen() + ".");
        };
    }

    private Move results(Seen page) {
        if (page.texts().stream().noneMatch(text -> text.startsWith("Page "))) {
            // Leaving an item took one step; the list is one further.
            return click(Step.LEAVE, "Back to the list of results.", "< prev");
        }
        for (int i = 0; i + 2 < page.texts().size() && !wearied(); i++) {
            String id = page.texts().get(i);
            if (page.clickables().contains(id.toLowerCase(Locale.ROOT)) && !looked.contains(id)) {
                String name = page.texts().get(i + 1);
                String price = page.texts().get(i + 2);
                if (isCandidate(id, name, price)) {
                    looked.add(id);
                    lookedHere++;
                    candidate = id;
                    title = name;
                    return click(
                            Step.ITEM,
                            "\"" + name + "\" for " + price + " looks like what is asked for, so I open it.",
                            id);
                }
            }
        }
        if (page.clickables().contains("next >") && !wearied()) {
            return click(Step.SEARCH, "Nothing more on this page fits, I look at the next one.", "next >");
        }
        if (searches.isEmpty()) {
            return new Move.Answer(
                    "I have seen all results of every search.",
                    "I found nothing in the shop that fits the instruction.");
        }
        return click(Step.NEW_SEARCH, "No result fits. I go back to search with other words.", "back to search");
    }

    /** Whether other words are likelier to lead on than more results of these. */
    private boolean wearied() {
        return lookedHere >= MOST_LOOKS && searches.size() > 1;
    }

    private boolean isCandidate(String id, String name, String price) {
        if (id.equals(goal.product())) {
            return true;
        }
        boolean kind =
                ShopReward.likeness(name, goal.name()) > 0.2 && words(name).containsAll(words(goal.query()));
        return kind && cents(price) <= goal.centsAtMost();
    }

    private Move item(Seen page) {
        List<String> missing = goal.options().stream()
                .filter(option -> !page.clickables().contains(option))
                .toList();
        if (!missing.isEmpty()) {
            return click(
                    Step.LEAVE,
                    "It can't be had in " + String.join(" or ", missing) + ". I go back to the results.",
                    "< prev");
        }
        toChoose.clear();
        toChoose.addAll(goal.options());
        if (unread(title).isEmpty()) {
            return choose(page);
        }
        return click(
                Step.FEATURES,
                "The title does not say whether it is " + String.join(" and ", unread(title))
                        + ". I read its features.",
                "features");
    }

    private Move features(Seen page) {
        List<String> missing = unread(title + "\n"
                + String.join("\n", page.texts().subList(2, page.texts().size())));
        if (missing.isEmpty() || candidate.equals(goal.product())) {
            return click(
                    Step.READ,
                    missing.isEmpty()
                            ? "It is " + String.join(", ", goal.attributes()) + ". Back to the product."
                            : "Nothing here speaks against it, and no other product is closer. Back to the product.",
                    "< prev");
        }
        return click(
                Step.LEAVE,
                "Nothing says that it is " + String.join(" or ", missing) + ", so it does not fit. I leave it.",
                "< prev");
    }

    private Move choose(Seen page) {
        if (!toChoose.isEmpty()) {
            String option = toChoose.removeFirst();
            return click(Step.CHOOSE, "I choose " + option + ", as the instruction says.", option);
        }
        int price = page.texts().stream()
                .filter(text -> text.startsWith("Price: "))
                .mapToInt(ShopExpert::cents)
                .findFirst()
                .orElse(0);
        if (price > goal.centsAtMost()) {
            return click(
                    Step.LEAVE,
                    "With these options it costs " + Product.dollars(price) + ", which is too much. I go back.",
                    "< prev");
        }
        return click(
                Step.BUY,
                "Kind, features" + (goal.options().isEmpty() ? "" : ", options") + " and the price of "
                        + Product.dollars(price) + " fit. I buy it.",
                "buy now");
    }

    private Move search(String thought) {
        step = Step.SEARCH;
        lookedHere = 0;
        last = Move.act(thought, ShopTool.SEARCH, argument("keywords", searches.removeFirst()));
        return last;
    }

    private Move click(Step next, String thought, String value) {
        step = next;
        return Move.act(thought, ShopTool.CLICK, argument("value", value));
    }

    private String keywords() {
        String words = ShopInstruction.keywords(goal.instruction());
        return words.isEmpty() ? goal.query() : words;
    }

    private String chosen() {
        return goal.options().isEmpty() ? "" : " in " + String.join(", ", goal.options());
    }

    /** The attributes that a text does not mention. */
    private List<String> unread(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return goal.attributes().stream()
                .filter(attribute -> !lower.contains(attribute))
                .toList();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
    }

    /** The least price in a text, in cents. */
    private static int cents(String text) {
        Matcher price = PRICE.matcher(text);
        return price.find() ? Integer.parseInt(price.group(1)) * 100 + Integer.parseInt(price.group(2)) : 0;
    }

    private static String argument(String name, String value) {
        return Json.write(Json.object().put(name, value));
    }

    private static Optional<Seen> read(String observation) {
        Matcher page = PAGE.matcher(observation);
        if (observation.startsWith("Error") || !page.find()) {
            return Optional.empty();
        }
        ObjectNode actions = Json.parseObject(page.group(2));
        List<String> clickables = new ArrayList<>();
        actions.path("clickables").forEach(name -> clickables.add(name.asString()));
        return Optional.of(new Seen(List.of(page.group(1).split(" \\[SEP] ")), clickables));
    }
}
