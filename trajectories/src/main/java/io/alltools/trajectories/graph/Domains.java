package io.alltools.trajectories.graph;

import io.alltools.trajectories.graph.Domain.Attribute;
import io.alltools.trajectories.graph.Domain.Kind;
import io.alltools.trajectories.graph.Domain.Names;
import io.alltools.trajectories.graph.Domain.Relation;
import java.util.List;

/** The subjects of generated graphs; relations are named in Freebase's manner, {@code domain.type.property}. */
final class Domains {

    private static final Names PEOPLE = Names.of(
            " ",
            words(
                    "Mara Tobin Ilse Corwin Nadia Petra Joss Amadi Leif Rosalind Teo Yuki Bram Celeste Dario Edda Farid Greta"
                            + " Hanno Imke Jorun Kasimir Lotte Milan Noor Oskar Pilar Quentin Runa Sefa Tilda Ugo"),
            words(
                    "Ellin Vantongeren Okafor Brask Marchetti Lindqvist Sorel Hadley Kuroda Wexler Amsel Tandy Oyelaran Prewitt"
                            + " Castellan Dragomir Eskelin Farrow Galdino Hostetter Ibarra Jessop Kallas Lorne Mistral Nakata"
                            + " Orsini Pallister Quist Rennick Salazar Thorne"));
    private static final Names TITLES = Names.of(
            " ",
            words(
                    "The~Amber The~Broken Silent The~Second Winter's A~Distant Paper The~Hollow Burning The~Last Glass"
                            + " The~Crooked Northern Borrowed The~Idle Salt Velvet Midnight The~Patient Copper Restless Lantern"),
            words("Harbour Orchard Meridian Letters Compass Garden Parade Verdict Tide Staircase Engine Sparrow Ledger"
                    + " Carnival Winter Frontier Mirror Witness Passage Kingdom Refrain Cartographer"));
    private static final Names PLACES = Names.of(
            "",
            words("Bel Cor Dun Esk Far Gal Hol Ister Kel Lor Mon Nor Oster Pel Quar Ros Sal Tor Ulm Ver Wes Yar"),
            words("a e i o u an en or ar el"),
            words("borg dale ford gate ham haven mere mouth port stad stone ton vale wick"));
    private static final List<String> STEMS = words(
            "Arcadia Bluefin Cobalt Delphi Evergreen Falcon Granite Halcyon Ironwood Juniper Keystone Larkspur Monarch"
                    + " Nightingale Obsidian Pinnacle Quarry Redwood Sterling Tamarind Umbra Vanguard Willow Zenith");

    private Domains() {}

    static List<Domain> all() {
        return List.of(film(), education(), book(), spaceflight(), medicine(), geography());
    }

    private static Domain film() {
        return new Domain(
                "film",
                List.of(
                        new Kind("film.film", "films", TITLES, 36),
                        new Kind("film.director", "directors", PEOPLE, 14),
                        new Kind("film.actor", "actors", PEOPLE, 26),
                        new Kind(
                                "film.film_genre",
                                "genres",
                                Names.of(
                                        " ",
                                        words("Slow Urban Rural Period Absurd Coastal Gothic Silent Courtroom"),
                                        words("comedy western thriller melodrama mystery romance fable documentary")),
                                7),
                        new Kind(
                                "film.production_company",
                                "production companies",
                                Names.of(" ", STEMS, words("Pictures Films Studios Features")),
                                8),
                        new Kind("location.city", "cities", PLACES, 10)),
                List.of(
                        new Relation(
                                "film.film",
                                "film.film.directed_by",
                                "film.director",
                                "film.director.film",
                                1,
                                1,
                                "who directed {x}",
                                "directed by {x}"),
                        new Relation(
                                "film.film",
                                "film.film.starring",
                                "film.actor",
                                "film.actor.film",
                                2,
                                4,
                                "who starred in {x}",
                                "starring {x}"),
                        new Relation(
                                "film.film",
                                "film.film.genre",
                                "film.film_genre",
                                "film.film_genre.films_in_this_genre",
                                1,
                                2,
                                "assigned to {x}",
                                "filed under {x}"),
                        new Relation(
                                "film.film",
                                "film.film.produced_by",
                                "film.production_company",
                                "film.production_company.films",
                                1,
                                1,
                                "that produced {x}",
                                "produced by {x}"),
                        new Relation(
                                "film.production_company",
                                "film.production_company.headquarters",
                                "location.city",
                                "location.city.film_companies_based_here",
                                1,
                                1,
                                "that are home to {x}",
                                "based in {x}"),
                        new Relation(
                                "film.director",
                                "film.director.trained_under",
                                "film.director",
                                "film.director.trained",
                                0,
                                1,
                                "who trained {x}",
                                "who trained under {x}"),
                        new Relation(
                                "film.actor",
                                "film.actor.lives_in",
                                "location.city",
                                "location.city.resident_actors",
                                1,
                                1,
                                "inhabited by {x}",
                                "living in {x}")),
                List.of(
                        new Attribute(
                                "film.film",
                                "film.film.runtime",
                                false,
                                64,
                                214,
                                "has the longest running time",
                                "has the shortest running time"),
                        new Attribute(
                                "film.film",
                                "film.film.initial_release_date",
                                true,
                                1931,
                                2024,
                                "was released last",
                                "was released first"),
                        new Attribute(
                                "film.actor",
                                "film.actor.height_cm",
                                false,
                                148,
                                203,
                                "is the tallest",
                                "is the shortest"),
                        new Attribute(
                                "film.director",
                                "film.director.date_of_birth",
                                true,
                                1890,
                                1996,
                                "was born last",
                                "was born first"),
                        new Attribute(
                                "film.production_company",
                                "film.production_company.date_founded",
                                true,
                                1911,
                                2019,
                                "was founded most recently",
                                "was founded earliest")));
    }

    private static Domain education() {
        return new Domain(
                "education",
                List.of(
                        new Kind(
                                "education.university",
                                "universities",
                                Names.of(" ", STEMS, words("University College Institute Academy")),
                                12),
                        new Kind("education.academic", "academics", PEOPLE, 36),
                        new Kind(
                                "education.field_of_study",
                                "fields of study",
                                Names.of(
                                        " ",
                                        words(
                                                "Applied Comparative Marine Historical Computational Medical Social Polar"),
                                        words("linguistics ecology optics economics geology musicology genetics logic"
                                                + " statistics")),
                                9),
                        new Kind(
                                "education.award", "awards", Names.of(" ", STEMS, words("Medal Prize Lectureship")), 8),
                        new Kind("location.city", "cities", PLACES, 9)),
                List.of(
                        new Relation(
                                "education.academic",
                                "education.academic.employer",
                                "education.university",
                                "education.university.faculty",
                                1,
                                2,
                                "that employ {x}",
                                "employed by {x}"),
                        new Relation(
                                "education.academic",
                                "education.academic.alma_mater",
                                "education.university",
                                "education.university.alumni",
                                1,
                                1,
                                "that educated {x}",
                                "who graduated from {x}"),
                        new Relation(
                                "education.academic",
                                "education.academic.research_areas",
                                "education.field_of_study",
                                "education.field_of_study.academics_in_this_field",
                                1,
                                3,
                                "studied by {x}",
                                "working on {x}"),
                        new Relation(
                                "education.academic",
                                "education.academic.awards",
                                "education.award",
                                "education.award.winners",
                                0,
                                2,
                                "won by {x}",
                                "honoured with {x}"),
                        new Relation(
                                "education.academic",
                                "education.academic.advisor",
                                "education.academic",
                                "education.academic.advisees",
                                0,
                                1,
                                "who advised {x}",
                                "advised by {x}"),
                        new Relation(
                                "education.university",
                                "education.university.campus_city",
                                "location.city",
                                "location.city.universities",
                                1,
                                1,
                                "with a campus of {x}",
                                "with a campus in {x}")),
                List.of(
                        new Attribute(
                                "education.university",
                                "education.university.number_of_students",
                                false,
                                900,
                                64_000,
                                "has the most students",
                                "has the fewest students"),
                        new Attribute(
                                "education.university",
                                "education.university.date_founded",
                                true,
                                1290,
                                1995,
                                "was founded most recently",
                                "was founded earliest"),
                        new Attribute(
                                "education.academic",
                                "education.academic.date_of_birth",
                                true,
                                1902,
                                1994,
                                "was born last",
                                "was born first"),
                        new Attribute(
                                "education.academic",
                                "education.academic.publications",
                                false,
                                3,
                                480,
                                "has the most publications",
                                "has the fewest publications"),
                        new Attribute(
                                "location.city",
                                "location.city.population",
                                false,
                                20_000,
                                5_000_000,
                                "has the most inhabitants",
                                "has the fewest inhabitants")));
    }

    private static Domain book() {
        return new Domain(
                "book",
                List.of(
                        new Kind("book.book", "books", TITLES, 40),
                        new Kind("book.author", "authors", PEOPLE, 18),
                        new Kind(
                                "book.publisher",
                                "publishers",
                                Names.of(" ", STEMS, words("Press Books House Editions")),
                                8),
                        new Kind(
                                "book.subject",
                                "subjects",
                                Names.of(
                                        " ",
                                        words(
                                                "Medieval Lost Modern Secret Island Mountain Railway Desert Imperial Forgotten"),
                                        words("trade voyages gardens wars families inventions languages music maps")),
                                9),
                        new Kind("book.translator", "translators", PEOPLE, 14),
                        new Kind("location.city", "cities", PLACES, 9)),
                List.of(
                        new Relation(
                                "book.book",
                                "book.book.written_by",
                                "book.author",
                                "book.author.works",
                                1,
                                2,
                                "who wrote {x}",
                                "written by {x}"),
                        new Relation(
                                "book.book",
                                "book.book.published_by",
                                "book.publisher",
                                "book.publisher.books_published",
                                1,
                                1,
                                "that published {x}",
                                "published by {x}"),
                        new Relation(
                                "book.book",
                                "book.book.subjects",
                                "book.subject",
                                "book.subject.books",
                                1,
                                3,
                                "treated in {x}",
                                "about {x}"),
                        new Relation(
                                "book.book",
                                "book.book.translated_by",
                                "book.translator",
                                "book.translator.translations",
                                0,
                                2,
                                "who translated {x}",
                                "translated by {x}"),
                        new Relation(
                                "book.publisher",
                                "book.publisher.location",
                                "location.city",
                                "location.city.publishers",
                                1,
                                1,
                                "that are the seat of {x}",
                                "seated in {x}"),
                        new Relation(
                                "book.author",
                                "book.author.birthplace",
                                "location.city",
                                "location.city.authors_born_here",
                                1,
                                1,
                                "that are the birthplace of {x}",
                                "born in {x}"),
                        new Relation(
                                "book.author",
                                "book.author.influenced_by",
                                "book.author",
                                "book.author.influenced",
                                0,
                                2,
                                "who influenced {x}",
                                "influenced by {x}")),
                List.of(
                        new Attribute(
                                "book.book",
                                "book.book.number_of_pages",
                                false,
                                60,
                                1240,
                                "has the most pages",
                                "has the fewest pages"),
                        new Attribute(
                                "book.book",
                                "book.book.date_of_first_publication",
                                true,
                                1820,
                                2024,
                                "was published last",
                                "was published first"),
                        new Attribute(
                                "book.author",
                                "book.author.date_of_birth",
                                true,
                                1790,
                                1995,
                                "was born last",
                                "was born first"),
                        new Attribute(
                                "book.publisher",
                                "book.publisher.titles_a_year",
                                false,
                                4,
                                900,
                                "brings out the most titles a year",
                                "brings out the fewest titles a year")));
    }

    private static Domain spaceflight() {
        return new Domain(
                "spaceflight",
                List.of(
                        new Kind(
                                "spaceflight.rocket",
                                "rockets",
                                Names.of(" ", STEMS, words("I II III IV V Heavy Light")),
                                26),
                        new Kind(
                                "spaceflight.rocket_engine",
                                "rocket engines",
                                Names.of(
                                        "-",
                                        words("AK BR CX DL EM FT GV HR"),
                                        words("10 14 21 35 47 58 63 72 86 91 104 118 133 147 152 168 175 183 190 201")),
                                18),
                        new Kind(
                                "spaceflight.agency",
                                "space agencies",
                                Names.of(
                                        " ",
                                        PLACES.parts().get(0),
                                        words("Space~Agency Launch~Bureau Orbital~Authority")),
                                7),
                        new Kind(
                                "spaceflight.launch_site",
                                "launch sites",
                                Names.of(
                                        " ",
                                        words("Cape Point Mount Lake Fort"),
                                        PLACES.parts().get(0)),
                                7),
                        new Kind(
                                "spaceflight.fuel",
                                "fuels",
                                Names.of(
                                        " ",
                                        words("Refined Cryogenic Dense Storable Blended Gelled Synthetic Heavy Light"),
                                        words("kerosene methane hydrazine propane alcohol turpentine")),
                                6),
                        new Kind(
                                "spaceflight.satellite",
                                "satellites",
                                Names.of(
                                        " ",
                                        words("Aster Borea Calyx Doris Echo Fathom Gale Helix Iris Juno Kite Lyra"),
                                        words("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16")),
                                24)),
                List.of(
                        new Relation(
                                "spaceflight.rocket",
                                "spaceflight.rocket.engines",
                                "spaceflight.rocket_engine",
                                "spaceflight.rocket_engine.used_in",
                                1,
                                3,
                                "used in {x}",
                                "powered by {x}"),
                        new Relation(
                                "spaceflight.rocket_engine",
                                "spaceflight.rocket_engine.fuel",
                                "spaceflight.fuel",
                                "spaceflight.fuel.engines",
                                1,
                                2,
                                "burned by {x}",
                                "burning {x}"),
                        new Relation(
                                "spaceflight.rocket",
                                "spaceflight.rocket.operator",
                                "spaceflight.agency",
                                "spaceflight.agency.rockets_operated",
                                1,
                                1,
                                "that operate {x}",
                                "operated by {x}"),
                        new Relation(
                                "spaceflight.rocket",
                                "spaceflight.rocket.launch_sites",
                                "spaceflight.launch_site",
                                "spaceflight.launch_site.rockets",
                                1,
                                2,
                                "that launch {x}",
                                "launched from {x}"),
                        new Relation(
                                "spaceflight.satellite",
                                "spaceflight.satellite.launched_by",
                                "spaceflight.rocket",
                                "spaceflight.rocket.satellites",
                                1,
                                1,
                                "that carried {x}",
                                "carried by {x}"),
                        new Relation(
                                "spaceflight.satellite",
                                "spaceflight.satellite.owner",
                                "spaceflight.agency",
                                "spaceflight.agency.satellites",
                                1,
                                2,
                                "that own {x}",
                                "owned by {x}")),
                List.of(
                        new Attribute(
                                "spaceflight.rocket",
                                "spaceflight.rocket.mass_t",
                                false,
                                40,
                                3100,
                                "is the heaviest",
                                "is the lightest"),
                        new Attribute(
                                "spaceflight.rocket",
                                "spaceflight.rocket.maiden_flight",
                                true,
                                1957,
                                2024,
                                "flew last for the first time",
                                "flew first"),
                        new Attribute(
                                "spaceflight.rocket_engine",
                                "spaceflight.rocket_engine.thrust_kn",
                                false,
                                15,
                                7900,
                                "has the greatest thrust",
                                "has the least thrust"),
                        new Attribute(
                                "spaceflight.satellite",
                                "spaceflight.satellite.launch_date",
                                true,
                                1958,
                                2025,
                                "was launched most recently",
                                "was launched earliest"),
                        new Attribute(
                                "spaceflight.agency",
                                "spaceflight.agency.employees",
                                false,
                                120,
                                24_000,
                                "has the most employees",
                                "has the fewest employees")));
    }

    private static Domain medicine() {
        return new Domain(
                "medicine",
                List.of(
                        new Kind(
                                "medicine.disease",
                                "diseases",
                                Names.of(
                                        " ",
                                        PEOPLE.parts().get(1),
                                        words("fever syndrome palsy disease anaemia ataxia")),
                                26),
                        new Kind(
                                "medicine.symptom",
                                "symptoms",
                                Names.of(
                                        " ",
                                        words(
                                                "Mild Severe Recurring Sudden Nocturnal Chronic Passing Early Late Partial"),
                                        words(
                                                "cough fatigue headache rash tremor nausea dizziness swelling numbness itching thirst"
                                                        + " hoarseness chills cramps")),
                                16),
                        new Kind(
                                "medicine.drug",
                                "drugs",
                                Names.of(
                                        "",
                                        words("Ab Cel Dor Fen Lum Mer Nov Pra Rel Sol Tre Val Xan Zel"),
                                        words("a i o e u"),
                                        words("dine fex mab nol pril statin tane vir zole")),
                                22),
                        new Kind(
                                "medicine.vector",
                                "carriers",
                                Names.of(
                                        " ",
                                        words("Marsh Forest House River Barn Dune Heath Cave Harbour Orchard"),
                                        words("tick mosquito mite flea snail fly")),
                                7),
                        new Kind(
                                "medicine.manufacturer",
                                "drug makers",
                                Names.of(" ", STEMS, words("Pharma Laboratories Remedies")),
                                7)),
                List.of(
                        new Relation(
                                "medicine.disease",
                                "medicine.disease.symptoms",
                                "medicine.symptom",
                                "medicine.symptom.symptom_of",
                                2,
                                4,
                                "caused by {x}",
                                "causing {x}"),
                        new Relation(
                                "medicine.disease",
                                "medicine.disease.treatments",
                                "medicine.drug",
                                "medicine.drug.used_to_treat",
                                1,
                                3,
                                "given against {x}",
                                "treated with {x}"),
                        new Relation(
                                "medicine.disease",
                                "medicine.disease.transmitted_by",
                                "medicine.vector",
                                "medicine.vector.diseases",
                                0,
                                2,
                                "transmitting {x}",
                                "transmitted by {x}"),
                        new Relation(
                                "medicine.drug",
                                "medicine.drug.made_by",
                                "medicine.manufacturer",
                                "medicine.manufacturer.drugs",
                                1,
                                1,
                                "that make {x}",
                                "made by {x}"),
                        new Relation(
                                "medicine.drug",
                                "medicine.drug.side_effects",
                                "medicine.symptom",
                                "medicine.symptom.side_effect_of",
                                0,
                                2,
                                "that are side effects of {x}",
                                "whose side effects include {x}"),
                        new Relation(
                                "medicine.disease",
                                "medicine.disease.risk_factor_for",
                                "medicine.disease",
                                "medicine.disease.risk_factors",
                                0,
                                1,
                                "made likelier by {x}",
                                "that make {x} likelier")),
                List.of(
                        new Attribute(
                                "medicine.drug",
                                "medicine.drug.approval_date",
                                true,
                                1925,
                                2024,
                                "was approved last",
                                "was approved first"),
                        new Attribute(
                                "medicine.drug",
                                "medicine.drug.half_life_minutes",
                                false,
                                15,
                                5000,
                                "has the longest half-life",
                                "has the shortest half-life"),
                        new Attribute(
                                "medicine.disease",
                                "medicine.disease.cases_a_year",
                                false,
                                12,
                                900_000,
                                "has the most cases a year",
                                "has the fewest cases a year"),
                        new Attribute(
                                "medicine.manufacturer",
                                "medicine.manufacturer.date_founded",
                                true,
                                1850,
                                2015,
                                "was founded most recently",
                                "was founded earliest")));
    }

    private static Domain geography() {
        return new Domain(
                "location",
                List.of(
                        new Kind(
                                "location.country",
                                "countries",
                                Names.of(
                                        "",
                                        PLACES.parts().get(0),
                                        PLACES.parts().get(1),
                                        words("land nia via mark ria")),
                                12),
                        new Kind("location.city", "cities", PLACES, 34),
                        new Kind(
                                "geography.river",
                                "rivers",
                                Names.of(
                                        " ",
                                        words(
                                                "Aune Brend Calder Dorne Elva Fenn Garrow Hest Irwe Jorr Kesh Lode Murn Neth"
                                                        + " Orle Pask Quenn Ruhn Severe Tamm Usk Varr Wend Yser Zorn Arve Blyth"
                                                        + " Corr Deben Erle Fosse Glaw Hodd Isen Jeld Kell Lyde Mease Noe Onny"
                                                        + " Perl Rea Sow Teme Ure Vyr Wye Yeo Adur Bure"),
                                        words("River Water Brook")),
                                14),
                        new Kind(
                                "geography.mountain",
                                "mountains",
                                Names.of(
                                        " ",
                                        words("Mount Pico Ben Peak~of Monte Cerro Old"),
                                        PLACES.parts().get(0)),
                                16),
                        new Kind(
                                "language.human_language",
                                "languages",
                                Names.of(
                                        "",
                                        PLACES.parts().get(0),
                                        PLACES.parts().get(1),
                                        words("ish ese ic i")),
                                9)),
                List.of(
                        new Relation(
                                "location.city",
                                "location.city.country",
                                "location.country",
                                "location.country.cities",
                                1,
                                1,
                                "home to {x}",
                                "situated in {x}"),
                        new Relation(
                                "location.city",
                                "location.city.rivers",
                                "geography.river",
                                "geography.river.cities",
                                0,
                                2,
                                "flowing through {x}",
                                "on {x}"),
                        new Relation(
                                "geography.river",
                                "geography.river.basin_countries",
                                "location.country",
                                "location.country.rivers",
                                1,
                                3,
                                "crossed by {x}",
                                "that cross {x}"),
                        new Relation(
                                "geography.mountain",
                                "geography.mountain.country",
                                "location.country",
                                "location.country.mountains",
                                1,
                                2,
                                "that share {x}",
                                "rising in {x}"),
                        new Relation(
                                "location.country",
                                "location.country.languages_spoken",
                                "language.human_language",
                                "language.human_language.countries_spoken_in",
                                1,
                                3,
                                "spoken in {x}",
                                "whose people speak {x}"),
                        new Relation(
                                "location.country",
                                "location.country.adjoins",
                                "location.country",
                                "location.country.adjoined_by",
                                1,
                                3,
                                "adjoined by {x}",
                                "that adjoin {x}")),
                List.of(
                        new Attribute(
                                "location.city",
                                "location.city.population",
                                false,
                                4000,
                                9_000_000,
                                "has the most inhabitants",
                                "has the fewest inhabitants"),
                        new Attribute(
                                "location.country",
                                "location.country.area_km2",
                                false,
                                900,
                                2_000_000,
                                "has the largest area",
                                "has the smallest area"),
                        new Attribute(
                                "location.country",
                                "location.country.date_founded",
                                true,
                                1100,
                                1993,
                                "was founded most recently",
                                "was founded earliest"),
                        new Attribute(
                                "geography.river",
                                "geography.river.length_km",
                                false,
                                40,
                                5200,
                                "is the longest",
                                "is the shortest"),
                        new Attribute(
                                "geography.mountain",
                                "geography.mountain.elevation_m",
                                false,
                                400,
                                8400,
                                "is the highest",
                                "is the lowest")));
    }

    /** @param text words, separated by spaces; {@code ~} stands for a space within one */
    private static List<String> words(String text) {
        return List.of(text.split(" ")).stream()
                .map(word -> word.replace('~', ' '))
                .toList();
    }
}
