package io.alltools.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * Notices that a run goes round: the same call with the same result, or a cycle of up to {@value #LONGEST} such calls.
 * A call whose result changes, as when something is waited for, is no repetition.
 */
final class Repetition {

    private static final int LONGEST = 4;

    /** After so many rounds the model is told, and the run ends where it begins another. */
    static final int ROUNDS = 3;

    private record Made(String call, String result) {}

    private final List<Made> made = new ArrayList<>();

    /** Notes a call and says how often its cycle came to the same: 1 for the first time. */
    int add(ToolCall call, ToolResult result) {
        made.add(new Made(key(call), Json.write(result)));
        int most = 1;
        for (int length = 1; length <= LONGEST; length++) {
            most = Math.max(most, rounds(length));
        }
        return most;
    }

    /** Whether this call begins one round too many. */
    boolean goesOnWith(ToolCall call) {
        for (int length = 1; length <= LONGEST; length++) {
            if (rounds(length) >= ROUNDS
                    && made.get(made.size() - length).call().equals(key(call))) {
                return true;
            }
        }
        return false;
    }

    private int rounds(int length) {
        int rounds = 1;
        for (int end = made.size(); end - 2 * length >= 0; end -= length) {
            if (!made.subList(end - length, end).equals(made.subList(end - 2 * length, end - length))) {
                break;
            }
            rounds++;
        }
        return rounds;
    }

    /** JSON that is written otherwise is the same call. */
    private static String key(ToolCall call) {
        String arguments;
        try {
            arguments = Json.write(Json.parseObject(call.arguments()));
        } catch (IllegalArgumentException e) {
            // Code, or what was meant to be JSON.
            arguments = call.arguments().strip();
        }
        return call.name() + "\n" + arguments;
    }
}
