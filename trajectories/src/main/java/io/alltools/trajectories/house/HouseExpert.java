package io.alltools.trajectories.house;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Does housework as a good agent would: it knows what it was asked and what it has been told, and looks where such
 * things are usually kept. Where things are it learns from the observations alone.
 */
final class HouseExpert {

    private static final Pattern NAME = Pattern.compile("\\ba ([a-z]+ \\d+)");
    private static final Pattern SEEN =
            Pattern.compile("(?:On the|The) ([a-z]+ \\d+)(?:,| is open\\. In it,) you see ([^.]*)");
    private static final Pattern CLOSED = Pattern.compile("The ([a-z]+ \\d+) is closed");

    private static final int MAX_FAILURES = 3;

    private final Goal goal;
    private final Map<String, Place> places = new LinkedHashMap<>(); // by name
    private final List<String> placed = new ArrayList<>(); // things that are where they have to be
    private String here = "";
    private String held = "";
    private boolean treated; // what is held was cleaned, heated or cooled
    private boolean lit;
    private int failures; // in a row
    private Step last = new Step("", "");

    /** @param overview what one sees first, which names the furniture */
    HouseExpert(Goal goal, String overview) {
        this.goal = goal;
        Matcher name = NAME.matcher(overview);
        while (name.find()) {
            places.put(name.group(1), new Place(name.group(1)));
        }
    }

    /** @param action empty when there is nothing left to do */
    record Step(String thought, String action) {

        Step {
            thought = Goal.withArticles(thought);
        }
    }

    /** What is known of a piece of furniture. */
    private static final class Place {

        private final String name;
        private boolean visited;
        private boolean closed;
        private List<String> things = List.of();

        Place(String name) {
            this.name = name;
        }

        String type() {
            return Layout.typeOf(name);
        }
    }

    /** @param observation of the last action; empty at the beginning */
    Step next(String observation) {
        if (observation.startsWith(World.NOTHING) || observation.startsWith("Error")) {
            failures++;
        } else {
            failures = 0;
            learn(observation);
        }
        if (observation.contains(World.WON)) {
            last = new Step("I am told that the task is done.", "");
        } else if (failures == MAX_FAILURES) {
            last = new Step("Nothing that I try works.", "");
        } else {
            last = decide();
        }
        return last;
    }

    private void learn(String observation) {
        String[] words = last.action().split(" ", 3);
        Matcher closed = CLOSED.matcher(observation);
        if (closed.find()) {
            known(closed.group(1)).ifPresent(place -> place.closed = true);
        }
        Matcher seen = SEEN.matcher(observation);
        if (seen.find()) {
            known(seen.group(1)).ifPresent(place -> {
                place.closed = false;
                place.things = NAME.matcher(seen.group(2))
                        .results()
                        .map(result -> result.group(1))
                        .toList();
            });
        }
        switch (words[0]) {
            case "go" -> {
                here = words[2];
                known(here).ifPresent(place -> place.visited = true);
            }
            case "take" -> {
                held = nameIn(last.action(), "take ", " from ");
                treated = false;
                known(here)
                        .ifPresent(place -> place.things = place.things.stream()
                                .filter(thing -> !thing.equals(held))
                                .toList());
            }
            case "put" -> {
                placed.add(held);
                held = "";
            }
            case "clean", "heat", "cool" -> treated = true;
            case "use" -> lit = true;
            default -> {}
        }
    }

    private Step decide() {
        if (held.isEmpty()) {
            Optional<Place> found = places.values().stream()
                    .filter(place -> target(place).isPresent())
                    .findFirst();
            if (found.isPresent()) {
                String thing = target(found.get()).orElseThrow();
                return at(
                        found.get(),
                        "I know that the " + thing + " is there.",
                        new Step(
                                "I see a " + thing + " here. That is what I need, so I take it.",
                                "take " + thing + " from " + found.get().name));
            }
            return search(goal.object(), Household.thing(goal.object()).places());
        }
        if (goal.type() == Goal.Type.EXAMINE) {
            return underTheLamp();
        }
        String appliance = goal.type().appliance();
        if (!appliance.isEmpty() && !treated) {
            String verb = goal.type().name().toLowerCase(Locale.ROOT);
            return nearest(appliance)
                    .map(place -> with(
                            place,
                            "Now I have to " + verb + " the " + held + ". The " + place.name + " does that.",
                            new Step(
                                    "I " + verb + " the " + held + " here.",
                                    verb + " " + held + " with " + place.name)))
                    .orElseGet(() -> new Step("There is no " + appliance + " here, so it can't be done.", ""));
        }
        return nearest(goal.receptacle())
                .map(place -> at(
                        place,
                        "Now the " + held + " has to go to the " + place.name + ".",
                        new Step("I put the " + held + " here.", "put " + held + " in/on " + place.name)))
                .orElseGet(() -> new Step("There is no " + goal.receptacle() + " here, so it can't be done.", ""));
    }

    private Step underTheLamp() {
        if (lit) {
            return new Step("The lamp is on and I hold the " + held + ".", "examine " + held);
        }
        for (Place place : places.values()) {
            for (String thing : place.things) {
                if (Layout.typeOf(thing).equals(goal.receptacle())) {
                    return at(
                            place,
                            "I have seen the " + thing + " at the " + place.name + ". I go there with the " + held
                                    + ".",
                            new Step("With the " + held + " in my hand I switch the lamp on.", "use " + thing));
                }
            }
        }
        return search(goal.receptacle(), Household.LAMP_PLACES);
    }

    /** Looks where it has not looked yet, at the likeliest place first. */
    private Step search(String type, List<String> likely) {
        Place current = places.get(here);
        if (current != null && current.closed) {
            return new Step("The " + here + " is closed. I open it to see what is inside.", "open " + here);
        }
        List<Place> left = places.values().stream()
                .filter(place -> !place.visited)
                .sorted(Comparator.comparingInt(place -> rank(place.type(), likely)))
                .toList();
        if (left.isEmpty()) {
            return new Step("I have looked everywhere and found no " + type + ".", "");
        }
        Place next = left.getFirst();
        return new Step(searching(type, next, left), "go to " + next.name);
    }

    private String searching(String type, Place next, List<Place> left) {
        if (last.action().isEmpty()) {
            String candidates = String.join(
                    ", ", left.stream().map(Place::type).distinct().limit(3).toList());
            return "My task is to " + purpose() + " First I have to find a " + type + ". The likeliest places are: "
                    + candidates + ". I begin with the " + next.name + ".";
        }
        List<String> wordings = List.of(
                "There is no " + type + " here. Next I look at the " + next.name + ".",
                "No " + type + " so far. The " + next.name + " comes next.",
                "Nothing of use here. A " + type + " may be at the " + next.name + ".");
        return last.action().startsWith("take") || last.action().startsWith("put")
                ? "Now I need a " + type + ". I look at the " + next.name + "."
                : wordings.get(left.size() % wordings.size());
    }

    private String purpose() {
        String receptacle = goal.receptacle();
        return switch (goal.type()) {
            case PLACE -> "bring a " + goal.object() + " to the " + receptacle + ".";
            case PLACE_TWO -> "bring two of the " + goal.object() + " to the " + receptacle + ", one after the other.";
            case EXAMINE -> "hold a " + goal.object() + " in the light of the " + receptacle + ".";
            case CLEAN -> "clean a " + goal.object() + " and bring it to the " + receptacle + ".";
            case HEAT -> "heat a " + goal.object() + " and bring it to the " + receptacle + ".";
            case COOL -> "cool a " + goal.object() + " and bring it to the " + receptacle + ".";
        };
    }

    /** What has to be there by itself is looked for last where it has to be brought. */
    private int rank(String type, List<String> likely) {
        if (goal.type() != Goal.Type.EXAMINE && type.equals(goal.receptacle())) {
            return Integer.MAX_VALUE;
        }
        int at = likely.indexOf(type);
        return at < 0 ? likely.size() : at;
    }

    private Optional<String> target(Place place) {
        boolean done = goal.type() != Goal.Type.EXAMINE
                && goal.type().appliance().isEmpty()
                && place.type().equals(goal.receptacle());
        return done
                ? Optional.empty()
                : place.things.stream()
                        .filter(thing -> Layout.typeOf(thing).equals(goal.object()) && !placed.contains(thing))
                        .findFirst();
    }

    /** The one where we are, or else the first. */
    private Optional<Place> nearest(String type) {
        return Stream.concat(Stream.ofNullable(places.get(here)), places.values().stream())
                .filter(place -> place.type().equals(type))
                .findFirst();
    }

    /** Does something at an open place; goes there and opens it first where that is needed. */
    private Step at(Place place, String why, Step then) {
        if (place.name.equals(here) && place.closed) {
            return new Step("The " + place.name + " is closed. I open it.", "open " + place.name);
        }
        return with(place, why, then);
    }

    private Step with(Place place, String why, Step then) {
        return place.name.equals(here) ? then : new Step(why, "go to " + place.name);
    }

    private Optional<Place> known(String name) {
        return Optional.ofNullable(places.get(name));
    }

    private static String nameIn(String action, String before, String after) {
        return action.substring(before.length(), action.indexOf(after));
    }
}
