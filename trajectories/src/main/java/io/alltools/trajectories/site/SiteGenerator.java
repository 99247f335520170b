package io.alltools.trajectories.site;

import io.alltools.trajectories.environment.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

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

    private final RandomGenerator random;
    private final SiteKind kind;
    private final String name;
    private final String root;
    private final Map<String, String> pages = new TreeMap<>();

    /** A thing or a person. */
    private record Entry(String name, String path, Map<SiteKind.Fact, String> facts) {}

    private SiteGenerator(Split split, RandomGenerator random) {
        this.random = random;
        SiteKind drawnKind;
        String drawnName;
        do {
            drawnKind = pick(SiteKind.ALL);
            drawnName = pick(PLACES) + " " + pick(drawnKind.names());
        } while (Math.floorMod(drawnName.hashCode(), Split.values().length) != split.ordinal());
        kind = drawnKind;
        name = drawnName;
        root = "https://www." + slug(name) + ".example";
    }

    static Made make(Split split, RandomGenerator random) {
        return new SiteGenerator(split, random).make();
    }

    private Made make() {
        List<Entry> people = people(3 + random.nextInt(5));
        List<Entry> things = things(4 + random.nextInt(11));
        Map<Entry, Entry> responsible = new LinkedHashMap<>();
        things.forEach(thing -> responsible.put(thing, pick(people)));
        things.forEach(thing -> thingPage(thing, responsible.getOrDefault(thing, thing)));
        people.forEach(person -> personPage(
                person,
                things.stream().filter(t -> person.equals(responsible.get(t))).toList()));
        listPage(
                kind.things(),
                slug(kind.things()) + ".html",
                things,
                kind.thingFacts().getFirst());
        listPage(
                kind.people(),
                slug(kind.people()) + ".html",
                people,
                kind.personFacts().getFirst());
        int news = 2 + random.nextInt(5);
        for (int i = 1; i <= news; i++) {
            newsPage(i, pick(things));
        }
        homePage(news);
        return new Made(new Site(root + "/index.html", pages), question(things, people, responsible));
    }

    private Question question(List<Entry> things, List<Entry> people, Map<Entry, Entry> responsible) {
        Entry thing = pick(things);
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
                SiteKind.Fact fact = pick(kind.thingFacts());
                yield new Question(
                        asked(String.format(fact.question(), ofThing)),
                        answers(thing.facts().getOrDefault(fact, "")),
                        List.of(thing.name()),
                        List.of(thing.name() + " " + fact.label(), thing.name()),
                        kind.things());
            }
            case 3 -> {
                Entry person = pick(people);
                SiteKind.Fact fact = pick(kind.personFacts());
                yield new Question(
                        asked(String.format(fact.question(), person.name())),
                        answers(person.facts().getOrDefault(fact, "")),
                        List.of(person.name()),
                        List.of(person.name() + " " + fact.label(), person.name()),
                        kind.people());
            }
            default -> {
                Entry person = responsible.getOrDefault(thing, thing);
                SiteKind.Fact fact = pick(kind.personFacts());
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
        return String.format(pick(ASKED), "the " + name, question);
    }

    /** The value, and its number alone where a unit follows it. */
    private static List<String> answers(String value) {
        return value.matches("\\d+ \\p{L}+") ? List.of(value, value.substring(0, value.indexOf(' '))) : List.of(value);
    }

    private List<Entry> people(int count) {
        Map<String, Entry> people = new LinkedHashMap<>();
        while (people.size() < count) {
            String person = pick(FIRST_NAMES) + " " + pick(LAST_NAMES);
            people.putIfAbsent(
                    person, new Entry(person, "people/" + slug(person) + ".html", facts(kind.personFacts())));
        }
        return List.copyOf(people.values());
    }

    private List<Entry> things(int count) {
        SiteKind.Fact first = kind.thingFacts().getFirst();
        Map<String, Entry> things = new LinkedHashMap<>();
        java.util.Set<String> firsts = new java.util.HashSet<>();
        while (things.size() < count) {
            String thing = pick(kind.firsts()) + " " + pick(kind.seconds());
            Map<SiteKind.Fact, String> facts = facts(kind.thingFacts());
            // The most and the least must be one.
            if (!things.containsKey(thing) && firsts.add(facts.getOrDefault(first, ""))) {
                things.put(thing, new Entry(thing, slug(kind.things()) + "/" + slug(thing) + ".html", facts));
            }
        }
        return List.copyOf(things.values());
    }

    private Map<SiteKind.Fact, String> facts(List<SiteKind.Fact> kinds) {
        Map<SiteKind.Fact, String> facts = new LinkedHashMap<>();
        kinds.forEach(fact -> facts.put(fact, fact.draw(random)));
        return facts;
    }

    private void thingPage(Entry thing, Entry person) {
        String body = "<p>" + esc(thing.name()) + " is one of the "
                + esc(kind.things().toLowerCase(Locale.ROOT)) + " of the "
                + esc(name) + ". This page has been checked by the people who work with it every day, and it is kept up"
                + " to date through the year.</p>" + factsHtml(thing)
                + "<p>The " + kind.relation() + " of this " + kind.thing() + " is " + link(person)
                + ", who answers questions about it by telephone or in person.</p>";
        page(thing.path(), thing.name(), body);
    }

    private void personPage(Entry person, List<Entry> things) {
        StringBuilder body = new StringBuilder("<p>" + esc(person.name()) + " works for the " + esc(name)
                + " and is glad to be of help. Please write or call beforehand, since not everybody is in the house on"
                + " every day of the week.</p>");
        body.append(factsHtml(person));
        if (!things.isEmpty()) {
            body.append("<h2>Responsible for</h2><ul>");
            things.forEach(thing -> body.append("<li>")
                    .append(link(thing))
                    .append(", as its ")
                    .append(kind.relation())
                    .append(" since the beginning</li>"));
            body.append("</ul>");
        }
        page(person.path(), person.name(), body.toString());
    }

    /** As a table, a list of terms or sentences. */
    private String factsHtml(Entry entry) {
        StringBuilder html = new StringBuilder();
        List<Map.Entry<SiteKind.Fact, String>> facts =
                new ArrayList<>(entry.facts().entrySet());
        Collections.shuffle(facts, Random.from(random));
        int form = random.nextInt(3);
        html.append(List.of("<table>", "<dl>", "<p>").get(form));
        for (Map.Entry<SiteKind.Fact, String> fact : facts) {
            String shape = List.of(
                            "<tr><th>%s</th><td>%s</td></tr>", "<dt>%s</dt><dd>%s</dd>", "<b>%s</b> is given as %s. ")
                    .get(form);
            html.append(String.format(shape, esc(fact.getKey().label()), esc(fact.getValue())));
        }
        return html.append(List.of("</table>", "</dl>", "</p>").get(form)).toString();
    }

    private void listPage(String title, String path, List<Entry> entries, SiteKind.Fact column) {
        StringBuilder body = new StringBuilder("<p>All " + esc(title.toLowerCase(Locale.ROOT)) + " of the " + esc(name)
                + " at a glance, with what is asked for most. Every name leads to a page that says more.</p><table><tr>"
                + "<th>Name</th><th>" + esc(column.label()) + "</th><th>Remark</th></tr>");
        for (Entry entry : entries) {
            body.append("<tr><td>")
                    .append(link(entry))
                    .append("</td><td>")
                    .append(esc(entry.facts().getOrDefault(column, "")))
                    .append("</td><td>")
                    .append(pick(List.of(
                            "open to everybody",
                            "ask for details",
                            "new this year",
                            "much asked for",
                            "by appointment only")))
                    .append("</td></tr>");
        }
        page(path, title, body.append("</table>").toString());
    }

    private void newsPage(int number, Entry thing) {
        SiteKind.Fact fact = pick(kind.thingFacts());
        page(
                "news/" + number + ".html",
                "News " + number + ": a look back",
                "<p>It was a full year for the " + esc(name)
                        + ". Some of our visitors will remember that the " + esc(thing.name())
                        + " once had another value for "
                        + esc(fact.label().toLowerCase(Locale.ROOT)) + ", namely " + esc(fact.draw(random))
                        + "; that has changed since. We thank all who came, wrote and called, and look forward to the next"
                        + " one.</p>");
    }

    private void homePage(int news) {
        StringBuilder body = new StringBuilder(
                "<p>Welcome to the " + esc(name) + ". On these pages you find our "
                        + link(kind.things(), slug(kind.things()) + ".html") + " with all their details, and the "
                        + link(kind.people(), slug(kind.people()) + ".html")
                        + " who look after them. We are open from Tuesday to Saturday and closed on public holidays.</p><p>News:");
        for (int i = 1; i <= news; i++) {
            body.append(" what happened in part ")
                    .append(link("number " + i, "news/" + i + ".html"))
                    .append(" of the year;");
        }
        page("index.html", name, body.append("</p>").toString());
    }

    private void page(String path, String title, String body) {
        String whole = title.equals(name) ? title : title + " – " + name;
        pages.put(
                path,
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + esc(whole)
                        + "</title><link rel=\"canonical\" href=\"" + root + "/" + path
                        + "\"></head>\n<body><header><a href=\"/index.html\">"
                        + esc(name) + "</a></header><main><h1>" + esc(title) + "</h1>\n" + body
                        + "\n</main><footer>All information without guarantee.</footer></body></html>\n");
    }

    private static String link(Entry entry) {
        return link(entry.name(), entry.path());
    }

    private static String link(String label, String path) {
        return "<a href=\"/" + path + "\">" + esc(label) + "</a>";
    }

    private static String esc(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private static int number(@org.jspecify.annotations.Nullable String value) {
        return value == null ? 0 : Integer.parseInt(value.replaceAll("\\D.*", ""));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
