package io.alltools.trajectories.shop;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads WebShop's files.
 *
 * <ul>
 *   <li>{@code items_shuffle_1000.json}, a list of products. Beside it must lie {@code items_ins_v2_1000.json} (by
 *       {@code asin} an object with {@code attributes}), and {@code goals.json} (a list of goals as {@code get_goals}
 *       makes them) or {@code items_human_ins.json} (by {@code asin} a list of objects with {@code instruction},
 *       {@code instruction_attributes} and {@code instruction_options}).
 *   <li>One object with {@code products} and {@code goals}.
 * </ul>
 *
 * <p>Instructions of people have no limit of the price; one is drawn as WebShop does, by the product's id.
 */
final class ShopFiles {

    private static final long MAX_BYTES = 512L << 20;
    private static final int MAX_ID = 10;
    private static final String SHUFFLE = "items_shuffle";

    private ShopFiles() {}

    static Read read(Path file, Unusable unusable) throws IOException {
        JsonNode json = json(file);
        if (json instanceof ObjectNode object && object.has("products") && object.has("goals")) {
            Catalogue catalogue = catalogue(file, object.path("products"), Json.object(), unusable);
            return new Read(catalogue, goals(file, object.path("goals"), catalogue, unusable));
        }
        String name = String.valueOf(file.getFileName());
        if (!json.isArray() || !name.startsWith(SHUFFLE)) {
            throw new IllegalArgumentException(file + " is neither a list of products named " + SHUFFLE
                    + "….json nor an object with \"products\" and \"goals\"");
        }
        Path attributes = file.resolveSibling(name.replace(SHUFFLE, "items_ins_v2"));
        Catalogue catalogue = catalogue(file, json, json(beside(file, attributes)), unusable);
        Path goals = file.resolveSibling("goals.json");
        Path people = file.resolveSibling("items_human_ins.json");
        return new Read(
                catalogue,
                Files.exists(goals)
                        ? goals(goals, json(goals), catalogue, unusable)
                        : peoplesGoals(people, json(beside(file, people)), catalogue, unusable));
    }

    /** What the files hold. */
    record Read(Catalogue catalogue, List<Goal> goals) {}

    /** Passes over what WebShop passes over: ids that are none. */
    private static Catalogue catalogue(Path file, JsonNode products, JsonNode attributes, Unusable unusable) {
        List<Product> read = new ArrayList<>();
        int number = 0;
        for (JsonNode product : products) {
            number++;
            try {
                String id = product.path("asin").asString("");
                if (id.equals("nan") || id.length() > MAX_ID) {
                    continue;
                }
                JsonNode more = attributes.path(id);
                if (more.has("attributes") && product instanceof ObjectNode object) {
                    object.set("attributes", more.path("attributes"));
                }
                read.add(ShopJson.product(product));
            } catch (IllegalArgumentException e) {
                unusable.add(file + ", product " + number, e);
            }
        }
        return new Catalogue(read);
    }

    private static List<Goal> goals(Path file, JsonNode goals, Catalogue catalogue, Unusable unusable) {
        List<Goal> read = new ArrayList<>();
        int number = 0;
        for (JsonNode goal : goals) {
            number++;
            try {
                read.add(ShopJson.goal(goal, catalogue));
            } catch (IllegalArgumentException e) {
                unusable.add(file + ", goal " + number, e);
            }
        }
        return read;
    }

    /** Instructions with no attribute, or for products that are not among these, are passed over as in WebShop. */
    private static List<Goal> peoplesGoals(Path file, JsonNode byProduct, Catalogue catalogue, Unusable unusable) {
        List<Goal> read = new ArrayList<>();
        byProduct.forEachEntry((id, instructions) -> {
            Product product = catalogue.find(id).orElse(null);
            if (product == null) {
                return;
            }
            for (JsonNode instruction : instructions) {
                if (instruction.path("instruction_attributes").isEmpty()) {
                    continue;
                }
                ObjectNode goal = Json.object();
                int limit = limit(product, instruction);
                try {
                    String text = ShopJson.required(instruction, "instruction").replaceAll("\\.+$", "");
                    goal.put("asin", id);
                    goal.put("instruction_text", text + ", and price lower than " + limit + ".00 dollars");
                    goal.set("attributes", instruction.path("instruction_attributes"));
                    goal.set("goal_options", instruction.path("instruction_options"));
                    goal.put("price_upper", limit);
                    read.add(ShopJson.goal(goal, catalogue));
                } catch (IllegalArgumentException e) {
                    unusable.add(file + ", " + id, e);
                }
            }
        });
        return read;
    }

    /** The larger of two of the next four multiples of ten above the price, in dollars. */
    private static int limit(Product product, JsonNode instruction) {
        List<Integer> above = new ArrayList<>(IntStream.rangeClosed(1, 4)
                .map(i -> (product.cents() / 1000 + i) * 10)
                .boxed()
                .toList());
        Collections.shuffle(
                above,
                new Random(
                        31L * product.id().hashCode() + instruction.toString().hashCode()));
        return Math.max(above.get(0), above.get(1));
    }

    private static Path beside(Path file, Path other) {
        if (!Files.exists(other)) {
            throw new IllegalArgumentException(file + " needs " + other.getFileName()
                    + " beside it, which is not there: put it into the same folder");
        }
        return other;
    }

    private static JsonNode json(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException(file + " has " + Files.size(file) + " bytes: expected at most "
                    + MAX_BYTES + ", such as items_shuffle_1000.json");
        }
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not valid JSON: " + Json.where(e), e);
        }
    }
}
