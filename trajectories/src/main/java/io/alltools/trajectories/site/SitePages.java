package io.alltools.trajectories.site;

import io.alltools.trajectories.environment.Draws;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Writes the HTML of a generated site: each page with its address, a heading, and links to others. */
final class SitePages {

    /** A thing or a person. */
    record Entry(String name, String path, Map<SiteKind.Fact, String> facts) {}

    private static final List<String> REMARKS =
            List.of("open to everybody", "ask for details", "new this year", "much asked for", "by appointment only");

    private final SiteKind kind;
    private final String name;
    private final String root;
    private final Draws random;
    private final Map<String, String> pages = new TreeMap<>();

    /** @param name of the site */
    SitePages(SiteKind kind, String name, Draws random) {
        this.kind = kind;
        this.name = name;
        this.random = random;
        root = "https://www." + slug(name) + ".example";
    }

    Site site() {
        return new Site(root + "/index.html", pages);
    }

    void thingPage(Entry thing, Entry person) {
        String body = "<p>" + esc(thing.name()) + " is one of the "
                + esc(kind.things().toLowerCase(Locale.ROOT)) + " of the "
                + esc(name) + ". This page has been checked by the people who work with it every day, and it is kept up"
                + " to date through the year.</p>" + factsHtml(thing)
                + "<p>The " + kind.relation() + " of this " + kind.thing() + " is " + link(person)
                + ", who answers questions about it by telephone or in person.</p>";
        page(thing.path(), thing.name(), body);
    }

    void personPage(Entry person, List<Entry> things) {
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

    /** A table of entries with one of their facts. */
    void listPage(String title, List<Entry> entries, SiteKind.Fact column) {
        StringBuilder body = new StringBuilder("<p>All " + esc(title.toLowerCase(Locale.ROOT)) + " of the " + esc(name)
                + " at a glance, with what is asked for most. Every name leads to a page that says more.</p><table><tr>"
                + "<th>Name</th><th>" + esc(column.label()) + "</th><th>Remark</th></tr>");
        for (Entry entry : entries) {
            body.append("<tr><td>")
                    .append(link(entry))
                    .append("</td><td>")
                    .append(esc(entry.facts().getOrDefault(column, "")))
                    .append("</td><td>")
                    .append(random.pick(REMARKS))
                    .append("</td></tr>");
        }
        page(slug(title) + ".html", title, body.append("</table>").toString());
    }

    /** Tells another value of a fact, which does not hold any more. */
    void newsPage(int number, Entry thing, SiteKind.Fact fact) {
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

    void homePage(int news) {
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

    /** For use in addresses. */
    static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
