package io.alltools.trajectories.functions;

import static io.alltools.trajectories.functions.Parameter.choice;
import static io.alltools.trajectories.functions.Parameter.code;
import static io.alltools.trajectories.functions.Parameter.date;
import static io.alltools.trajectories.functions.Parameter.flag;
import static io.alltools.trajectories.functions.Parameter.object;
import static io.alltools.trajectories.functions.Parameter.real;
import static io.alltools.trajectories.functions.Parameter.reals;
import static io.alltools.trajectories.functions.Parameter.text;
import static io.alltools.trajectories.functions.Parameter.texts;
import static io.alltools.trajectories.functions.Parameter.whole;

import java.util.List;

/** The functions that generated tasks are about. */
final class FunctionLibrary {

    private static final List<String> CITIES = List.of(
            "Lisbon",
            "Nairobi",
            "Osaka",
            "Toronto",
            "Krakow",
            "Valencia",
            "Tallinn",
            "Lima",
            "Hanoi",
            "Leeds",
            "Graz",
            "Perth",
            "Ghent",
            "Tbilisi",
            "Accra",
            "Bergen");
    private static final List<String> PEOPLE = List.of(
            "Amara Okafor",
            "Jonas Lindqvist",
            "Priya Raman",
            "Mateo Castillo",
            "Ingrid Novak",
            "Kenji Tanaka",
            "Leila Haddad",
            "Tomas Fischer",
            "Zoe Moreau",
            "Rashid Karim",
            "Helena Silva",
            "Pavel Orlov");
    private static final List<String> DISHES = List.of(
            "lentil soup",
            "mushroom risotto",
            "apple crumble",
            "vegetable curry",
            "rye bread",
            "fish stew",
            "pancakes");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY", "GBP", "CHF", "SEK", "BRL", "KES");
    private static final List<String> ROOMS = List.of("kitchen", "hallway", "bedroom", "study", "garage", "attic");
    private static final List<String> RESTAURANTS =
            List.of("Casa Verde", "The Brass Spoon", "Nori House", "Blue Olive", "Saffron Yard", "Old Mill");

    static final List<FunctionTemplate> ALL = List.of(
            FunctionTemplate.of(
                    "weather",
                    "weather.forecast",
                    "Gives the forecast for a city on a day.",
                    List.of(
                            "get the weather forecast for {city} on {date}",
                            "find out what the weather in {city} will be" + " on {date}"),
                    text("city", "Name of the city.", CITIES),
                    date("date", "The day."),
                    choice("unit", "Unit of temperatures.", "celsius", "fahrenheit")
                            .optional(" in %s", "celsius")),
            FunctionTemplate.of(
                    "weather",
                    "air_quality_index",
                    "Gives the measured air quality at a station.",
                    List.of(
                            "look up the air quality at station {station_id} on {date}",
                            "tell me how good the air was on {date} at station {station_id}"),
                    code("station_id", "Id of the measuring station.", "AQ-"),
                    date("date", "The day.")),
            FunctionTemplate.of(
                    "dining",
                    "reserve_table",
                    "Reserves a table at a restaurant.",
                    List.of(
                            "book a table for {party_size} people at {restaurant} on {date}",
                            "reserve seats at {restaurant} for {party_size} guests on {date}"),
                    text("restaurant", "Name of the restaurant.", RESTAURANTS),
                    whole("party_size", "How many people come.", 2, 14),
                    date("date", "The day."),
                    flag("outdoor", "Whether the table should be outside.", ", outside if possible")),
            FunctionTemplate.of(
                    "cooking",
                    "scale_recipe",
                    "Scales a recipe to a number of servings.",
                    List.of(
                            "scale the recipe {recipe_id} for {dish} to {servings} servings",
                            "adapt the {dish} from recipe {recipe_id} so that it serves {servings}"),
                    code("recipe_id", "Id of the recipe.", "RC-"),
                    text("dish", "Name of the dish.", DISHES),
                    whole("servings", "Wanted number of servings.", 2, 60)),
            FunctionTemplate.of(
                    "money",
                    "convert_currency",
                    "Converts an amount of money.",
                    List.of(
                            "convert {amount} {source} to {target}",
                            "work out how much {amount} {source} are in {target}"),
                    real("amount", "The amount.", 5, 9_000),
                    text("source", "Currency of the amount, an ISO 4217 code.", CURRENCIES.subList(0, 4)),
                    text("target", "Wanted currency, an ISO 4217 code.", CURRENCIES.subList(4, 8))),
            FunctionTemplate.of(
                    "money",
                    "loan.monthly_payment",
                    "Calculates the monthly payment of a loan.",
                    List.of(
                            "calculate the monthly payment for a loan of {principal} dollars at {rate} percent over"
                                    + " {years} years",
                            "tell me what I would pay each month for {principal} dollars at {rate} percent interest over"
                                    + " {years} years"),
                    whole("principal", "Amount of the loan in dollars.", 4_000, 400_000),
                    real("rate", "Yearly interest in percent.", 1, 12),
                    whole("years", "Term in years.", 2, 35),
                    real("fee", "One-time fee in dollars.", 10, 300)
                            .optional(", with a one-time fee of %s dollars", 0)),
            FunctionTemplate.of(
                    "money",
                    "stocks.place_order",
                    "Places an order for shares.",
                    List.of(
                            "{side} {quantity} shares of {symbol} from account {account}",
                            "place an order to {side} {quantity} {symbol} shares on account {account}"),
                    text("symbol", "The stock's symbol.", List.of("NVLA", "QTRN", "ABXC", "LUMO", "PRFX")),
                    whole("quantity", "Number of shares.", 1, 900),
                    choice("side", "What to do.", "buy", "sell"),
                    code("account", "Id of the account.", "AC-")),
            FunctionTemplate.of(
                    "travel",
                    "search_flights",
                    "Searches flights between two cities.",
                    List.of(
                            "search flights from {origin} to {destination} on {date}",
                            "find a flight on {date} that goes from {origin} to {destination}"),
                    text("origin", "City of departure.", CITIES.subList(0, 8)),
                    text("destination", "City of arrival.", CITIES.subList(8, 16)),
                    date("date", "Day of departure."),
                    choice("cabin", "Class of travel.", "economy", "premium_economy", "business")
                            .optional(" in %s class", "economy"),
                    whole("passengers", "Number of travellers.", 2, 9).optional(" for %s passengers", 1)),
            FunctionTemplate.of(
                    "travel",
                    "hotel.book_room",
                    "Books a room in a hotel.",
                    List.of(
                            "book a room at hotel {hotel_id} in {city} for {nights} nights from {check_in}",
                            "get me a room in {city}, hotel {hotel_id}, arriving on {check_in} and staying {nights} nights"),
                    code("hotel_id", "Id of the hotel.", "HT-"),
                    text("city", "The city.", CITIES),
                    date("check_in", "Day of arrival."),
                    whole("nights", "Number of nights.", 2, 21),
                    flag("breakfast", "Whether breakfast is included.", " with breakfast")),
            FunctionTemplate.of(
                    "mail",
                    "send_message",
                    "Sends a message to one or more people.",
                    List.of(
                            "send a message about case {case_id} to {recipients}",
                            "write to {recipients} regarding case {case_id}"),
                    texts("recipients", "Full names of those who get it.", PEOPLE, 1, 3),
                    code("case_id", "Id of the case that it is about.", "CS-"),
                    choice("priority", "How urgent it is.", "low", "normal", "high")
                            .optional(" with %s priority", "normal")),
            FunctionTemplate.of(
                    "calendar",
                    "calendar.create_event",
                    "Puts an event into the calendar.",
                    List.of(
                            "schedule a {minutes} minute meeting on project {project} on {date} with {attendees}",
                            "put a meeting about project {project} into the calendar for {date}, {minutes} minutes long, with"
                                    + " {attendees}"),
                    code("project", "Id of the project.", "PR-"),
                    date("date", "The day."),
                    whole("minutes", "Length in minutes.", 10, 240),
                    texts("attendees", "Full names of those who take part.", PEOPLE, 2, 4)),
            FunctionTemplate.of(
                    "home",
                    "set_light",
                    "Sets the light of a room.",
                    List.of(
                            "set the {room} light to {setting} on hub {hub_id}",
                            "change the light in the {room} to {setting}, using hub {hub_id}"),
                    text("room", "The room.", ROOMS),
                    code("hub_id", "Id of the hub.", "HB-"),
                    object(
                            "setting",
                            "How it should shine.",
                            "{brightness} percent brightness and the colour {color}",
                            whole("brightness", "Percent.", 1, 100),
                            choice("color", "The colour.", "warm_white", "cold_white", "red", "green", "blue"))),
            FunctionTemplate.of(
                    "home",
                    "thermostat.set",
                    "Sets the temperature of a room.",
                    List.of(
                            "set the thermostat {device_id} in the {room} to {temperature} degrees",
                            "make the {room} {temperature} degrees warm with thermostat {device_id}"),
                    code("device_id", "Id of the thermostat.", "TH-"),
                    text("room", "The room.", ROOMS),
                    real("temperature", "Degrees Celsius.", 14, 27)),
            FunctionTemplate.of(
                    "orders",
                    "track_order",
                    "Tells where an order is.",
                    List.of("check where order {order_id} is", "track the order {order_id}"),
                    code("order_id", "Id of the order.", "ORD-"),
                    flag("notify", "Whether to send news of it.", " and notify me of changes")),
            FunctionTemplate.of(
                    "orders",
                    "create_shipment",
                    "Creates a shipment to an address.",
                    List.of(
                            "ship parcel {parcel_id}, which weighs {weight} kilograms, to {address}",
                            "create a shipment of parcel {parcel_id} with a weight of {weight} kilograms to {address}"),
                    code("parcel_id", "Id of the parcel.", "PC-"),
                    real("weight", "Kilograms.", 1, 40),
                    object(
                            "address",
                            "Where it goes.",
                            "{street} in {postcode} {city}",
                            text(
                                    "street",
                                    "Street and number.",
                                    List.of("12 Orchard Lane", "7 Mill Street", "45 Harbour Road", "3 Castle Hill")),
                            code("postcode", "Postcode.", "P"),
                            text("city", "The city.", CITIES))),
            FunctionTemplate.of(
                    "statistics",
                    "stats.describe",
                    "Computes a statistic of numbers.",
                    List.of("compute the {measure} of {values}", "find the {measure} of the numbers {values}"),
                    reals("values", "The numbers.", 1, 400, 3, 7),
                    choice("measure", "What to compute.", "mean", "median", "variance", "standard_deviation")),
            FunctionTemplate.of(
                    "geometry",
                    "geometry.triangle_area",
                    "Calculates the area of a triangle.",
                    List.of(
                            "calculate the area of a triangle with a base of {base} and a height of {height}",
                            "find the area of the triangle whose base is {base} and whose height is {height}"),
                    whole("base", "Length of the base.", 3, 900),
                    whole("height", "Height over the base.", 3, 900),
                    choice("unit", "Unit of length.", "centimeters", "meters")
                            .optional(", measured in %s", "centimeters")),
            FunctionTemplate.of(
                    "music",
                    "playlist.add_track",
                    "Adds a track to a playlist.",
                    List.of(
                            "add track {track_id} to my playlist \"{playlist}\"",
                            "put the track {track_id} on the \"{playlist}\" playlist"),
                    code("track_id", "Id of the track.", "TR-"),
                    text(
                            "playlist",
                            "Name of the playlist.",
                            List.of("Morning Run", "Deep Focus", "Road Trip", "Sunday Jazz", "Kitchen Party")),
                    whole("position", "Where in the list.", 1, 50).optional(" at position %s", 0)),
            FunctionTemplate.of(
                    "support",
                    "open_ticket",
                    "Opens a support ticket.",
                    List.of(
                            "open a {severity} ticket for customer {customer_id} about a {topic} problem",
                            "file a support ticket for customer {customer_id}: {topic}, severity {severity}"),
                    code("customer_id", "Id of the customer.", "CU-"),
                    choice("topic", "What it is about.", "login", "billing", "delivery", "data_export"),
                    choice("severity", "How bad it is.", "minor", "major", "critical")),
            FunctionTemplate.of(
                    "library",
                    "library.renew_loan",
                    "Renews the loan of a book.",
                    List.of(
                            "renew the loan of book {book_id} for card {card_id}",
                            "extend my loan of {book_id} on library card {card_id}"),
                    code("book_id", "Id of the book.", "BK-"),
                    code("card_id", "Id of the library card.", "LC-"),
                    whole("weeks", "By how many weeks.", 1, 6).optional(" by %s weeks", 2)),
            FunctionTemplate.of(
                    "health",
                    "fitness.log_workout",
                    "Records a workout.",
                    List.of(
                            "log {minutes} minutes of {activity} on {date}, {calories} calories burned",
                            "record my workout of {date}: {activity} for {minutes} minutes and {calories} calories"),
                    choice("activity", "What was done.", "running", "rowing", "cycling", "swimming", "yoga"),
                    whole("minutes", "How long.", 10, 180),
                    whole("calories", "Energy burned.", 50, 1_500),
                    date("date", "The day.")));

    private FunctionLibrary() {}
}
