package io.alltools.trajectories.shop;

import java.util.Arrays;
import java.util.List;

/**
 * What a generated catalogue knows of one kind of goods.
 *
 * @param categories the path, with {@code ›} between its parts
 * @param types what things of the kind are called
 * @param attributes what they may be praised for
 * @param options what they may come in
 * @param dollarsFrom the least price
 */
record Department(
        String categories,
        List<String> types,
        List<String> attributes,
        List<Variety> options,
        int dollarsFrom,
        int dollarsTo) {

    record Variety(String name, List<String> values) {}

    /** Path | types | attributes | options | price. */
    private static final String TABLE = """
            Clothing › Women › Dresses | wrap dress, maxi dress, sun dress | machine wash, long sleeve, v-neck, quick drying, elastic waist, organic cotton, hidden pockets, wrinkle resistant | color: navy blue, olive green, wine red, black, ivory; size: x-small, small, medium, large, x-large | 24-78
            Clothing › Men › Shirts | flannel shirt, polo shirt, linen shirt | machine wash, short sleeve, button closure, slim fit, moisture wicking, stretch fabric, easy care, breathable | color: sky blue, charcoal, white, rust, forest green; size: small, medium, large, x-large, xx-large; fit: regular, tall | 18-64
            Clothing › Shoes › Athletic | running shoes, hiking boots, walking sneakers | rubber sole, memory foam, arch support, non slip, waterproof, lightweight, wide toe box, reflective | color: black, slate grey, coral, teal, white; size: 6, 7, 8, 9, 10, 11, 12 | 35-140
            Clothing › Accessories › Bags | messenger bag, weekender duffel, drawstring backpack | water resistant, laptop sleeve, padded straps, vegan leather, lockable zipper, luggage strap, foldable | color: tan, black, burgundy, navy, khaki; size: 15 liters, 25 liters, 35 liters | 22-120
            Beauty › Hair Care › Shampoo | scalp shampoo, curl conditioner, hair mask | sulfate free, cruelty free, tea tree, argan oil, color safe, paraben free, for dry hair, dermatologist tested | scent: lavender, citrus, unscented, coconut; size: 8 ounce, 16 ounce, 32 ounce | 7-34
            Beauty › Skin Care › Face | face serum, night cream, clay mask | hyaluronic acid, fragrance free, cruelty free, for sensitive skin, vitamin c, anti aging, fine lines, non greasy | size: 1 ounce, 2 ounce, 4 ounce; pack: single, pack of 2, pack of 3 | 9-58
            Beauty › Makeup › Lips | lip balm, liquid lipstick, lip gloss | long lasting, paraben free, shea butter, easy to remove, vegan formula, spf 15, smudge proof | color: ruby, peach, mauve, plum, rose; pack: single, pack of 2, pack of 4 | 5-26
            Home › Bedding › Sheets | sheet set, duvet cover, quilted bedspread | machine washable, super soft, deep pocket, wrinkle resistant, hypoallergenic, cooling fabric, bamboo fiber | color: sage green, dusty pink, white, slate, mustard; size: twin, full, queen, king | 28-135
            Home › Decor › Rugs | area rug, runner rug, shag rug | easy clean, non slip backing, stain resistant, hand woven, spot clean, low pile, pet friendly | color: terracotta, indigo, beige, charcoal, emerald; size: 2 x 3 feet, 4 x 6 feet, 5 x 8 feet, 8 x 10 feet | 25-260
            Home › Lighting › Lamps | desk lamp, floor lamp, bedside lamp | dimmable, usb charging port, touch control, energy efficient, adjustable arm, memory function, eye caring | color: matte black, brushed silver, brass gold, white; plug: us plug, uk plug, eu plug | 19-110
            Home › Furniture › Tables | coffee table, side table, folding table | easy assembly, solid wood, scratch resistant, storage shelf, steel frame, space saving, adjustable feet | color: walnut brown, natural oak, espresso, white; size: 24 inch, 36 inch, 48 inch | 49-320
            Home › Storage › Baskets | storage basket, laundry hamper, shelf bin | collapsible, hand woven, rope handles, machine washable, waterproof lining, lid included, stackable | color: natural, grey, white, turquoise; size: small, medium, large; pack: single, pack of 3 | 14-72
            Kitchen › Cookware › Pans | skillet, saucepan, stock pot | non stick, dishwasher safe, oven safe, induction ready, stay cool handle, lid included, bpa free | color: copper, black, sapphire blue, cream; size: 8 inch, 10 inch, 12 inch | 21-150
            Kitchen › Coffee › Brewing | french press, pour over kettle, coffee grinder | stainless steel, double wall, easy clean, gooseneck spout, leak proof, travel friendly, quiet motor | color: silver, matte black, red, mint; capacity: 12 ounce, 20 ounce, 34 ounce | 18-95
            Kitchen › Storage › Containers | lunch box, food jar, water bottle | bpa free, leak proof, dishwasher safe, vacuum insulated, wide mouth, microwave safe, carry loop | color: lilac, teal, graphite, lemon, white; capacity: 10 ounce, 17 ounce, 25 ounce, 32 ounce | 11-48
            Grocery › Snacks › Bars | protein bar, granola bar, fruit snack | gluten free, low sugar, plant based, non gmo, keto friendly, nut free, individually wrapped, high protein | flavor: peanut butter, dark chocolate, blueberry, sea salt caramel, apple cinnamon; pack: 6 count, 12 count, 24 count | 6-42
            Grocery › Beverages › Tea | green tea, herbal tea, black tea | caffeine free, certified organic, fair trade, loose leaf, no artificial flavors, compostable bags, kosher certified | flavor: jasmine, ginger, mint, bergamot, chamomile; pack: 20 bags, 50 bags, 100 bags | 5-36
            Grocery › Pantry › Sauces | pasta sauce, hot sauce, salad dressing | dairy free, low sodium, gluten free, no sugar added, family recipe, keto friendly, glass bottle | flavor: garlic, smoked chili, basil, lemon herb; size: 8 ounce, 12 ounce, 24 ounce; pack: single, pack of 2, pack of 4 | 5-38
            Electronics › Audio › Headphones | wireless earbuds, over ear headphones, sports headset | noise cancelling, fast charging, water resistant, long battery life, built in microphone, foldable, low latency | color: black, ice white, midnight blue, rose gold; style: standard, with case | 22-240
            Electronics › Accessories › Cables | charging cable, hdmi cable, ethernet cable | fast charging, braided nylon, gold plated, high speed, plug and play, tangle free, heavy duty | color: black, red, white, grey; size: 3 feet, 6 feet, 10 feet, 25 feet; pack: single, pack of 2, pack of 3 | 6-45
            Electronics › Computers › Keyboards | mechanical keyboard, wireless mouse, laptop stand | usb c, ergonomic design, rgb lighting, long battery life, aluminum alloy, quiet keys, hot swappable | color: black, white, lavender, mint green; layout: us layout, uk layout, german layout | 17-160
            Sports › Fitness › Yoga | yoga mat, resistance band, foam roller | non slip, eco friendly, extra thick, latex free, carry strap, high density, sweat resistant | color: purple, ocean blue, black, peach; thickness: 4 mm, 6 mm, 10 mm | 12-75
            Sports › Outdoors › Camping | camping tent, sleeping bag, camp chair | water resistant, lightweight, quick set up, uv protection, compression sack, heavy duty, cup holder | color: orange, olive, navy, charcoal; size: 1 person, 2 person, 4 person | 32-290
            Toys › Learning › Puzzles | jigsaw puzzle, building blocks, wooden puzzle | non toxic, recycled cardboard, easy grip, glow in the dark, storage bag included, screen free, hand painted | theme: ocean animals, space travel, fairy forest, city trains; size: 48 pieces, 100 pieces, 500 pieces, 1000 pieces | 9-58
            Pets › Dogs › Supplies | dog bed, dog harness, chew toy | machine washable, chew resistant, orthopedic foam, reflective, easy clean, no pull, non toxic | color: grey, red, teal, brown; size: small, medium, large, x-large | 10-95
            Office › Supplies › Writing | gel pen, fountain pen, dotted notebook | quick drying, refillable, acid free, smooth writing, comfortable grip, lay flat, archival quality | color: black, blue, green, violet; pack: single, pack of 5, pack of 12 | 4-40
            Garden › Tools › Watering | garden hose, watering can, pruning shears | rust resistant, lightweight, kink free, easy storage, non slip grip, heavy duty, carbon steel | color: green, yellow, copper, black; style: standard, deluxe | 13-88
            Baby › Nursery › Feeding | baby bottle, silicone bib, high chair cushion | bpa free, anti colic, easy clean, food grade, dishwasher safe, machine washable, phthalate free | color: peach, mint, sand, sky blue; pack: single, pack of 2, pack of 3 | 8-54
            """;

    static final List<Department> ALL = TABLE.lines().map(Department::read).toList();

    private static Department read(String line) {
        String[] fields = line.split(" \\| ");
        String[] prices = fields[4].split("-");
        return new Department(
                fields[0],
                list(fields[1]),
                list(fields[2]),
                Arrays.stream(fields[3].split("; "))
                        .map(option -> option.split(": "))
                        .map(option -> new Variety(option[0], list(option[1])))
                        .toList(),
                Integer.parseInt(prices[0].strip()),
                Integer.parseInt(prices[1].strip()));
    }

    private static List<String> list(String text) {
        return List.of(text.split(", "));
    }
}
