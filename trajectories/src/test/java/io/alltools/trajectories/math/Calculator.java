package io.alltools.trajectories.math;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@code python} of assignments, sums, parentheses and print, with the variables of each session. */
final class Calculator implements Tool {

    final List<String> ended = new ArrayList<>();
    boolean closed;
    private final Map<String, Map<String, BigDecimal>> sessions = new HashMap<>();

    @Override
    public ToolSpec spec() {
        return ToolSpec.builtIn("python", "Runs Python code.", "code");
    }

    @Override
    public ToolResult call(String code, ToolContext context) {
        Map<String, BigDecimal> variables = sessions.computeIfAbsent(context.sessionId(), id -> new HashMap<>());
        List<String> printed = new ArrayList<>();
        for (String line : code.split("\n")) {
            if (line.startsWith("print(")) {
                BigDecimal value = new Sum(line.substring(6, line.length() - 1), variables).value();
                printed.add(value.toPlainString());
            } else {
                String[] sides = line.split(" = ", 2);
                variables.put(sides[0], new Sum(sides[1], variables).value());
            }
        }
        return ToolResult.ok(String.join("\n", printed));
    }

    @Override
    public void endSession(String sessionId) {
        sessions.remove(sessionId);
        ended.add(sessionId);
    }

    @Override
    public void close() {
        closed = true;
    }

    private static final class Sum {

        private final String text;
        private final Map<String, BigDecimal> variables;
        private int at;

        Sum(String text, Map<String, BigDecimal> variables) {
            this.text = text.replace(" ", "");
            this.variables = variables;
        }

        BigDecimal value() {
            BigDecimal value = sum();
            if (at != text.length()) {
                throw new IllegalArgumentException("SyntaxError: " + text + " at " + at);
            }
            return value;
        }

        private BigDecimal sum() {
            BigDecimal value = product();
            while (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
                value = text.charAt(at++) == '+' ? value.add(product()) : value.subtract(product());
            }
            return value;
        }

        private BigDecimal product() {
            BigDecimal value = atom();
            while (at < text.length() && "*/".indexOf(text.charAt(at)) >= 0) {
                if (text.startsWith("//", at)) {
                    at += 2;
                    value = value.divide(atom(), 0, RoundingMode.FLOOR);
                } else {
                    value = text.charAt(at++) == '*'
                            ? value.multiply(atom())
                            : value.divide(atom(), MathContext.DECIMAL64);
                }
            }
            return value;
        }

        private BigDecimal atom() {
            if (text.charAt(at) == '(') {
                at++;
                BigDecimal value = sum();
                at++;
                return value;
            }
            int start = at;
            while (at < text.length() && "+-*/()".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String word = text.substring(start, at);
            BigDecimal variable = variables.get(word);
            return variable != null ? variable : new BigDecimal(word);
        }
    }
}
