package io.alltools.trajectories.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What households have: rooms with their furniture, and things with the places where people keep them. */
final class Household {

    /** Furniture that is open or closed. */
    static final Set<String> OPENABLE = Set.of("fridge", "cabinet", "microwave", "drawer", "safe");

    /** Lights that can be switched on; they stand somewhere and can't be taken. */
    static final List<String> LAMPS = List.of("desklamp", "floorlamp");

    static final List<String> LAMP_PLACES = List.of("desk", "sidetable", "dresser", "shelf", "coffeetable");

    /** @param furniture by type: the least and the greatest number of pieces */
    record Room(String name, Map<String, int[]> furniture) {}

    /** @param places types of furniture, the likeliest first */
    record Thing(String type, List<String> rooms, List<String> places, boolean cleans, boolean heats, boolean cools) {}

    private static final List<Room> ROOMS = List.of(
            room(
                    "kitchen",
                    "countertop 1-3, cabinet 3-7, drawer 2-5, fridge 1, microwave 1, sinkbasin 1, stoveburner 2-4,"
                            + " coffeemachine 1, toaster 1, garbagecan 1, diningtable 0-1, shelf 0-2"),
            room(
                    "livingroom",
                    "sofa 1, armchair 1-2, coffeetable 1, sidetable 1-3, drawer 1-4, shelf 1-4, cabinet 0-3,"
                            + " tvstand 0-1, ottoman 0-1, safe 0-1, dresser 0-1, garbagecan 1"),
            room(
                    "bedroom",
                    "bed 1, desk 1-2, drawer 2-5, shelf 1-4, sidetable 1-2, dresser 0-1, armchair 0-1,"
                            + " laundryhamper 0-1, safe 0-1, garbagecan 1"),
            room(
                    "bathroom",
                    "countertop 1-2, sinkbasin 1-2, cabinet 2-4, toilet 1, towelholder 1, handtowelholder 1-2,"
                            + " toiletpaperhanger 1, garbagecan 1, bathtubbasin 0-1, drawer 0-3, shelf 0-2, cart 0-1"));

    private static final Map<String, Thing> THINGS = new LinkedHashMap<>();

    static {
        things(
                "kitchen",
                "countertop fridge diningtable sinkbasin garbagecan microwave",
                "clean heat cool",
                "apple potato tomato egg");
        things("kitchen", "countertop fridge diningtable garbagecan microwave", "heat cool", "bread");
        things("kitchen", "fridge countertop diningtable sinkbasin garbagecan", "clean cool", "lettuce");
        things(
                "kitchen",
                "countertop cabinet diningtable sinkbasin coffeemachine shelf fridge microwave",
                "clean heat cool",
                "mug");
        things(
                "kitchen",
                "cabinet countertop diningtable sinkbasin shelf fridge microwave",
                "clean heat cool",
                "cup plate");
        things("kitchen", "cabinet countertop diningtable sinkbasin shelf fridge", "clean cool", "bowl");
        things("kitchen", "stoveburner countertop cabinet sinkbasin diningtable fridge", "clean cool", "pan pot");
        things(
                "kitchen",
                "drawer countertop diningtable sinkbasin",
                "clean",
                "fork spoon knife butterknife spatula ladle");
        things("kitchen", "cabinet countertop drawer diningtable shelf", "", "saltshaker peppershaker");
        things("kitchen", "countertop cabinet stoveburner sinkbasin shelf", "clean", "kettle");
        things("kitchen", "countertop cabinet fridge diningtable garbagecan shelf", "cool", "winebottle");
        things("kitchen", "countertop cabinet sinkbasin diningtable shelf", "", "glassbottle");
        things(
                "kitchen bathroom",
                "sinkbasin countertop drawer cabinet bathtubbasin toilet cart garbagecan",
                "clean",
                "dishsponge");
        things(
                "kitchen bathroom",
                "countertop cabinet drawer shelf cart toilet garbagecan",
                "",
                "soapbottle spraybottle");
        things(
                "livingroom bedroom",
                "sidetable coffeetable desk dresser drawer sofa armchair safe shelf bed",
                "",
                "keychain creditcard cellphone watch");
        things("livingroom", "coffeetable sofa sidetable armchair tvstand drawer shelf ottoman", "", "remotecontrol");
        things("livingroom bedroom", "desk sidetable coffeetable dresser drawer shelf garbagecan", "", "pen pencil cd");
        things("livingroom bedroom", "desk bed sofa coffeetable sidetable armchair dresser shelf drawer", "", "book");
        things("livingroom bedroom", "bed desk sofa coffeetable armchair ottoman sidetable dresser", "", "laptop");
        things("livingroom", "sofa coffeetable armchair sidetable garbagecan drawer ottoman shelf", "", "newspaper");
        things("livingroom bedroom", "sofa armchair coffeetable sidetable desk dresser shelf cabinet", "", "box");
        things("livingroom bedroom", "bed sofa armchair ottoman", "", "pillow");
        things("livingroom bedroom", "shelf sidetable coffeetable dresser desk cabinet safe", "", "vase statue candle");
        things("bedroom", "sidetable desk dresser shelf", "", "alarmclock");
        things("bedroom livingroom", "bed desk dresser sidetable sofa armchair", "", "basketball tennisracket");
        things(
                "livingroom bathroom",
                "sidetable coffeetable toilet countertop shelf cabinet tvstand drawer",
                "",
                "tissuebox");
        things(
                "bathroom",
                "sinkbasin countertop bathtubbasin toilet drawer cabinet cart garbagecan",
                "clean",
                "soapbar");
        things(
                "bathroom bedroom",
                "countertop drawer bathtubbasin laundryhamper sinkbasin cabinet shelf dresser toilet",
                "clean",
                "cloth");
        things(
                "bathroom",
                "toiletpaperhanger cabinet toilet countertop drawer shelf cart garbagecan",
                "",
                "toiletpaper");
        things("bathroom", "handtowelholder countertop sinkbasin cabinet drawer bathtubbasin shelf", "", "handtowel");
        things("bathroom", "towelholder bathtubbasin countertop shelf", "", "towel");
    }

    private Household() {}

    static List<Room> rooms() {
        return ROOMS;
    }

    static Room room(String name) {
        return ROOMS.stream()
                .filter(room -> room.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no room \"" + name + "\""));
    }

    static List<Thing> things() {
        return List.copyOf(THINGS.values());
    }

    /** A thing that is not listed is kept where it can be seen. */
    static Thing thing(String type) {
        Thing known = THINGS.get(type);
        return known != null
                ? known
                : new Thing(
                        type,
                        List.of(),
                        List.of("countertop", "shelf", "sidetable", "coffeetable", "desk", "dresser", "diningtable"),
                        false,
                        false,
                        false);
    }

    static boolean isKnown(String type) {
        return THINGS.containsKey(type);
    }

    static boolean isFurniture(String type) {
        return ROOMS.stream().anyMatch(room -> room.furniture().containsKey(type));
    }

    private static Room room(String name, String furniture) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (String piece : furniture.split(", ", -1)) {
            String[] words = piece.split(" ", -1);
            String[] bounds = words[1].split("-", -1);
            int least = Integer.parseInt(bounds[0]);
            counts.put(words[0], new int[] {least, Integer.parseInt(bounds[bounds.length - 1])});
        }
        return new Room(name, counts);
    }

    private static void things(String rooms, String places, String treatments, String types) {
        List<String> done = words(treatments);
        for (String type : words(types)) {
            THINGS.put(
                    type,
                    new Thing(
                            type,
                            words(rooms),
                            words(places),
                            done.contains("clean"),
                            done.contains("heat"),
                            done.contains("cool")));
        }
    }

    private static List<String> words(String text) {
        return new ArrayList<>(List.of(text.split(" ", -1)));
    }
}
