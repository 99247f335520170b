package io.alltools.web.api;

import io.alltools.agent.Outcome;
import io.alltools.web.http.ApiError;
import io.alltools.web.store.TrajectoryFilter;
import io.alltools.web.store.TrajectoryOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads which runs a request means, and their order, from its address; an empty parameter is the same as none. */
final class TrajectoryParameters {

    private static final String INCOMPLETE = "INCOMPLETE";

    private final ServerRequest request;

    TrajectoryParameters(ServerRequest request) {
        this.request = request;
    }

    TrajectoryFilter filter() {
        return new TrajectoryFilter(
                // "Runs without a task" is a filter, too.
                request.queryParam("task").orElse(null),
                text("tool"),
                read("outcome", outcomes(), TrajectoryParameters::outcome),
                fraction("rewardMin"),
                fraction("rewardMax"),
                given("rated").isPresent() ? (Boolean) Query.flag(request, "rated") : null,
                read(
                        "inclusion",
                        words(TrajectoryFilter.Inclusion.values()),
                        text -> constant(TrajectoryFilter.Inclusion.values(), text)),
                count("stepsMin", Integer.MAX_VALUE) instanceof Long n ? (Integer) n.intValue() : null,
                count("stepsMax", Integer.MAX_VALUE) instanceof Long n ? (Integer) n.intValue() : null,
                count("tokensMin", Long.MAX_VALUE),
                count("tokensMax", Long.MAX_VALUE),
                time("from", 0),
                time("to", 1),
                text("model"),
                text("text"));
    }

    TrajectoryOrder order() {
        TrajectoryOrder.By by =
                read("sort", words(TrajectoryOrder.By.values()), text -> constant(TrajectoryOrder.By.values(), text));
        Boolean descending = read("order", "asc or desc", text -> switch (text) {
            case "asc" -> Optional.of(false);
            case "desc" -> Optional.of(true);
            default -> Optional.<Boolean>empty();
        });
        return new TrajectoryOrder(by == null ? TrajectoryOrder.By.STARTED : by, descending == null || descending);
    }

    TrajectoryOrder.@Nullable Place after(TrajectoryOrder order) {
        String cursor = text("cursor");
        try {
            return cursor == null ? null : order.place(cursor);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(
                    "cursor", e.getMessage() + ": expected the \"next\" of an answer to the same request");
        }
    }

    private @Nullable String text(String name) {
        return given(name).orElse(null);
    }

    private Optional<String> given(String name) {
        return request.queryParam(name).filter(text -> !text.isEmpty());
    }

    private @Nullable Double fraction(String name) {
        return read(name, "a number from 0 to 1", text -> {
            try {
                return Optional.of(Double.valueOf(text)).filter(value -> value >= 0 && value <= 1);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    private @Nullable Long count(String name, long max) {
        return given(name).map(text -> Query.number(text, name, 0, max)).orElse(null);
    }

    /** @param days to add to a date, of which the moment at its begin in UTC counts */
    private @Nullable Instant time(String name, int days) {
        return read(name, "a moment such as 2026-01-31T08:00:00Z, or a date such as 2026-01-31", text -> {
            try {
                return Optional.of(
                        text.contains("T")
                                ? Instant.parse(text)
                                : LocalDate.parse(text)
                                        .plusDays(days)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private <T> @Nullable T read(String name, String expected, Function<String, Optional<T>> reader) {
        String text = text(name);
        return text == null
                ? null
                : reader.apply(text)
                        .orElseThrow(() ->
                                ApiError.invalid(name, name + " \"" + text + "\" is not usable: expected " + expected));
    }

    private static Optional<TrajectoryFilter.Ending> outcome(String text) {
        return text.equals(INCOMPLETE)
                ? Optional.of(new TrajectoryFilter.Ending.Incomplete())
                : Arrays.stream(Outcome.Kind.values())
                        .filter(kind -> kind.name().equals(text))
                        .<TrajectoryFilter.Ending>map(TrajectoryFilter.Ending.Finished::new)
                        .findFirst();
    }

    private static String outcomes() {
        return Stream.concat(Arrays.stream(Outcome.Kind.values()).map(Enum::name), Stream.of(INCOMPLETE))
                .collect(Collectors.joining(", "));
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] values, String word) {
        return Arrays.stream(values).filter(value -> word(value).equals(word)).findFirst();
    }

    private static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(TrajectoryParameters::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
