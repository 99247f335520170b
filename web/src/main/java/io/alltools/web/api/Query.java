package io.alltools.web.api;

import io.alltools.web.http.ApiError;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads the parameters of an address. */
final class Query {

    private Query() {}

    /** A whole number from 1 to {@code max}. */
    static int number(ServerRequest request, String name, int absent, int max) {
        return Math.toIntExact(number(request.queryParam(name).orElse("" + absent), name, 1, max));
    }

    static long number(String text, String name, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw ApiError.invalid(
                name, name + " \"" + text + "\" is not usable: expected a whole number from " + min + " to " + max);
    }

    /** {@code true} or {@code false}, which it is when it is absent. */
    static boolean flag(ServerRequest request, String name) {
        return flag(request, name, false);
    }

    /** {@code true} or {@code false}. */
    static boolean flag(ServerRequest request, String name, boolean absent) {
        String text = request.queryParam(name).orElse(Boolean.toString(absent));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiError.invalid(name, name + " \"" + text + "\" is not usable: expected true or false");
        };
    }
}
