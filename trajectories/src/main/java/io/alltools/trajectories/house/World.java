package io.alltools.trajectories.house;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The house while somebody acts in it. Actions, their conditions and what is said about them follow ALFWorld
 * (alfred.pddl, alfred.twl2). A thing is in one place or in the hand, and the hand holds one thing.
 */
final class World {

    static final String NOTHING = "Nothing happens.";
    static final String WON = "You won! The task is done.";

    private final Goal goal;
    private final Map<String, Piece> furniture = new LinkedHashMap<>(); // by name
    private final Map<String, Thing> things = new LinkedHashMap<>(); // by name
    private @Nullable Piece here; // null in the middle of the room
    private @Nullable Thing held;
    private boolean won;

    World(Layout layout) {
        goal = layout.goal();
        for (Layout.Furniture piece : layout.furniture()) {
            furniture.put(piece.name(), new Piece(piece.name(), piece.type(), piece.location()));
        }
        for (Layout.Item item : layout.items()) {
            Thing thing = new Thing(item.name(), item.type());
            thing.place = furniture.get(item.place());
            things.put(thing.name, thing);
        }
    }

    private enum Warmth {
        NONE,
        HOT,
        COOL
    }

    /** A piece of furniture. */
    private static final class Piece {

        private final String name;
        private final String type;
        private final int location;
        private boolean open;

        Piece(String name, String type, int location) {
            this.name = name;
            this.type = type;
            this.location = location;
        }

        boolean openable() {
            return Household.OPENABLE.contains(type);
        }

        boolean reachable() {
            return open || !openable();
        }
    }

    /** Something that is in or on a piece of furniture, or held. */
    private static final class Thing {

        private final String name;
        private final String type;
        private @Nullable Piece place; // null while held
        private boolean clean;
        private Warmth warmth = Warmth.NONE;
        private boolean on;
        private boolean used; // a lamp that was ever switched

        Thing(String name, String type) {
            this.name = name;
            this.type = type;
        }

        boolean lamp() {
            return Household.LAMPS.contains(type);
        }
    }

    /** Whether the goal was reached; it stays so. */
    boolean won() {
        return won;
    }

    /** The goal holds as things are. */
    boolean reached() {
        String type = goal.type() == Goal.Type.EXAMINE ? "" : goal.receptacle();
        long placed = things.values().stream()
                .filter(thing -> thing.type.equals(goal.object()))
                .filter(thing -> thing.place != null && thing.place.type.equals(type))
                .filter(this::treated)
                .count();
        return goal.type() == Goal.Type.EXAMINE
                ? held != null && held.type.equals(goal.object()) && lit()
                : placed >= goal.type().wanted();
    }

    private boolean treated(Thing thing) {
        return switch (goal.type()) {
            case CLEAN -> thing.clean;
            case HEAT -> thing.warmth == Warmth.HOT;
            case COOL -> thing.warmth == Warmth.COOL;
            case PLACE, PLACE_TWO, EXAMINE -> true;
        };
    }

    /** A lamp of the goal's kind stands here and has been switched. */
    private boolean lit() {
        return things.values().stream()
                .anyMatch(thing -> thing.type.equals(goal.receptacle()) && thing.used && thing.place == here);
    }

    /** The names of all things by the furniture they are in or on, open or not; under the empty name what is held. */
    Map<String, List<String>> contents() {
        Map<String, List<String>> contents = new LinkedHashMap<>();
        furniture
                .values()
                .forEach(piece -> contents.put(
                        piece.name, inside(piece).map(thing -> thing.name).toList()));
        contents.put("", Stream.ofNullable(held).map(thing -> thing.name).toList());
        return contents;
    }

    /** What one sees first. */
    String overview() {
        return "You are in the middle of a room. Looking quickly around you, you see "
                + listed(furniture.keySet().stream()) + ".";
    }

    /** Does what an action says, or nothing where it is none of the {@link #admissible()}. */
    String act(String action) {
        Supplier<String> possible = possible().get(action);
        if (possible == null) {
            return NOTHING;
        }
        String said = possible.get();
        if (reached()) {
            won = true;
            return said + " " + WON;
        }
        return said;
    }

    /** All actions that are possible now, in the order of the alphabet; none once the task is done. */
    List<String> admissible() {
        return List.copyOf(possible().keySet());
    }

    /** What is possible: each action with what it does, which tells the observation. */
    private SortedMap<String, Supplier<String>> possible() {
        SortedMap<String, Supplier<String>> actions = new TreeMap<>();
        if (won) {
            return actions;
        }
        actions.put("look", this::look);
        actions.put("inventory", this::inventory);
        for (Piece piece : furniture.values()) {
            if (piece != here) {
                actions.put("go to " + piece.name, () -> goTo(piece));
            }
        }
        if (here != null) {
            addActionsAt(here, actions);
        }
        if (held != null) {
            addActionsWith(held, actions);
        }
        return actions;
    }

    private void addActionsAt(Piece piece, SortedMap<String, Supplier<String>> actions) {
        actions.put("examine " + piece.name, () -> described(piece));
        if (piece.openable() && !piece.open) {
            actions.put("open " + piece.name, () -> {
                piece.open = true;
                return "You open the " + piece.name + ". " + described(piece);
            });
        } else if (piece.openable()) {
            actions.put("close " + piece.name, () -> {
                piece.open = false;
                return "You close the " + piece.name + ".";
            });
        }
        if (piece.reachable()) {
            inside(piece).forEach(thing -> {
                actions.put("examine " + thing.name, () -> described(thing));
                if (thing.lamp()) {
                    actions.put("use " + thing.name, () -> use(thing));
                } else if (held == null) {
                    actions.put("take " + thing.name + " from " + piece.name, () -> take(thing, piece));
                }
            });
        }
    }

    private void addActionsWith(Thing thing, SortedMap<String, Supplier<String>> actions) {
        actions.put("examine " + thing.name, () -> described(thing));
        if (here == null) {
            return;
        }
        Piece piece = here;
        if (piece.reachable() && accepts(piece, thing)) {
            actions.put("put " + thing.name + " in/on " + piece.name, () -> put(thing, piece));
        }
        Household.Thing kind = Household.thing(thing.type);
        boolean wanted = thing.type.equals(goal.object())
                && piece.type.equals(goal.type().appliance());
        switch (piece.type) {
            case "sinkbasin" -> addTreatment("clean", kind.cleans() || wanted, thing, piece, actions);
            case "microwave" -> addTreatment("heat", kind.heats() || wanted, thing, piece, actions);
            case "fridge" -> addTreatment("cool", kind.cools() || wanted, thing, piece, actions);
            default -> {}
        }
    }

    private static void addTreatment(
            String verb, boolean takesIt, Thing thing, Piece with, SortedMap<String, Supplier<String>> actions) {
        if (takesIt) {
            actions.put(verb + " " + thing.name + " with " + with.name, () -> {
                switch (verb) {
                    case "clean" -> thing.clean = true;
                    case "heat" -> thing.warmth = Warmth.HOT;
                    default -> thing.warmth = Warmth.COOL;
                }
                return "You " + verb + " the " + thing.name + " using the " + with.name + ".";
            });
        }
    }

    private String look() {
        return here == null ? overview() : "You are facing the " + here.name + ". Next to it, you see nothing.";
    }

    private String inventory() {
        return held == null ? "You are not carrying anything." : "You are carrying: a " + held.name + ".";
    }

    private String goTo(Piece piece) {
        here = piece;
        return "You arrive at loc " + piece.location + ". " + described(piece);
    }

    private String take(Thing thing, Piece from) {
        thing.place = null;
        held = thing;
        return "You pick up the " + thing.name + " from the " + from.name + ".";
    }

    private String put(Thing thing, Piece to) {
        thing.place = to;
        held = null;
        return "You put the " + thing.name + " in/on the " + to.name + ".";
    }

    private static String use(Thing lamp) {
        lamp.on = !lamp.on;
        lamp.used = true;
        return "You turn " + (lamp.on ? "on" : "off") + " the " + lamp.name + ".";
    }

    private String described(Piece piece) {
        if (!piece.reachable()) {
            return "The " + piece.name + " is closed.";
        }
        String things = listed(inside(piece).map(thing -> thing.name));
        return piece.openable()
                ? "The " + piece.name + " is open. In it, you see " + things + "."
                : "On the " + piece.name + ", you see " + things + ".";
    }

    private static String described(Thing thing) {
        if (thing.lamp()) {
            return "This " + thing.name + " is " + (thing.on ? "on." : "off.");
        }
        return switch (thing.warmth) {
            case HOT -> "This is a hot " + (thing.clean ? "and clean " : "") + thing.name + ".";
            case COOL -> "This is a " + (thing.clean ? "cool and clean " : "cold ") + thing.name + ".";
            case NONE ->
                thing.clean
                        ? "This is a clean " + thing.name + "."
                        : "There's nothing special about " + thing.name + ".";
        };
    }

    /** People put things where such things are kept, and where they were asked to. */
    private boolean accepts(Piece piece, Thing thing) {
        return Household.thing(thing.type).places().contains(piece.type)
                || thing.type.equals(goal.object()) && piece.type.equals(goal.receptacle());
    }

    private Stream<Thing> inside(Piece piece) {
        return things.values().stream().filter(thing -> thing.place == piece);
    }

    private static String listed(Stream<String> names) {
        List<String> all = names.map(name -> "a " + name).toList();
        return switch (all.size()) {
            case 0 -> "nothing";
            case 1 -> all.getFirst();
            default -> String.join(", ", all.subList(0, all.size() - 1)) + ", and " + all.getLast();
        };
    }
}
