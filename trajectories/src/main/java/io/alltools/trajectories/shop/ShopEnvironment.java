package io.alltools.trajectories.shop;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shopping by instruction, after WebShop: {@code search_action} and {@code click_action} as AgentBench's
 * function-calling version names them, pages in WebShop's text form, WebShop's reward.
 *
 * <p>Two things are stricter or clearer than there: words are searched for only where there is a search bar, as the
 * instructions say, and a click on what is not there is an error instead of nothing.
 *
 * <p>Loads {@code items_shuffle_1000.json} with its companions, or one object with {@code products} and {@code goals};
 * README names the fields. A loaded task keeps the products that searches for its words find, 101 at most, not the
 * whole catalogue.
 */
public final class ShopEnvironment implements Environment {

    static final String NAME = "shop";

    /** Markets that are kept; each is some megabytes. */
    private static final int KEPT = 4;

    private record Block(Split split, long seed, int number) {}

    /** The last used at the end. */
    private final Map<Block, Market> markets = new LinkedHashMap<>(16, 0.75f, true);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Buy what an instruction asks for in a shop with search and click; type × (attributes + options + price)"
                + " of what was bought, as in WebShop.";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("task number " + number + ": expected 0 or more");
        }
        int block = number / Market.GOALS;
        Goal goal = market(new Block(split, seed, block)).goals().get(number % Market.GOALS);
        ObjectNode data = Json.object();
        data.putObject("market").put("seed", seed).put("block", block);
        data.set("goal", ShopJson.write(goal));
        return task(split, seed + "/" + number, goal, data);
    }

    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        ShopFiles.Read read = ShopFiles.read(file, unusable);
        Map<String, Integer> counts = new HashMap<>();
        List<Task> tasks = new ArrayList<>();
        for (Goal goal : read.goals()) {
            Set<Product> shelf = new LinkedHashSet<>();
            read.catalogue().find(goal.product()).ifPresent(shelf::add);
            shelf.addAll(read.catalogue().search(ShopInstruction.keywords(goal.instruction())));
            shelf.addAll(read.catalogue().search(goal.name()));
            ObjectNode data = Json.object();
            data.set("goal", ShopJson.write(goal));
            var products = data.putArray("products");
            shelf.forEach(product -> products.add(ShopJson.write(product)));
            int count = counts.merge(goal.product(), 1, Integer::sum);
            tasks.add(task(split, goal.product() + "-" + count, goal, data));
        }
        return tasks;
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException("task " + task.id() + " is of the environment \"" + task.environment()
                    + "\": expected \"" + NAME + "\"");
        }
        try {
            Catalogue catalogue = catalogue(task);
            return new ShopEpisode(catalogue, ShopJson.goal(task.data().path("goal"), catalogue));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("task " + task.id() + " can't be used: " + e.getMessage(), e);
        }
    }

    private Catalogue catalogue(Task task) {
        JsonNode products = task.data().path("products");
        if (products.isArray()) {
            List<Product> read = new ArrayList<>();
            products.forEach(product -> read.add(ShopJson.product(product)));
            return new Catalogue(read);
        }
        JsonNode market = task.data().path("market");
        if (!market.path("seed").isIntegralNumber() || !market.path("block").isInt()) {
            throw new IllegalArgumentException(
                    "its data has neither \"products\" nor a \"market\" with a seed and a block");
        }
        return market(new Block(
                        task.split(),
                        market.path("seed").asLong(),
                        market.path("block").asInt()))
                .catalogue();
    }

    private static Task task(Split split, String id, Goal goal, ObjectNode data) {
        return new Task(
                NAME + "/" + split.id() + "/" + id, NAME, split, goal.instruction(), List.of(goal.name()), data);
    }

    private Market market(Block block) {
        synchronized (markets) {
            Market market = markets.get(block);
            if (market == null) {
                market = Market.of(block.split(), block.seed(), block.number());
                markets.put(block, market);
                if (markets.size() > KEPT) {
                    markets.remove(markets.keySet().iterator().next());
                }
            }
            return market;
        }
    }
}
