package io.alltools.trajectories.house;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What has to be brought about.
 *
 * @param object type of the thing
 * @param receptacle type of the furniture where it has to be; for {@link Type#EXAMINE} the lamp
 */
record Goal(Type type, String object, String receptacle) {

    /** ALFWorld's six types of tasks with their names in its data and its templates for the instruction. */
    enum Type {
        PLACE(
                "pick_and_place_simple",
                "put a {o} in {r}.",
                "put some {o} on {r}.",
                "find a {o} and put it in {r}.",
                "move one {o} to the {r}."),
        EXAMINE(
                "look_at_obj_in_light",
                "look at {o} under the {r}.",
                "examine the {o} with the {r}.",
                "hold a {o} up to the light of the {r}.",
                "find a {o} and look at it under the {r}."),
        CLEAN(
                "pick_clean_then_place_in_recep",
                "put a clean {o} in {r}.",
                "clean some {o} and put it in {r}.",
                "wash a {o}, then put it in the {r}."),
        HEAT(
                "pick_heat_then_place_in_recep",
                "put a hot {o} in {r}.",
                "heat some {o} and put it in {r}.",
                "warm up a {o}, then put it in the {r}."),
        COOL(
                "pick_cool_then_place_in_recep",
                "put a cool {o} in {r}.",
                "cool some {o} and put it in {r}.",
                "chill a {o}, then put it in the {r}."),
        PLACE_TWO(
                "pick_two_obj_and_place",
                "put two {o} in {r}.",
                "find two {o} and put them in {r}.",
                "bring two of the {o} to the {r}.");

        private final String id;
        private final List<String> templates;

        Type(String id, String... templates) {
            this.id = id;
            this.templates = List.of(templates);
        }

        /** Its name in ALFWorld's data, such as {@code pick_and_place_simple}. */
        String id() {
            return id;
        }

        List<String> templates() {
            return templates;
        }

        /** @throws IllegalArgumentException when there is none of that name */
        static Type of(String id) {
            return Arrays.stream(values())
                    .filter(type -> type.id.equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the task type \"" + id
                            + "\" is not one of ALFWorld's six: "
                            + Arrays.stream(values()).map(Type::id).collect(Collectors.joining(", "))));
        }

        /** The furniture that does what has to be done to the thing; empty where nothing has to be. */
        String appliance() {
            return switch (this) {
                case CLEAN -> "sinkbasin";
                case HEAT -> "microwave";
                case COOL -> "fridge";
                case PLACE, PLACE_TWO, EXAMINE -> "";
            };
        }

        /** How many things of the type it takes. */
        int wanted() {
            return this == PLACE_TWO ? 2 : 1;
        }
    }

    String instruction(int template) {
        return withArticles(type.templates()
                .get(Math.floorMod(template, type.templates().size()))
                .replace("{o}", object)
                .replace("{r}", receptacle));
    }

    /** "an" before a vowel. The world itself says "a apple 1", as ALFWorld does. */
    static String withArticles(String text) {
        return text.replaceAll("\\b([Aa]) (?=[aeiou])", "$1n ");
    }

    /** Goals are shared out among the splits, so that what a test asks was never done in training. */
    boolean isOf(Split split) {
        return Draws.home(type.id() + " " + object + " " + receptacle) == split;
    }
}
