package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.command.Conditions;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.syntax.Script.Test;
import io.alltools.trajectories.shell.text.Glob;
import io.alltools.trajectories.shell.text.Regex;
import java.util.regex.Matcher;

/** Evaluates {@code [[ ]]}. */
final class Conditional {

    private final Expander expander;
    private final Shell shell;
    private final Meter meter;

    Conditional(Expander expander, Shell shell, Meter meter) {
        this.expander = expander;
        this.shell = shell;
        this.meter = meter;
    }

    boolean test(Test test) {
        meter.step();
        try {
            return switch (test) {
                case Test.Not not -> !test(not.test());
                case Test.And and -> test(and.left()) && test(and.right());
                case Test.Or or -> test(or.left()) || test(or.right());
                case Test.Unary unary -> unary(unary.operator(), expander.text(unary.operand()));
                case Test.Binary binary -> binary(binary);
            };
        } catch (Conditions.ConditionException e) {
            throw new ExpansionException(e.text());
        }
    }

    private boolean unary(String operator, String operand) {
        return switch (operator) {
            case "-v" -> {
                Variable variable = shell.variables.find(operand);
                yield variable != null && (variable.value() != null || variable.isArray());
            }
            case "-o" -> shell.is(operand);
            default -> Conditions.unary(operator, operand, shell.files);
        };
    }

    private boolean binary(Test.Binary test) {
        String left = expander.text(test.left());
        return switch (test.operator()) {
            case "=", "==" -> Glob.matches(expander.pattern(test.right()), left, meter);
            case "!=" -> !Glob.matches(expander.pattern(test.right()), left, meter);
            case "=~" -> matches(left, expander.regex(test.right()));
            case "<" -> left.compareTo(expander.text(test.right())) < 0;
            case ">" -> left.compareTo(expander.text(test.right())) > 0;
            case "-nt", "-ot", "-ef" ->
                Conditions.files(left, test.operator(), expander.text(test.right()), shell.files);
            default ->
                Conditions.numbers(
                        expander.number(left), test.operator(), expander.number(expander.text(test.right())));
        };
    }

    private boolean matches(String text, String regex) {
        try {
            Matcher matcher = Regex.extended(regex, false, meter).on(text);
            if (!Regex.find(matcher)) {
                return false;
            }
            Variable groups = shell.variables.get("BASH_REMATCH");
            groups.makeArray(false);
            for (int i = 0; i <= matcher.groupCount(); i++) {
                groups.array().put(Integer.toString(i), matcher.group(i) == null ? "" : matcher.group(i));
            }
            return true;
        } catch (Regex.SyntaxException e) {
            throw new ExpansionException(regex + ": invalid regular expression");
        }
    }
}
