package io.alltools.trajectories.site;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Ways through forms, filters and bookings that element tasks are generated from.
 *
 * @param sites names
 * @param opening how the task begins
 */
record ElementFlow(List<String> sites, String opening, List<Stop> stops) {

    /**
     * A page and what is to be done there.
     *
     * @param text what the page says
     * @param tag of the element, such as {@code button}
     * @param label of it; with {@code %s} where each value has an element of its own
     * @param fragment what the task says of it, with {@code %s} for the value; empty for what goes without saying
     * @param others elements beside it
     */
    private record Stop(
            String title,
            String text,
            String tag,
            String label,
            ElementStep.Operation operation,
            String fragment,
            List<String> values,
            List<String> others) {}

    /** What was made. */
    record Made(String website, String goal, List<ElementStep> steps) {}

    private static final int MOST_STEPS = 5;

    private static final List<String> FURNITURE = List.of(
            "<a> Home",
            "<a> Log in",
            "<a> Help",
            "<a> Privacy",
            "<button> Accept cookies",
            "<a> Contact us",
            "<input type=email> Newsletter address",
            "<button> Subscribe",
            "<select> Language (English, Nederlands, Español)",
            "<a> Careers",
            "<button> Menu",
            "<a> Accessibility");

    /**
     * A flow's first line is "sites | opening"; a stop is "title | text | tag | label | operation | fragment | values |
     * others".
     */
    private static final String TABLE = """
            Harbour Museum/Clock Museum/Botanical Halls/Railway Museum | Book a visit to the %s
            Start | Welcome. Plan your day with us. | <a> | Book a visit | CLICK | | | <a> Opening hours; <a> Exhibits; <a> Buy a gift card
            Choose a tour | All tours start at the main door. | <select> | Tour | SELECT | on the %s | Highlights tour/Family tour/Night tour/Backstage tour/Audio tour | <select> Meeting language (English, French); <input type=text> Voucher code
            Visitors | Groups of up to twelve are welcome. | <input type=number> | Number of visitors | TYPE | for %s people | 2/3/4/5/6/7/8/9/10/11/12 | <input type=number> Number of wheelchairs; <input type=text> Voucher code; <button> Reset
            Time | These times are free on that day. | <button> | %s | CLICK | starting at %s | 9:00/10:30/12:00/13:30/15:00/16:30 | <button> Earlier; <button> Later
            Your details | We send the tickets by mail. | <input type=text> | Name on the booking | TYPE | in the name of %s | Ada Weiss/Hugo Silva/Mira Dahl/Sami Okoro/Rosa Novak/Wim Jansen | <input type=email> Mail address; <input type=text> Remarks
            Check | Please check your booking. | <button> | Confirm booking | CLICK | | | <button> Change tour; <button> Cancel booking; <input type=checkbox> Keep me informed

            Page & Quill Books/Northside Records/The Lamp Store/Green Thumb Seeds | Find something on the site of %s
            Start | Thousands of things, sent from our own store. | <input type=search> | Search the store | TYPE | that matches "%s" | winter evenings/sea shanties/small kitchens/old maps/first steps/morning light | <a> New this week; <a> Gift ideas
            Results | Narrow down what you see. | <select> | Sort by | SELECT | sorted by %s | Price low to high/Price high to low/Newest first/Best rated | <select> Items per page (24, 48, 96); <button> Clear filters
            Results | Narrow down what you see. | <input type=checkbox> | %s | CLICK | with only %s ticked | In stock/On sale/Second hand/Signed copies/Ships today | <button> Show more filters; <select> Sort by (Newest first, Best rated)
            Results | Narrow down what you see. | <input type=number> | Highest price | TYPE | that costs no more than %s | 10/15/20/25/40/60/75 | <input type=number> Lowest price; <button> Apply
            Results | Six results. | <a> | %s result | CLICK | and open the %s result | First/Second/Third/Fourth/Fifth/Sixth | <button> Compare; <a> Back
            Details | In stock, sent within two days. | <button> | Add to basket | CLICK | , then put it into the basket | | <button> Add to wish list; <button> Share; <a> Write a review

            Lakeside Clinic/Dr. Fontana Dental/Riverside Physio/Eye Care Merrow | Make an appointment at %s
            Start | We are here for you from Monday to Friday. | <a> | Appointments | CLICK | | | <a> Prescriptions; <a> Our team; <a> Emergency numbers
            Reason | What brings you here? | <select> | Reason for the visit | SELECT | for a %s | check-up/first consultation/follow-up visit/vaccination/test result | <select> Insurance (public, private); <textarea> Notes
            Person | Whom would you like to see? | <input type=radio> | %s | CLICK | with %s | Dr. Ivers/Dr. Haddad/Dr. Moreau/Dr. Petrov/Dr. Tanaka | <input type=radio> No preference; <button> Back
            Day | Days with free times are shown. | <input type=date> | Date | TYPE | on %s | 2031-03-04/2031-03-11/2031-04-02/2031-05-19/2031-06-23/2031-09-08 | <button> Next month; <button> Previous month
            Details | So that we can reach you. | <input type=tel> | Telephone | TYPE | leaving the number %s | 555 0102/555 0117/555 0143/555 0168/555 0181/555 0199 | <input type=email> Mail address; <input type=text> Address
            Check | Is everything right? | <button> | Send request | CLICK | | | <button> Edit; <button> Cancel

            City Library/Valley Library/Old Mill Library | Use the catalogue of the %s
            Start | One card for all branches. | <a> | Catalogue | CLICK | | | <a> Events; <a> Get a card; <a> Branches
            Search | Search titles, authors and subjects. | <select> | Search in | SELECT | to search by %s | Title/Author/Subject/Series/Publisher | <select> Material (books, music, films); <button> Advanced search
            Search | Search titles, authors and subjects. | <input type=text> | Search words | TYPE | for "%s" | lighthouse keepers/bread baking/river birds/chess openings/stone bridges/night trains | <button> Clear; <input type=text> Shelf mark
            Results | Choose where it should be. | <input type=checkbox> | %s branch | CLICK | at the %s branch only | Main/Harbour/Hillside/Station/Southgate | <input type=checkbox> E-media; <button> Show all
            Title | Two copies, one on loan. | <button> | Reserve | CLICK | and reserve what comes up | | <button> Save to list; <button> Cite; <a> Similar titles

            Evening School/Adult College/Open Workshop | Sign up at the %s
            Start | Courses for all, from A to Z. | <a> | %s courses | CLICK | for the %s courses | Language/Cooking/Drawing/Computer/Dance/Garden | <a> Gift vouchers; <a> Teachers wanted
            Filter | Find the course that fits. | <select> | Level | SELECT | at the level %s | Beginner/Refresher/Intermediate/Advanced | <select> Price (free, up to 50, any)
            Filter | Find the course that fits. | <select> | Day | SELECT | on %s | Monday/Tuesday/Wednesday/Thursday/Saturday | <select> Building (main, annexe)
            Enrol | Fields marked with a star are needed. | <input type=text> | Full name * | TYPE | as %s | Bela Ekberg/Carla Quist/Farid Urban/Ines Zeller/Nils Ashby/Vera Kovac | <input type=text> Company; <input type=date> Date of birth
            Enrol | Almost done. | <button> | Enrol now | CLICK | | | <button> Save for later; <a> Terms
            """;

    static final List<ElementFlow> ALL =
            Arrays.stream(TABLE.split("\n\n")).map(ElementFlow::read).toList();

    /** A task that belongs to the split. */
    static Made make(Split split, Draws random) {
        while (true) {
            ElementFlow flow = random.pick(ALL);
            Made made = flow.make(random);
            if (Math.floorMod(made.goal().hashCode(), Split.values().length) == split.ordinal()) {
                return made;
            }
        }
    }

    private Made make(Draws random) {
        String site = random.pick(sites) + " in " + random.pick(SiteGenerator.PLACES);
        List<Stop> kept = new ArrayList<>(stops);
        int steps = 2 + random.nextInt(MOST_STEPS - 1);
        while (kept.size() > steps) {
            kept.remove(random.nextInt(kept.size()));
        }
        StringBuilder goal = new StringBuilder(String.format(opening, site));
        List<ElementStep> made = new ArrayList<>();
        for (Stop stop : kept) {
            String value = stop.values().isEmpty() ? "" : random.pick(stop.values());
            String fragment = fragment(stop, value);
            goal.append(fragment.startsWith(",") || fragment.isEmpty() ? "" : " ")
                    .append(fragment);
            made.add(step(stop, value, random));
        }
        return new Made(site, goal.append(".").toString(), made);
    }

    /** What the task says; of the buttons and links with no value by their name, where they are not the usual end. */
    private static String fragment(Stop stop, String value) {
        if (!stop.fragment().isEmpty()) {
            return String.format(stop.fragment(), value);
        }
        return stop.tag().equals("<a>")
                ? ", by way of \"" + stop.label() + "\""
                : ", and finish with \"" + stop.label() + "\"";
    }

    private static ElementStep step(Stop stop, String value, Draws random) {
        boolean ofValues = stop.label().contains("%s");
        String label = ofValues ? String.format(stop.label(), value) : stop.label();
        String target = stop.tag() + " " + label
                + (stop.operation() == ElementStep.Operation.SELECT
                        ? " (" + String.join(", ", stop.values()) + ")"
                        : "");
        List<String> texts = new ArrayList<>(stop.others());
        texts.add(target);
        if (ofValues) {
            stop.values().stream()
                    .filter(other -> !other.equals(value))
                    .forEach(other -> texts.add(stop.tag() + " " + String.format(stop.label(), other)));
        }
        List<String> furniture = new ArrayList<>(FURNITURE);
        Collections.shuffle(furniture, Random.from(random));
        texts.addAll(furniture.subList(0, 3 + random.nextInt(6)));
        Collections.shuffle(texts, Random.from(random));
        List<ElementStep.Candidate> candidates = new ArrayList<>();
        String right = "";
        int id = 10 + random.nextInt(90);
        for (String text : texts) {
            id += 1 + random.nextInt(40);
            candidates.add(new ElementStep.Candidate(String.valueOf(id), text));
            right = text.equals(target) ? String.valueOf(id) : right;
        }
        String typed = stop.operation() == ElementStep.Operation.CLICK ? "" : value;
        String tag = stop.tag().replaceAll("[<>]| .*", "").toLowerCase(Locale.ROOT);
        return new ElementStep(
                stop.title() + "\n" + stop.text(),
                candidates,
                List.of(right),
                stop.operation(),
                typed,
                "[" + tag + "]  " + label + " -> " + stop.operation() + (typed.isEmpty() ? "" : ": " + typed));
    }

    private static ElementFlow read(String block) {
        List<String> lines = block.strip().lines().toList();
        String[] head = lines.getFirst().split(" \\| ");
        return new ElementFlow(
                List.of(head[0].split("/")),
                head[1],
                lines.stream().skip(1).map(ElementFlow::stop).toList());
    }

    private static Stop stop(String line) {
        String[] fields = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
        return new Stop(
                fields[0],
                fields[1],
                fields[2],
                fields[3],
                ElementStep.operation(fields[4]),
                fields[5],
                fields[6].isEmpty() ? List.of() : List.of(fields[6].split("/")),
                List.of(fields[7].split("; ")));
    }
}
