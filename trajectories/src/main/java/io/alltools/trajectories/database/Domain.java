package io.alltools.trajectories.database;

import java.util.List;

/**
 * What a generated table may be about: one key that names each row, columns of a few values each, and numbers.
 *
 * @param firsts the key's first words; each goes with each of the {@code seconds}
 */
record Domain(
        String table,
        String thing,
        String things,
        String key,
        List<String> firsts,
        List<String> seconds,
        List<Category> categories,
        List<Measure> measures) {

    /** @param phrase how a thing with a value is spoken of; {@code %s} is the value */
    record Category(String column, List<String> values, String phrase) {}

    /** @param unit such as {@code euros}; empty for a mere number */
    record Measure(String column, String unit, int low, int high, boolean cents) {}

    static final List<Domain> ALL = List.of(
            new Domain(
                    "hotels",
                    "hotel",
                    "hotels",
                    "name",
                    List.of(
                            "Grand", "Old", "Blue", "Royal", "Little", "Harbour", "Cedar", "Silver", "Sunset",
                            "Queen's", "Garden", "Hill"),
                    List.of(
                            "Lantern", "Anchor", "Terrace", "Palace", "House", "Lodge", "Inn", "View", "Crown",
                            "Arcade"),
                    List.of(
                            category("city", "in %s", "Lisbon", "Tallinn", "Graz", "Bergen", "Porto", "Ghent", "Split"),
                            category("category", "in the category %s", "budget", "business", "boutique", "resort")),
                    List.of(
                            measure("price per night", "euros", 45, 420),
                            measure("rooms", "", 8, 260),
                            cents("rating", "", 2, 5))),
            new Domain(
                    "employees",
                    "employee",
                    "employees",
                    "name",
                    List.of(
                            "Amara", "Jonas", "Priya", "Mateo", "Ingrid", "Kenji", "Leila", "Tomas", "Zoë", "Rashid",
                            "Helena", "Pavel"),
                    List.of(
                            "Okafor",
                            "Lindqvist",
                            "O'Brien",
                            "Castillo",
                            "Novak",
                            "Haddad",
                            "Fischer",
                            "Moreau",
                            "Tanaka",
                            "Silva"),
                    List.of(
                            category(
                                    "department",
                                    "in the %s department",
                                    "Sales",
                                    "Research",
                                    "Support",
                                    "Finance",
                                    "Logistics"),
                            category("office", "at the %s office", "Berlin", "Toronto", "Nairobi", "Osaka")),
                    List.of(
                            measure("salary", "dollars", 28_000, 145_000),
                            measure("years of service", "", 0, 34),
                            measure("vacation days", "", 12, 40))),
            new Domain(
                    "books",
                    "book",
                    "books",
                    "title",
                    List.of(
                            "The Last",
                            "A Quiet",
                            "Beyond the",
                            "The Glass",
                            "Letters from the",
                            "The Winter",
                            "Under the",
                            "The Forgotten",
                            "Maps of the",
                            "The Seventh"),
                    List.of(
                            "Orchard",
                            "Meridian",
                            "Lighthouse",
                            "Archive",
                            "River",
                            "Mountain",
                            "Clockmaker",
                            "Harvest",
                            "Island",
                            "Cathedral"),
                    List.of(
                            category("genre", "of the genre %s", "mystery", "history", "fantasy", "science", "poetry"),
                            category("language", "in %s", "English", "Spanish", "Swahili", "German", "Korean")),
                    List.of(
                            measure("pages", "", 96, 880),
                            measure("year", "", 1925, 2023),
                            cents("price", "dollars", 5, 60))),
            new Domain(
                    "footballers",
                    "player",
                    "players",
                    "player",
                    List.of(
                            "Marco", "Dario", "Emre", "Luka", "Samuel", "Viktor", "Andre", "Yusuf", "Oscar", "Felipe",
                            "Noah", "Karim"),
                    List.of(
                            "Bellini", "Kovac", "Yildiz", "Mensah", "Duarte", "Petrov", "Larsen", "N'Diaye", "Romero",
                            "Weiss"),
                    List.of(
                            category(
                                    "position",
                                    "in the position %s",
                                    "goalkeeper",
                                    "defender",
                                    "midfielder",
                                    "forward"),
                            category("club", "of %s", "FC Aster", "Rovers", "Union Nord", "Real Monte", "Port City")),
                    List.of(measure("goals", "", 0, 41), measure("matches", "", 1, 62), measure("age", "", 17, 39))),
            new Domain(
                    "museum exhibits",
                    "exhibit",
                    "exhibits",
                    "title",
                    List.of(
                            "Bronze", "Painted", "Carved", "Golden", "Broken", "Woven", "Marble", "Ivory", "Striped",
                            "Winged"),
                    List.of(
                            "Mask",
                            "Vase",
                            "Horse",
                            "Chalice",
                            "Tapestry",
                            "Idol",
                            "Compass",
                            "Shield",
                            "Lute",
                            "Tablet"),
                    List.of(
                            category("hall", "in the %s hall", "East", "West", "North", "Central"),
                            category("origin", "from %s", "Egypt", "Peru", "Greece", "China", "Mali", "Persia")),
                    List.of(
                            measure("year of acquisition", "", 1860, 2022),
                            measure("weight", "kilograms", 1, 480),
                            measure("insured value", "dollars", 900, 98_000))),
            new Domain(
                    "recipes",
                    "recipe",
                    "recipes",
                    "dish",
                    List.of(
                            "Spicy",
                            "Smoked",
                            "Roasted",
                            "Creamy",
                            "Grandma's",
                            "Crispy",
                            "Pickled",
                            "Stuffed",
                            "Golden",
                            "Braised"),
                    List.of(
                            "Lentil Soup",
                            "Aubergine",
                            "Mackerel",
                            "Pumpkin Pie",
                            "Dumplings",
                            "Chickpea Stew",
                            "Cabbage",
                            "Risotto",
                            "Flatbread",
                            "Chicken"),
                    List.of(
                            category(
                                    "cuisine",
                                    "from the %s cuisine",
                                    "Turkish",
                                    "Mexican",
                                    "Thai",
                                    "Polish",
                                    "Ethiopian"),
                            category("course", "served as a %s", "starter", "main", "side", "dessert")),
                    List.of(
                            measure("minutes", "", 10, 240),
                            measure("calories", "", 90, 1_250),
                            measure("servings", "", 1, 12))),
            new Domain(
                    "lighthouses",
                    "lighthouse",
                    "lighthouses",
                    "name",
                    List.of(
                            "Cape", "Point", "Rocky", "South", "Gull", "Storm", "Pilot", "Saint", "Raven", "Amber",
                            "Fog"),
                    List.of("Head", "Ness", "Island", "Shoal", "Bar", "Skerry", "Light", "Reef", "Spit", "Cove"),
                    List.of(
                            category("country", "in %s", "Ireland", "Chile", "Norway", "Canada", "Japan"),
                            category("status", "with the status %s", "active", "automated", "abandoned", "restored")),
                    List.of(
                            measure("height", "metres", 6, 82),
                            measure("year built", "", 1760, 1968),
                            measure("range", "nautical miles", 5, 30))),
            new Domain(
                    "server machines",
                    "server",
                    "servers",
                    "host",
                    List.of("apollo", "boreas", "cronos", "demeter", "eos", "fauna", "gaia", "hermes", "iris", "juno"),
                    List.of("-01", "-02", "-03", "-04", "-05", "-06", "-07", "-08", "-09", "-10"),
                    List.of(
                            category("region", "in the region %s", "eu-west", "us-east", "ap-south", "sa-north"),
                            category("role", "with the role %s", "web", "database", "cache", "queue", "batch")),
                    List.of(
                            measure("memory", "GB", 4, 512),
                            measure("cores", "", 2, 96),
                            measure("uptime days", "", 0, 900))),
            new Domain(
                    "courses",
                    "course",
                    "courses",
                    "title",
                    List.of(
                            "Introduction to",
                            "Advanced",
                            "Applied",
                            "Topics in",
                            "Foundations of",
                            "Practical",
                            "Modern",
                            "Seminar on"),
                    List.of(
                            "Botany",
                            "Statistics",
                            "Acoustics",
                            "Linguistics",
                            "Robotics",
                            "Ethics",
                            "Cartography",
                            "Optics",
                            "Genetics",
                            "Typography"),
                    List.of(
                            category("faculty", "of the faculty of %s", "Science", "Arts", "Engineering", "Law"),
                            category("term", "held in the %s term", "spring", "autumn", "winter")),
                    List.of(
                            measure("credits", "", 2, 15),
                            measure("students", "", 4, 310),
                            cents("fee", "euros", 20, 900))),
            new Domain(
                    "ferry routes",
                    "route",
                    "routes",
                    "route",
                    List.of(
                            "Alder",
                            "Brine",
                            "Cormorant",
                            "Drift",
                            "Eddy",
                            "Fjord",
                            "Gannet",
                            "Heron",
                            "Inlet",
                            "Jetty"),
                    List.of("Express", "Line", "Shuttle", "Crossing", "Link", "Night Boat", "Loop", "Coaster"),
                    List.of(
                            category("harbour", "from %s", "Kiel", "Dover", "Rostock", "Ystad", "Turku"),
                            category("operator", "run by %s", "BlueSea", "Nordline", "Baltica", "Seaway")),
                    List.of(
                            measure("distance", "kilometres", 3, 640),
                            measure("passengers", "", 40, 2_800),
                            cents("fare", "euros", 4, 160))),
            new Domain(
                    "city trees",
                    "tree",
                    "trees",
                    "tag",
                    List.of("OAK", "ELM", "ASH", "LIN", "MAP", "BIR", "PIN", "WIL", "POP", "CED"),
                    List.of("-1042", "-1187", "-1263", "-1308", "-1471", "-1529", "-1640", "-1712", "-1856", "-1933"),
                    List.of(
                            category(
                                    "district",
                                    "in the district %s",
                                    "Old Town",
                                    "Riverside",
                                    "Hillcrest",
                                    "Docklands"),
                            category("condition", "in %s condition", "good", "fair", "poor", "excellent")),
                    List.of(
                            measure("height", "metres", 2, 38),
                            measure("trunk girth", "centimetres", 18, 420),
                            measure("year planted", "", 1898, 2021))),
            new Domain(
                    "concerts",
                    "concert",
                    "concerts",
                    "act",
                    List.of(
                            "The Velvet",
                            "Electric",
                            "Midnight",
                            "Paper",
                            "Neon",
                            "Hollow",
                            "The Northern",
                            "Wild",
                            "Static",
                            "Crimson"),
                    List.of(
                            "Foxes",
                            "Parade",
                            "Choir",
                            "Pilots",
                            "Gardens",
                            "Echoes",
                            "Machines",
                            "Sailors",
                            "Thieves",
                            "Orchestra"),
                    List.of(
                            category("venue", "at %s", "Arena Nova", "The Cellar", "Lakeside Stage", "Opera Hall"),
                            category("genre", "of the genre %s", "rock", "jazz", "folk", "electronic", "classical")),
                    List.of(
                            measure("tickets sold", "", 80, 18_000),
                            measure("minutes", "", 45, 190),
                            cents("ticket price", "dollars", 12, 180))));

    private static Category category(String column, String phrase, String... values) {
        return new Category(column, List.of(values), phrase);
    }

    private static Measure measure(String column, String unit, int low, int high) {
        return new Measure(column, unit, low, high, false);
    }

    private static Measure cents(String column, String unit, int low, int high) {
        return new Measure(column, unit, low, high, true);
    }
}
