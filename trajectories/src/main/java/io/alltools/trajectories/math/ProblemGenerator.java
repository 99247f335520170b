package io.alltools.trajectories.math;

import io.alltools.trajectories.environment.Draws;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * Tells stories with drawn numbers that take two to five steps. Every answer is computed twice: here, and by the code
 * of its solution.
 */
final class ProblemGenerator {

    private static final List<String> NAMES = List.of(
            "Amara", "Bruno", "Celia", "Dmitri", "Esra", "Farid", "Greta", "Hugo", "Imani", "Jun", "Katya", "Luis",
            "Maren", "Nikhil", "Odile", "Pedro", "Quinn", "Rosa", "Stefan", "Tala", "Umar", "Vera", "Wanda", "Ximena",
            "Yannick", "Zofia", "Anton", "Beatriz", "Cheng", "Dalia");
    private static final List<String> GOODS = List.of(
            "notebooks",
            "candles",
            "mugs",
            "bags of rice",
            "light bulbs",
            "paint brushes",
            "tins of tuna",
            "flower pots",
            "towels",
            "puzzle books",
            "jars of honey",
            "pairs of socks");
    private static final List<String> BAKED = List.of("muffins", "bagels", "scones", "pretzels", "cookies", "rolls");
    private static final List<String> CROPS = List.of("tomatoes", "peppers", "pumpkins", "cabbages", "melons", "leeks");
    private static final List<String> SMALL_THINGS =
            List.of("marbles", "stickers", "shells", "stamps", "trading cards", "buttons", "beads", "coins");
    private static final List<String> PLACES = List.of(
            "the market", "the corner shop", "the fair", "a hardware store", "the village shop", "a flea market");

    private static final List<Function<ProblemGenerator, Problem>> STORIES = List.of(
            ProblemGenerator::change,
            ProblemGenerator::saving,
            ProblemGenerator::journey,
            ProblemGenerator::bakery,
            ProblemGenerator::ages,
            ProblemGenerator::reading,
            ProblemGenerator::field,
            ProblemGenerator::wages,
            ProblemGenerator::tank,
            ProblemGenerator::discount,
            ProblemGenerator::tickets,
            ProblemGenerator::sharing,
            ProblemGenerator::averageScore,
            ProblemGenerator::fence,
            ProblemGenerator::cafe,
            ProblemGenerator::printer);

    private final Draws draws;
    private final String name;
    private final String friend;

    private ProblemGenerator(Draws draws) {
        this.draws = draws;
        List<String> two = draws.some(NAMES, 2);
        name = two.get(0);
        friend = two.get(1);
    }

    static Problem draw(Draws draws) {
        ProblemGenerator generator = new ProblemGenerator(draws);
        return generator.withDetail(draws.pick(STORIES).apply(generator));
    }

    /** Now and then a sentence whose number has nothing to do with the answer. */
    private Problem withDetail(Problem problem) {
        if (!draws.oneIn(4)) {
            return problem;
        }
        String detail = draws.pick(
                name + " wears shoes of size " + number(36, 46) + ". ",
                name + " lives in a house with the number " + number(2, 98) + ". ",
                "It is a day with " + number(11, 29) + " degrees. ",
                friend + ", a neighbour of " + name + ", has " + number(2, 6) + " cats. ");
        return new Problem(
                detail + problem.question(), problem.thought(), problem.code(), problem.answer(), problem.unit());
    }

    private int number(int low, int high) {
        return draws.between(low, high);
    }

    private Problem change() {
        List<String> goods = draws.some(GOODS, 2);
        int many = number(2, 9);
        int price = number(3, 14);
        int others = number(2, 8);
        int otherPrice = number(2, 12);
        int cost = many * price + others * otherPrice;
        int paid = (cost / 50 + number(1, 2)) * 50;
        String place = draws.pick(PLACES);
        String question = draws.pick(
                name + " buys " + many + " " + goods.get(0) + " at " + price + " dollars each and " + others + " "
                        + goods.get(1) + " at " + otherPrice + " dollars each at " + place
                        + ". How much change is due when "
                        + name + " pays with " + paid + " dollars?",
                "At " + place + ", " + goods.get(0) + " cost " + price + " dollars apiece and " + goods.get(1) + " "
                        + otherPrice + " dollars apiece. " + name + " takes " + many + " of the former and " + others
                        + " of the latter and hands over " + paid + " dollars. How many dollars come back?");
        return new Solution()
                .step("what the " + goods.get(0) + " cost", "first", many + " * " + price)
                .step("what the " + goods.get(1) + " cost", "second", others + " * " + otherPrice)
                .step("what is left of the money paid", "change", paid + " - (first + second)")
                .solves(question, paid - cost, "dollars");
    }

    private Problem saving() {
        int weekly = number(20, 95);
        int spent = number(4, weekly - 8);
        int start = number(10, 120);
        int weeks = number(4, 26);
        int goal = start + weeks * (weekly - spent);
        String question = draws.pick(
                name + " wants a bicycle for " + goal + " dollars and has " + start + " dollars already. Each week "
                        + name
                        + " earns " + weekly + " dollars and spends " + spent
                        + " of them. After how many weeks is there enough for the bicycle?",
                "A camera costs " + goal + " dollars. " + name + " has put aside " + start + " dollars, gets " + weekly
                        + " dollars a week from a small job and needs " + spent
                        + " dollars of that every week. In how many weeks can " + name + " buy the camera?");
        return new Solution()
                .step("what is missing now", "missing", goal + " - " + start)
                .step("what stays of a week's money", "weekly", weekly + " - " + spent)
                .step("how often that goes into what is missing", "weeks", "missing // weekly")
                .solves(question, weeks, "weeks");
    }

    private Problem journey() {
        int slow = number(4, 18) * 5;
        int fast = slow + number(2, 10) * 5;
        int first = number(2, 5);
        int second = number(2, 6);
        int rest = number(20, 90);
        int distance = slow * first + fast * second + rest;
        String question = draws.pick(
                name + " drives " + first + " hours at " + slow + " kilometres an hour and then " + second
                        + " hours at "
                        + fast + " kilometres an hour. The whole way is " + distance
                        + " kilometres long. How many kilometres are left?",
                "A bus goes " + distance + " kilometres. For the first " + first + " hours it makes " + slow
                        + " kilometres per hour, for the next " + second + " hours " + fast
                        + ". How far is it from its destination then, in kilometres?");
        return new Solution()
                .step("the first part of the way", "first", first + " * " + slow)
                .step("the second part", "second", second + " * " + fast)
                .step("what is left of the whole", "left", distance + " - first - second")
                .solves(question, rest, "kilometres");
    }

    private Problem bakery() {
        String goods = draws.pick(BAKED);
        int box = number(4, 12);
        int batch = number(2, 6) * box;
        int batches = number(3, 9);
        int made = batch * batches;
        int packed = number(2, made / box - 1);
        int sold = made - packed * box;
        String question = draws.pick(
                "A bakery makes " + batches + " trays of " + batch + " " + goods + " each. It sells " + sold
                        + " of them over the counter and packs the others in boxes of " + box + ". How many boxes are"
                        + " filled?",
                name + " bakes " + goods + ": " + batches + " trays with " + batch + " on each. After " + sold
                        + " are sold, the rest goes into boxes that hold " + box + ". How many boxes does " + name
                        + " need?");
        return new Solution()
                .step("how many are baked", "made", batches + " * " + batch)
                .step("how many are left after the sale", "left", "made - " + sold)
                .step("how many boxes they fill", "boxes", "left // " + box)
                .solves(question, packed, "boxes");
    }

    private Problem ages() {
        int young = number(5, 19);
        int times = number(2, 4);
        int years = number(3, 25);
        int sum = young + young * times + 2 * years;
        String question = draws.pick(
                name + " is " + times + " times as old as " + friend + ", who is " + young
                        + ". How old will the two be together in " + years + " years?",
                friend + " is " + young + " years old and " + name + " is " + times
                        + " times that age. What is the sum of their ages " + years + " years from now?");
        return new Solution()
                .step("the age of " + name, "older", times + " * " + young)
                .step("their ages together now", "now", "older + " + young)
                .step("both grow older by " + years + " years", "later", "now + 2 * " + years)
                .solves(question, sum, "years");
    }

    private Problem reading() {
        int daily = number(12, 45);
        int days = number(3, 9);
        int later = daily + number(3, 20);
        int moreDays = number(2, 11);
        int pages = daily * days + later * moreDays;
        String question = draws.pick(
                name + " reads a book of " + pages + " pages. For " + days + " days " + name + " reads " + daily
                        + " pages a day, after that " + later + " pages a day. How many days does the whole book take?",
                "A novel has " + pages + " pages. " + name + " manages " + daily + " pages on each of the first " + days
                        + " days and " + later + " on every day after. After how many days is the novel finished?");
        return new Solution()
                .step("the pages of the first days", "first", days + " * " + daily)
                .step("the pages that are left", "left", pages + " - first")
                .step("the days for these", "more", "left // " + later)
                .step("all days together", "days", days + " + more")
                .solves(question, days + moreDays, "days");
    }

    private Problem field() {
        String crop = draws.pick(CROPS);
        int rows = number(4, 16) * 5;
        int plants = number(2, 9) * 4;
        int percent = draws.pick(10, 20, 25, 5, 40);
        int yield = number(2, 9);
        int all = rows * plants;
        int grown = all - all * percent / 100;
        String question = draws.pick(
                name + " plants " + rows + " rows of " + plants + " seedlings. " + percent
                        + " percent of them don't grow. Each of the others bears " + yield + " " + crop + ". How many "
                        + crop
                        + " does " + name + " harvest?",
                "On a field there are " + rows + " rows with " + plants + " plants in each. Hail destroys " + percent
                        + " percent of the plants, and every plant that is left gives " + yield + " " + crop
                        + ". How many " + crop + " are there in the end?");
        return new Solution()
                .step("all plants", "planted", rows + " * " + plants)
                .step("those that are lost", "lost", "planted * " + percent + " // 100")
                .step("what the others bear", "harvest", "(planted - lost) * " + yield)
                .solves(question, (long) grown * yield, crop);
    }

    private Problem wages() {
        int rate = number(6, 17) * 2;
        int regular = number(20, 40);
        int extra = number(2, 14);
        int cost = number(15, 90);
        long pay = (long) rate * regular + (long) rate * 3 / 2 * extra - cost;
        String question = draws.pick(
                name + " earns " + rate + " dollars an hour, and one and a half times as much for overtime. Last week "
                        + name
                        + " worked " + regular + " regular hours and " + extra + " hours of overtime and paid " + cost
                        + " dollars for the train. How much was left?",
                "An hour of work brings " + name + " " + rate
                        + " dollars; an hour of overtime brings half as much again. "
                        + name + " did " + regular + " hours and " + extra + " hours of overtime. After " + cost
                        + " dollars for tools, how many dollars remain?");
        return new Solution()
                .given("rate", rate)
                .step("the pay for regular hours", "regular", "rate * " + regular)
                .step("the rate for overtime", "overtime_rate", "rate * 3 // 2")
                .step("the pay for overtime", "overtime", "overtime_rate * " + extra)
                .step("what is left after the costs", "left", "regular + overtime - " + cost)
                .solves(question, pay, "dollars");
    }

    private Problem tank() {
        int in = number(14, 60);
        int out = number(3, in - 4);
        int minutes = number(5, 48);
        int start = number(20, 300);
        int full = start + minutes * (in - out);
        String question = draws.pick(
                "A tank holds " + full + " litres and has " + start + " litres in it. Every minute " + in
                        + " litres flow in and " + out + " litres flow out. After how many minutes is it full?",
                name + " fills a pool of " + full + " litres in which there are " + start + " litres. The hose brings "
                        + in + " litres a minute, but " + out
                        + " litres a minute are lost. How many minutes does it take?");
        return new Solution()
                .step("the litres that are missing", "missing", full + " - " + start)
                .step("the litres that each minute adds", "gain", in + " - " + out)
                .step("the minutes", "minutes", "missing // gain")
                .solves(question, minutes, "minutes");
    }

    private Problem discount() {
        int price = number(3, 40) * 20;
        int percent = draws.pick(5, 10, 15, 20, 25, 30, 40);
        int many = number(2, 7);
        int voucher = number(5, 50);
        long cost = (long) (price - price * percent / 100) * many - voucher;
        String thing = draws.pick("chair", "jacket", "lamp", "tent", "suitcase", "desk");
        String question = draws.pick(
                "A " + thing + " costs " + price + " dollars. In the sale it is " + percent + " percent cheaper. "
                        + name
                        + " buys " + many + " of them and uses a voucher of " + voucher
                        + " dollars on the whole sum. What does " + name + " pay?",
                name + " wants " + many + " " + thing + "s, each " + price + " dollars before a discount of " + percent
                        + " percent. From the total " + name + " may take off " + voucher
                        + " dollars with a voucher. How many dollars are to be paid?");
        return new Solution()
                .step("the discount on one", "discount", price + " * " + percent + " // 100")
                .step("the reduced price", "reduced", price + " - discount")
                .step("the price of all", "total", "reduced * " + many)
                .step("what is left after the voucher", "paid", "total - " + voucher)
                .solves(question, cost, "dollars");
    }

    private Problem tickets() {
        int adults = number(20, 180);
        int children = number(10, 140);
        int price = number(7, 24);
        int half = number(3, price - 2);
        int costs = number(50, 160);
        long profit = (long) adults * price + (long) children * half - costs;
        String question = draws.pick(
                "For a school play " + adults + " tickets for adults at " + price + " dollars and " + children
                        + " tickets for children at " + half + " dollars are sold. The hall costs " + costs
                        + " dollars. What profit is made?",
                name + " runs a small cinema. One evening " + adults + " adults pay " + price + " dollars and "
                        + children
                        + " children pay " + half + " dollars. The film's rent is " + costs
                        + " dollars. How much does the evening earn?");
        return new Solution()
                .step("what the adults pay", "adults", adults + " * " + price)
                .step("what the children pay", "children", children + " * " + half)
                .step("what is left after the costs", "profit", "adults + children - " + costs)
                .solves(question, profit, "dollars");
    }

    private Problem sharing() {
        String things = draws.pick(SMALL_THINGS);
        int friendHas = number(8, 60);
        int times = number(2, 5);
        int given = number(3, friendHas * times - 2);
        int left = friendHas * times - given;
        int together = left + friendHas;
        String question = draws.pick(
                name + " has " + times + " times as many " + things + " as " + friend + ", who has " + friendHas
                        + ". Then " + name + " loses " + given + " of them. How many " + things
                        + " do the two have together now?",
                friend + " owns " + friendHas + " " + things + ", and " + name + " owns " + times
                        + " times that many. After " + name + " gives " + given + " to a museum, how many " + things
                        + " are left to both together?");
        return new Solution()
                .step("what " + name + " has at first", "first", times + " * " + friendHas)
                .step("what stays with " + name, "left", "first - " + given)
                .step("both together", "together", "left + " + friendHas)
                .solves(question, together, things);
    }

    private Problem averageScore() {
        int tests = number(3, 6);
        int average = number(60, 88);
        int target = average + number(1, 4);
        int needed = target * (tests + 1) - average * tests;
        String question = draws.pick(
                name + " has an average of " + average + " points after " + tests
                        + " tests. How many points must the next test bring for an average of " + target + "?",
                "After " + tests + " rounds of a quiz, " + name + " has scored " + average
                        + " points on average. What must " + name + " score in the next round to raise the average to "
                        + target + "?");
        return new Solution()
                .step("all points so far", "so_far", average + " * " + tests)
                .step("all points that the new average takes", "wanted", target + " * (" + tests + " + 1)")
                .step("the difference", "needed", "wanted - so_far")
                .solves(question, needed, "points");
    }

    private Problem fence() {
        int width = number(6, 60);
        int length = width + number(3, 40);
        int gate = number(2, 5);
        int price = number(4, 28);
        long cost = (2L * (width + length) - gate) * price;
        String question = draws.pick(
                name + " puts a fence around a garden that is " + length + " metres long and " + width
                        + " metres wide, but for a gate of " + gate + " metres. A metre of fence costs " + price
                        + " dollars. What does the fence cost?",
                "A meadow of " + length + " by " + width + " metres gets a fence, with a gap of " + gate
                        + " metres for the gate. How many dollars does that take at " + price + " dollars a metre?");
        return new Solution()
                .step("the way around", "around", "2 * (" + length + " + " + width + ")")
                .step("the fence without the gate", "metres", "around - " + gate)
                .step("its price", "cost", "metres * " + price)
                .solves(question, cost, "dollars");
    }

    /** Prices in quarters, which floating point holds exactly. */
    private Problem cafe() {
        int coffees = number(2, 9);
        int cakes = number(2, 7);
        BigDecimal coffee = BigDecimal.valueOf(number(8, 19) * 25L, 2);
        BigDecimal cake = BigDecimal.valueOf(number(10, 27) * 25L, 2);
        int tip = number(2, 9);
        BigDecimal bill = coffee.multiply(BigDecimal.valueOf(coffees))
                .add(cake.multiply(BigDecimal.valueOf(cakes)))
                .add(BigDecimal.valueOf(tip));
        String question = draws.pick(
                name + " treats friends to " + coffees + " coffees at " + coffee + " dollars and " + cakes
                        + " pieces of cake at " + cake + " dollars, and tips " + tip + " dollars. What does " + name
                        + " pay in dollars?",
                "In a café, " + name + " orders " + coffees + " coffees, " + coffee + " dollars each, and " + cakes
                        + " slices of cake, " + cake + " dollars each. With a tip of " + tip
                        + " dollars, how many dollars is that?");
        return new Solution()
                .step("the coffees", "coffees", coffees + " * " + coffee)
                .step("the cakes", "cakes", cakes + " * " + cake)
                .step("both with the tip", "total", "coffees + cakes + " + tip)
                .solves(question, bill, "dollars");
    }

    private Problem printer() {
        int machines = number(2, 9);
        int speed = number(6, 40);
        int minutes = number(5, 55);
        int spoiled = number(3, 30);
        int readers = draws.pick(2, 3, 4, 5, 6);
        int sheets = machines * speed * minutes;
        // What is left must go up evenly.
        int waste = spoiled + Math.floorMod(sheets - spoiled, readers);
        int each = (sheets - waste) / readers;
        String question = draws.pick(
                machines + " printers make " + speed + " pages a minute each and run for " + minutes + " minutes. "
                        + waste
                        + " pages are spoiled; the others are shared evenly among " + readers
                        + " readers. How many pages does each reader get?",
                name + " lets " + machines + " machines print for " + minutes + " minutes at " + speed
                        + " pages a minute each. After throwing away " + waste + " bad pages, " + name + " makes "
                        + readers
                        + " equal piles. How many pages are in a pile?");
        return new Solution()
                .step("the pages that all print in a minute", "rate", machines + " * " + speed)
                .step("all pages", "pages", "rate * " + minutes)
                .step("the good ones", "good", "pages - " + waste)
                .step("a share of them", "share", "good // " + readers)
                .solves(question, each, "pages");
    }
}
