package io.alltools.trajectories.site;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.site.SitePages.Entry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a site and a question about it. Things and people have pages of their own with facts in a table, a list or
 * sentences; there are lists, a home page, and news that mention other values. A site's name, and with it all that is
 * asked about it, belongs to one split only.
 */
final class SiteGenerator {

    /** What was made. */
    record Made(Site site, Question question) {}

    /** Made-up towns. */
    static final List<String> PLACES = List.of(
            "Alderby",
            "Brackwater",
            "Cressing",
            "Dovecote",
            "Elmhurst",
            "Farrow",
            "Greywick",
            "Hollin",
            "Ivybridge",
            "Jessamy",
            "Kirkwell",
            "Larkspur",
            "Merrow",
            "Netherby",
            "Oakley",
            "Penhallow",
            "Quarley",
            "Ravensea",
            "Stanwick",
            "Thornbury",
            "Upwell",
            "Vennor",
            "Wexcombe",
            "Yarrow",
            "Ashdown",
            "Birling",
            "Coldharbour",
            "Dunholm",
            "Everdon",
            "Fenwick",
            "Garside",
            "Hartmere");

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Bela", "Carla", "Dario", "Edda", "Farid", "Greta", "Hugo", "Ines", "Joris", "Kaya", "Lennart",
            "Mira", "Nils", "Odile", "Pavel", "Rosa", "Sami", "Tilda", "Umar", "Vera", "Wim", "Yuki", "Zora");
    private static final List<String> LAST_NAMES = List.of(
            "Ashby",
            "Bergmann",
            "Castell",
            "Dahl",
            "Ekberg",
            "Fontana",
            "Grieve",
            "Haddad",
            "Ivers",
            "Jansen",
            "Kovac",
            "Lindqvist",
            "Moreau",
            "Novak",
            "Okoro",
            "Petrov",
            "Quist",
            "Rahman",
            "Silva",
            "Tanaka",
            "Urban",
            "Vogel",
            "Weiss",
            "Zeller");
    private static final List<String> ASKED = List.of(
            "%2$s Look it up on the website of %1$s.",
            "According to the website of %1$s: %2$s",
            "Please check the site of %1$s for me. %2$s",
            "I am planning something with %1$s. %2$s");

    private final Draws random;
    private final SiteKind kind;
    private final String name;
    private final SitePages pages;

    private SiteGenerator(Split split, Draws random) {
        this.random = random;
        SiteKind drawnKind;
        String drawnName;
        do {
            drawnKind = random.pick(SiteKind.ALL);
            drawnName = random.pick(PLACES) + " " + random.pick(drawnKind.names());
        } while (Math.floorMod(drawnName.hashCode(), Split.values().length) != split.ordinal());
        kind = drawnKind;
        name = drawnName;
        pages = new SitePages(kind, name, random);
    }

    static Made make(Split split, Draws random) {
        return new SiteGenerator(split, random).make();
    }

    private Made make() {
        List<Entry> people = people(3 + random.nextInt(5));
        List<Entry> things = things(4 + random.nextInt(11));
        Map<Entry, Entry> responsible = new LinkedHashMap<>();
        things.forEach(thing -> responsible.put(thing, random.pick(people)));
        things.forEach(thing -> pages.thingPage(thing, responsible.getOrDefault(thing, thing)));
        people.forEach(person -> pages.personPage(
                person,
                things.stream().filter(t -> person.equals(responsible.get(t))).toList()));
        pages.listPage(kind.things(), things, kind.thingFacts().getFirst());
        pages.listPage(kind.people(), people, kind.personFacts().getFirst());
        int news = 2 + random.nextInt(5);
        for (int i = 1; i <= news; i++) {
            pages.newsPage(i, random.pick(things), random.pick(kind.thingFacts()));
        }
        pages.homePage(news);
        return new Made(pages.site(), question(things, people, responsible));
    }

    private Question question(List<Entry> things, List<Entry> people, Map<Entry, Entry> responsible) {
        Entry thing = random.pick(things);
        String ofThing = "the " + thing.name() + " " + kind.thing();
        return switch (random.nextInt(5)) {
            case 0 -> {
                SiteKind.Fact fact = kind.thingFacts().getFirst();
                boolean most = random.nextBoolean();
                Entry best = things.getFirst();
                for (Entry other : things) {
                    int difference = number(other.facts().get(fact))
                            - number(best.facts().get(fact));
                    best = (most ? difference > 0 : difference < 0) ? other : best;
                }
                String text = "Which " + kind.thing() + " has the " + (most ? "highest" : "lowest") + " value for \""
                        + fact.label().toLowerCase(Locale.ROOT) + "\" of all?";
                yield new Question(
                        asked(text),
                        List.of(best.name()),
                        List.of(kind.things()),
                        List.of("all " + kind.things() + " " + fact.label(), kind.things()),
                        kind.things());
            }
            case 1, 2 -> {
                SiteKind.Fact fact = random.pick(kind.thingFacts());
                yield new Question(
                        asked(String.format(fact.question(), ofThing)),
                        answers(thing.facts().getOrDefault(fact, "")),
                        List.of(thing.name()),
                        List.of(thing.name() + " " + fact.label(), thing.name()),
                        kind.things());
            }
            case 3 -> {
                Entry person = random.pick(people);
                SiteKind.Fact fact = random.pick(kind.personFacts());
                yield new Question(
                        asked(String.format(fact.question(), person.name())),
                        answers(person.facts().getOrDefault(fact, "")),
                        List.of(person.name()),
                        List.of(person.name() + " " + fact.label(), person.name()),
                        kind.people());
            }
            default -> {
                Entry person = responsible.getOrDefault(thing, thing);
                SiteKind.Fact fact = random.pick(kind.personFacts());
                yield new Question(
                        asked(String.format(fact.question(), "the " + kind.relation() + " of " + ofThing)),
                        answers(person.facts().getOrDefault(fact, "")),
                        List.of(thing.name(), person.name()),
                        List.of(thing.name() + " " + kind.relation(), thing.name()),
                        kind.things());
            }
        };
    }

    private String asked(String question) {
        return String.format(random.pick(ASKED), "the " + name, question);
    }

    /** The value, and its number alone where a unit follows it. */
    private static List<String> answers(String value) {
        return value.matches("\\d+ \\p{L}+") ? List.of(value, value.substring(0, value.indexOf(' '))) : List.of(value);
    }

    private List<Entry> people(int count) {
        Map<String, Entry> people = new LinkedHashMap<>();
        while (people.size() < count) {
            String person = random.pick(FIRST_NAMES) + " " + random.pick(LAST_NAMES);
            people.putIfAbsent(
                    person, new Entry(person, "people/" + SitePages.slug(person) + ".html", facts(kind.personFacts())));
        }
        return List.copyOf(people.values());
    }

    private List<Entry> things(int count) {
        SiteKind.Fact first = kind.thingFacts().getFirst();
        Map<String, Entry> things = new LinkedHashMap<>();
        Set<String> firsts = new HashSet<>();
        while (things.size() < count) {
            String thing = random.pick(kind.firsts()) + " " + random.pick(kind.seconds());
            Map<SiteKind.Fact, String> facts = facts(kind.thingFacts());
            // The most and the least must be one.
            if (!things.containsKey(thing) && firsts.add(facts.getOrDefault(first, ""))) {
                things.put(
                        thing,
                        new Entry(thing, SitePages.slug(kind.things()) + "/" + SitePages.slug(thing) + ".html", facts));
            }
        }
        return List.copyOf(things.values());
    }

    private Map<SiteKind.Fact, String> facts(List<SiteKind.Fact> kinds) {
        Map<SiteKind.Fact, String> facts = new LinkedHashMap<>();
        kinds.forEach(fact -> facts.put(fact, fact.draw(random)));
        return facts;
    }

    private static int number(@Nullable String value) {
        return value == null ? 0 : Integer.parseInt(value.replaceAll("\\D.*", ""));
    }
}
