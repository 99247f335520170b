package io.alltools.trajectories.house;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/**
 * Furnishes a room of 8 to 25 pieces, puts things where people keep them, and sees to it that a fair search does the
 * task in time: a house where it doesn't is built anew.
 */
final class HouseBuilder {

    static final int MIN_FURNITURE = 8;
    static final int MAX_FURNITURE = 25;

    /** What a good agent should need at most, well below the limit. */
    private static final int MAX_EXPERT_STEPS = 30;

    private static final int MIN_THINGS = 8;
    private static final int MAX_THINGS = 26;
    private static final int MAX_ATTEMPTS = 1000;

    private final Draws random;

    HouseBuilder(Draws random) {
        this.random = random;
    }

    /** A house with a goal of the type that tasks of the split may have. */
    Layout house(Goal.Type type, Split split) {
        List<Household.Room> rooms = Household.rooms();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Household.Room room = random.pick(rooms);
            SequencedMap<String, Integer> furniture = furniture(room, "");
            List<Goal> goals = goals(type, room, furniture);
            goals.removeIf(goal -> !goal.isOf(split));
            if (!goals.isEmpty()) {
                Layout layout = furnished(random.pick(goals), room, furniture, List.of());
                if (isFair(layout)) {
                    return layout;
                }
            }
        }
        throw new IllegalStateException("no house was found for " + type.id() + " in " + split);
    }

    /**
     * A house for a given goal.
     *
     * @param scene types of things that it has beside what the goal needs, one for each
     */
    Layout house(Goal goal, Household.Room room, List<String> scene) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            String needed = goal.type() == Goal.Type.EXAMINE ? "" : goal.receptacle();
            Layout layout = furnished(goal, room, furniture(room, needed), scene);
            if (isFair(layout)) {
                return layout;
            }
        }
        throw new IllegalArgumentException("no " + room.name() + " was found in which a search comes to \""
                + goal.instruction(0) + "\" in " + MAX_EXPERT_STEPS + " steps");
    }

    private List<Goal> goals(Goal.Type type, Household.Room room, Map<String, Integer> furniture) {
        List<Goal> goals = new ArrayList<>();
        for (Household.Thing thing : Household.things()) {
            boolean fits = thing.rooms().contains(room.name())
                    && switch (type) {
                        case PLACE, PLACE_TWO -> true;
                        case EXAMINE -> furniture.keySet().stream().anyMatch(Household.LAMP_PLACES::contains);
                        case CLEAN -> thing.cleans() && furniture.containsKey(type.appliance());
                        case HEAT -> thing.heats() && furniture.containsKey(type.appliance());
                        case COOL -> thing.cools() && furniture.containsKey(type.appliance());
                    };
            List<String> places =
                    thing.places().stream().filter(furniture::containsKey).toList();
            if (!fits || places.size() < 2) {
                continue;
            }
            // Where a thing is treated it would not be put for good.
            (type == Goal.Type.EXAMINE ? Household.LAMPS : places)
                    .stream()
                            .filter(place -> !place.equals(type.appliance()))
                            .forEach(place -> goals.add(new Goal(type, thing.type(), place)));
        }
        return goals;
    }

    /** How many pieces of each type. */
    private SequencedMap<String, Integer> furniture(Household.Room room, String needed) {
        SequencedMap<String, Integer> counts = new LinkedHashMap<>();
        room.furniture().forEach((type, bounds) -> {
            int count = random.nextInt(bounds[0], bounds[1] + 1);
            if (count > 0) {
                counts.put(type, count);
            }
        });
        if (!needed.isEmpty()) {
            counts.putIfAbsent(needed, 1);
        }
        return counts;
    }

    private Layout furnished(Goal goal, Household.Room room, SequencedMap<String, Integer> counts, List<String> scene) {
        SequencedMap<String, Integer> kinds = new LinkedHashMap<>(counts);
        if (!goal.type().appliance().isEmpty()) {
            kinds.putIfAbsent(goal.type().appliance(), 1);
        }
        if (goal.type() == Goal.Type.EXAMINE && kinds.keySet().stream().noneMatch(Household.LAMP_PLACES::contains)) {
            kinds.put("sidetable", 1);
        }
        List<Integer> locations = new ArrayList<>();
        int total = kinds.values().stream().mapToInt(Integer::intValue).sum();
        for (int location = 1; location <= total; location++) {
            locations.add(location);
        }
        Collections.shuffle(locations, Random.from(random));
        List<Layout.Furniture> pieces = new ArrayList<>();
        kinds.forEach((type, count) -> {
            for (int number = 1; number <= count; number++) {
                pieces.add(new Layout.Furniture(type + " " + number, locations.get(pieces.size())));
            }
        });
        return new Layout(goal, pieces, things(goal, room, pieces, scene));
    }

    private List<Layout.Item> things(
            Goal goal, Household.Room room, List<Layout.Furniture> pieces, List<String> scene) {
        List<Layout.Item> items = new ArrayList<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int wanted = goal.type().wanted() + random.nextInt(2);
        for (int i = 0; i < wanted; i++) {
            place(goal.object(), goal.type() == Goal.Type.EXAMINE ? "" : goal.receptacle(), pieces, numbers, items);
        }
        if (goal.type() == Goal.Type.EXAMINE) {
            List<Layout.Furniture> stands = pieces.stream()
                    .filter(piece -> Household.LAMP_PLACES.contains(piece.type()))
                    .toList();
            Layout.Furniture stand = random.pick(stands);
            items.add(new Layout.Item(goal.receptacle() + " 1", stand.name()));
        }
        List<String> others = new ArrayList<>(scene);
        if (others.isEmpty()) {
            List<String> usual = Household.things().stream()
                    .filter(thing -> thing.rooms().contains(room.name()))
                    .map(Household.Thing::type)
                    .toList();
            int more = random.nextInt(MIN_THINGS, MAX_THINGS + 1);
            for (int i = 0; i < more; i++) {
                others.add(random.pick(usual));
            }
        }
        // More of what is looked for would only make the search shorter.
        others.removeIf(type -> type.equals(goal.object()));
        others.forEach(type -> place(type, "", pieces, numbers, items));
        return items;
    }

    /**
     * Puts a thing in or on some furniture, likely where it is likely kept; in the open where nothing here is for it.
     */
    private void place(
            String type,
            String notIn,
            List<Layout.Furniture> pieces,
            Map<String, Integer> numbers,
            List<Layout.Item> items) {
        List<String> present =
                pieces.stream().map(Layout.Furniture::type).distinct().toList();
        List<String> usual = Household.thing(type).places().stream()
                .filter(place -> present.contains(place) && !place.equals(notIn))
                .toList();
        List<String> places = !usual.isEmpty()
                ? usual
                : present.stream()
                        .filter(place -> !Household.OPENABLE.contains(place) && !place.equals(notIn))
                        .toList();
        // The n-th likeliest place is 1/n as likely as the first.
        double all = 0;
        for (int i = 0; i < places.size(); i++) {
            all += 1.0 / (i + 1);
        }
        double drawn = random.nextDouble() * all;
        int chosen = 0;
        for (double sum = 1; chosen < places.size() - 1 && sum < drawn; chosen++) {
            sum += 1.0 / (chosen + 2);
        }
        String place = places.get(chosen);
        List<Layout.Furniture> candidates =
                pieces.stream().filter(piece -> piece.type().equals(place)).toList();
        Layout.Furniture piece = random.pick(candidates);
        items.add(new Layout.Item(type + " " + numbers.merge(type, 1, Integer::sum), piece.name()));
    }

    private static boolean isFair(Layout layout) {
        int pieces = layout.furniture().size();
        if (pieces < MIN_FURNITURE || pieces > MAX_FURNITURE || new World(layout).reached()) {
            return false;
        }
        World world = new World(layout);
        HouseExpert expert = new HouseExpert(layout.goal(), world.overview());
        String observation = "";
        for (int step = 0; step < MAX_EXPERT_STEPS && !world.won(); step++) {
            HouseExpert.Step next = expert.next(observation);
            if (next.action().isEmpty()) {
                return false;
            }
            observation = world.act(next.action());
        }
        return world.won();
    }
}
