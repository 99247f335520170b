package io.alltools.trajectories.shell.awk;

import io.alltools.trajectories.shell.awk.Program.Expression;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Printf;
import io.alltools.trajectories.shell.text.Regex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** The functions of awk. */
final class Library {

    private final Runner runner;
    private final Process process;
    private final Records records;
    private final Printers printers;
    private final Map<String, Regex> regexes = new HashMap<>();
    private long random = 1;
    private double seed;

    Library(Runner runner, Process process, Records records, Printers printers) {
        this.runner = runner;
        this.process = process;
        this.records = records;
        this.printers = printers;
    }

    Regex regex(String text) {
        Regex regex = regexes.get(text);
        if (regex == null) {
            regex = Regex.extended(text, false, runner.meter());
            if (regexes.size() < 1000) {
                regexes.put(text, regex);
            }
        }
        return regex;
    }

    /** The regular expression that an operand stands for. */
    Regex regexOf(Expression expression) {
        return regex(expression instanceof Expression.Pattern pattern ? pattern.regex() : runner.string(expression));
    }

    Object call(Expression.Call call) {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "length" ->
                a.isEmpty()
                        ? (double) records.field(0).text().length()
                        : a.get(0) instanceof Expression.Name name
                                        && !runner.array(name.name()).isEmpty()
                                ? (double) runner.array(name.name()).size()
                                : (double) text(call, 0).length();
            case "substr" -> substr(call);
            case "index" -> text(call, 0).indexOf(text(call, 1)) + 1.0;
            case "split" -> split(call);
            case "sub" -> substitute(call, false);
            case "gsub" -> substitute(call, true);
            case "match" -> match(call);
            case "sprintf" -> format(a.stream().map(runner::evaluate).toList());
            case "tolower" -> Bytes.lower(text(call, 0));
            case "toupper" -> Bytes.upper(text(call, 0));
            case "int" -> (double) (long) number(call, 0);
            case "sqrt" -> Math.sqrt(number(call, 0));
            case "exp" -> Math.exp(number(call, 0));
            case "log" -> Math.log(number(call, 0));
            case "sin" -> Math.sin(number(call, 0));
            case "cos" -> Math.cos(number(call, 0));
            case "atan2" -> Math.atan2(number(call, 0), number(call, 1));
            case "rand" -> {
                random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
                yield (random >>> 11) * 0x1p-53;
            }
            case "srand" -> {
                double before = seed;
                seed = a.isEmpty() ? process.machine().clock().now() / 1000 : number(call, 0);
                random = Double.doubleToLongBits(seed);
                yield before;
            }
            case "system" -> (double) process.launch(List.of("sh", "-c", text(call, 0)));
            case "close" -> printers.close(text(call, 0)) || records.close(text(call, 0)) ? 0.0 : -1.0;
            case "fflush" -> 0.0;
            case "systime" -> (double) (process.machine().clock().now() / 1000);
            default -> throw new AwkException("function " + call.name() + " not defined");
        };
    }

    private Expression argument(Expression.Call call, int index) {
        if (index >= call.arguments().size()) {
            throw new AwkException("not enough arguments in call to " + call.name());
        }
        return call.arguments().get(index);
    }

    private String text(Expression.Call call, int index) {
        return runner.string(argument(call, index));
    }

    private double number(Expression.Call call, int index) {
        return runner.number(argument(call, index));
    }

    private Object substr(Expression.Call call) {
        String text = text(call, 0);
        double from = Math.rint(number(call, 1));
        double to = call.arguments().size() > 2 ? from + Math.rint(number(call, 2)) : text.length() + 1.0;
        int start = (int) Math.max(1, from);
        int end = (int) Math.min(text.length() + 1.0, to);
        return start < end ? text.substring(start - 1, end - 1) : "";
    }

    private Object split(Expression.Call call) {
        String text = text(call, 0);
        if (!(argument(call, 1) instanceof Expression.Name name)) {
            throw new AwkException("split needs an array");
        }
        String separator = call.arguments().size() > 2
                ? call.arguments().get(2) instanceof Expression.Pattern pattern ? pattern.regex() : text(call, 2)
                : runner.text("FS");
        List<String> parts = records.split(text, separator);
        Map<String, Object> array = runner.array(name.name());
        array.clear();
        for (int i = 0; i < parts.size(); i++) {
            array.put(Integer.toString(i + 1), new Values.Input(parts.get(i)));
        }
        return (double) parts.size();
    }

    private Object match(Expression.Call call) {
        Matcher matcher = regexOf(argument(call, 1)).on(text(call, 0));
        boolean found = Regex.find(matcher);
        double start = found ? matcher.start() + 1.0 : 0;
        runner.set("RSTART", start);
        runner.set("RLENGTH", found ? (double) (matcher.end() - matcher.start()) : -1.0);
        return start;
    }

    private Object substitute(Expression.Call call, boolean all) {
        Expression target = call.arguments().size() > 2
                ? call.arguments().get(2)
                : new Expression.Field(new Expression.Constant(0.0));
        String text = runner.string(target);
        String replacement = text(call, 1);
        Matcher matcher = regexOf(argument(call, 0)).on(text);
        StringBuilder result = new StringBuilder();
        int at = 0;
        int count = 0;
        while (Regex.find(matcher)) {
            runner.meter().step();
            result.append(text, at, matcher.start());
            for (int i = 0; i < replacement.length(); i++) {
                char c = replacement.charAt(i);
                if (c == '\\' && i + 1 < replacement.length() && "&\\".indexOf(replacement.charAt(i + 1)) >= 0) {
                    result.append(replacement.charAt(++i));
                } else {
                    result.append(c == '&' ? matcher.group() : String.valueOf(c));
                }
            }
            runner.meter().text(result.length());
            at = matcher.end();
            count++;
            if (!all) {
                break;
            }
        }
        if (count > 0) {
            runner.assign(target, result.append(text.substring(at)).toString());
        }
        return (double) count;
    }

    /** A format and its values. */
    String format(List<Object> values) {
        if (values.isEmpty()) {
            throw new AwkException("printf: no format");
        }
        try {
            return Printf.format(runner.string(values.get(0)), new Arguments(values));
        } catch (Printf.DirectiveException e) {
            throw new AwkException("bad conversion in format: " + e.getMessage());
        }
    }

    /** Values as the arguments of a format. */
    private final class Arguments implements Printf.Arguments {

        private final List<Object> values;
        private int at = 1;

        Arguments(List<Object> values) {
            this.values = values;
        }

        private Object next() {
            if (at >= values.size()) {
                throw new AwkException(
                        "not enough arguments passed to sprintf(\"" + runner.string(values.get(0)) + "\")");
            }
            return values.get(at++);
        }

        @Override
        public String text() {
            return runner.string(next());
        }

        @Override
        public double number() {
            return Values.number(next());
        }

        @Override
        public long integer() {
            return (long) Values.number(next());
        }

        @Override
        public String character() {
            Object value = next();
            if (value instanceof Double number) {
                return String.valueOf((char) (number.intValue() & 0xff));
            }
            String text = runner.string(value);
            return text.isEmpty() ? "" : text.substring(0, 1);
        }
    }
}
