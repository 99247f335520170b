package io.alltools.trajectories.site;

import io.alltools.trajectories.environment.Draws;
import java.util.Arrays;
import java.util.List;

/**
 * What a generated site of one kind is about: things, and people who are responsible for them.
 *
 * @param names the second half of the site's name
 * @param things the title of the list of things
 * @param thing one of them, in lower case
 * @param firsts first words of their names
 * @param seconds second words of their names
 * @param relation what a person is to a thing
 * @param people the title of the list of people
 * @param thingFacts what is told of things; the first is a number that differs between them
 */
record SiteKind(
        List<String> names,
        String things,
        String thing,
        List<String> firsts,
        List<String> seconds,
        String relation,
        String people,
        List<Fact> thingFacts,
        List<Fact> personFacts) {

    /**
     * Something told of a thing or a person.
     *
     * @param question with {@code %s} for whom it is about
     * @param from the least number, or 0 where values are listed
     * @param unit of the number
     * @param values to choose from, where it is no number
     */
    record Fact(String label, String question, int from, int to, String unit, List<String> values) {

        String draw(Draws random) {
            return values.isEmpty() ? with(from + random.nextInt(to - from + 1)) : random.pick(values);
        }

        String with(int number) {
            return (number + " " + unit).strip();
        }
    }

    private static final String PERSON_FACTS =
            "Office = Which office does %s have? = Room A12/Room A27/Room B03/Room B14/Room B31/Room C08/Room C22/Room D05"
                    + " ;; Telephone extension = What is the telephone extension of %s? = 2100-8999"
                    + " ;; Joined = In which year did %s join? = 1984-2023"
                    + " ;; Home town = What is the home town of %s?"
                    + " = Arlen/Brookmere/Calder/Dunmoor/Eastwick/Fallow Hill/Glenrath/Hexley/Inverby/Jarrow Bay";

    /** Names | things | thing | first words | second words | relation | people | facts of things. */
    private static final String TABLE = """
            Instruments/Robotics/Bicycles/Pumps/Optics | Products | product | Aero/Terra/Hydro/Nova/Pico/Ultra/Vento/Orbi | Pump/Drive/Sensor/Valve/Lens/Frame | product manager | Staff | Price = How much does %s cost? = 45-980 euros ;; Weight = How much does %s weigh? = 2-64 kilograms ;; Warranty = How long is the warranty of %s? = 1-9 years ;; Made in = Where is %s made? = Arlen/Brookmere/Calder/Dunmoor/Hexley
            Museum/Maritime Museum/Museum of Crafts/Folk Museum/Museum of Science | Exhibits | exhibit | Amber/Iron/Silver/Painted/Broken/Golden/Carved/Woven | Compass/Chalice/Loom/Mask/Lantern/Anchor | curator | Curators | Height = How tall is %s? = 11-240 centimetres ;; Found in = In which year was %s found? = 1721-1986 ;; Hall = In which hall is %s shown? = North Hall/South Hall/Tower Hall/Garden Hall/Long Gallery ;; Donated by = Who donated %s? = the Marsh family/the Weavers' Guild/Captain Orme/the Harbour Trust/Widow Tallis
            Department of Geology/School of Music/Department of Botany/Institute of History/Faculty of Design | Courses | course | Applied/Early/Modern/Comparative/Advanced/General/Northern/Practical | Mapping/Notation/Archives/Drawing/Fieldwork/Theory | lecturer | Lecturers | Places = How many places does %s have? = 8-120 places ;; Credits = How many credits is %s worth? = 2-15 credits ;; Day = On which day is %s taught? = Monday/Tuesday/Wednesday/Thursday/Friday ;; Assessment = How is %s assessed? = a written exam/an oral exam/a portfolio/a group project
            Town Hall/City Services/Borough Office/Citizen Centre/Municipal Office | Services | service | Parking/Garden/Market/Fishing/Building/Street/Wedding/Bonfire | Permit/Certificate/Licence/Notice/Register/Voucher | contact person | Contacts | Fee = What is the fee for %s? = 6-190 euros ;; Processing time = How long does processing %s take? = 2-45 days ;; Valid for = For how long is %s valid? = 3-36 months ;; Counter = At which counter is %s issued? = Counter 1/Counter 2/Counter 3/Counter 4/Counter 5
            Kitchen/Cookbook/Supper Club/Bakery School/Recipe Box | Recipes | recipe | Smoky/Lemon/Harvest/Ginger/Coastal/Walnut/Winter/Saffron | Stew/Loaf/Dumplings/Tart/Broth/Noodles | author | Cooks | Cooking time = How long does %s take to cook? = 12-185 minutes ;; Serves = How many people does %s serve? = 2-14 people ;; Oven temperature = At which temperature is %s baked? = 120-250 degrees ;; Main spice = What is the main spice of %s? = cumin/fennel/cardamom/paprika/star anise
            Library/Reading Rooms/City Library/Book House/County Library | Collections | collection | Quiet/Blue/Travel/Pocket/Founders'/Winter/Rare/Sailor's | Maps/Letters/Atlases/Journals/Posters/Scores | keeper | Keepers | Items = How many items are in %s? = 120-9800 items ;; Begun in = In which year was %s begun? = 1790-1999 ;; Floor = On which floor is %s kept? = ground floor/first floor/second floor/third floor/basement ;; Loan period = How long can items of %s be borrowed? = 3-42 days
            Ferries/Rail Tours/Walking Tours/Coach Lines/Canal Boats | Tours | tour | Sunrise/Island/Lighthouse/Castle/River/Forest/Valley/Harvest | Loop/Crossing/Circle/Trail/Passage/Ramble | guide | Guides | Length = How long is %s? = 3-140 kilometres ;; Ticket = What does a ticket for %s cost? = 9-120 euros ;; Departure = When does %s depart? = 7:15/8:40/9:30/10:05/13:20/15:45 ;; Meeting point = Where is the meeting point of %s? = the old pier/the station clock/the mill/the market cross/the east gate
            """;

    static final List<SiteKind> ALL = TABLE.lines().map(SiteKind::read).toList();

    private static SiteKind read(String line) {
        String[] fields = line.split(" \\| ");
        return new SiteKind(
                list(fields[0]),
                fields[1],
                fields[2],
                list(fields[3]),
                list(fields[4]),
                fields[5],
                fields[6],
                facts(fields[7]),
                facts(PERSON_FACTS));
    }

    private static List<Fact> facts(String text) {
        return Arrays.stream(text.split(" ;; "))
                .map(fact -> fact.split(" = "))
                .map(fact -> fact[2].matches("\\d+-\\d+.*")
                        ? number(fact[0], fact[1], fact[2].strip())
                        : new Fact(fact[0], fact[1], 0, 0, "", list(fact[2].strip())))
                .toList();
    }

    private static Fact number(String label, String question, String range) {
        String[] parts = range.split("[- ]", 3);
        return new Fact(
                label,
                question,
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                parts.length > 2 ? parts[2] : "",
                List.of());
    }

    private static List<String> list(String text) {
        return List.of(text.split("/"));
    }
}
