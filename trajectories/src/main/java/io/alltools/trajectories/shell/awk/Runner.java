package io.alltools.trajectories.shell.awk;

import io.alltools.trajectories.shell.awk.Program.Expression;
import io.alltools.trajectories.shell.awk.Program.Rule;
import io.alltools.trajectories.shell.awk.Program.Statement;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a program of awk over its input. */
final class Runner {

    /** A statement that leaves what it is in. */
    private static final class LeaveException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String how;

        LeaveException(String how) {
            super(how, null, false, false);
            this.how = how;
        }
    }

    private final Program program;
    private final Process process;
    private final Meter meter;
    private final Records records;
    private final Printers printers;
    private final Library library;
    private final Map<String, Object> globals = new HashMap<>();
    private final Map<String, Map<String, Object>> arrays = new HashMap<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final boolean[] inRange;
    private Object returned = Values.UNSET;
    private int status;

    /** The variables of a function that runs; an array of the caller is shared. */
    private record Frame(
            Program.Function function, Map<String, Object> values, Map<String, Map<String, Object>> arrays) {}

    Runner(Program program, Process process, List<String> operands) {
        this.program = program;
        this.process = process;
        this.meter = process.meter();
        this.inRange = new boolean[program.rules().size()];
        this.records = new Records(this, process, operands);
        this.printers = new Printers(process);
        this.library = new Library(this, process, records, printers);
        for (String[] preset : new String[][] {
            {"FS", " "},
            {"OFS", " "},
            {"ORS", "\n"},
            {"RS", "\n"},
            {"SUBSEP", "\034"},
            {"OFMT", "%.6g"},
            {"CONVFMT", "%.6g"}
        }) {
            globals.put(preset[0], preset[1]);
        }
        globals.put("NR", 0.0);
        globals.put("FNR", 0.0);
        globals.put("RSTART", 0.0);
        globals.put("RLENGTH", -1.0);
        globals.put("FILENAME", Values.UNSET);
        Map<String, Object> environment = array("ENVIRON");
        process.environment().forEach((name, value) -> environment.put(name, new Values.Input(value)));
        Map<String, Object> arguments = array("ARGV");
        arguments.put("0", "awk");
        for (int i = 0; i < operands.size(); i++) {
            arguments.put(Integer.toString(i + 1), new Values.Input(operands.get(i)));
        }
        globals.put("ARGC", operands.size() + 1.0);
    }

    Meter meter() {
        return meter;
    }

    void preset(String name, String value) {
        globals.put(name, new Values.Input(value));
    }

    int run() {
        try {
            program.begin().forEach(this::execute);
            if (!program.rules().isEmpty() || !program.end().isEmpty()) {
                while (records.next()) {
                    rules();
                }
            }
            end();
        } catch (LeaveException e) {
            if (!e.how.equals("exit")) {
                throw new AwkException(e.how + " used outside of where it can be");
            }
            end();
        } finally {
            printers.closeAll();
        }
        return status;
    }

    private void end() {
        try {
            program.end().forEach(this::execute);
        } catch (LeaveException e) {
            // exit within END ends it.
            status = e.how.equals("exit") ? status : 2;
        }
    }

    private void rules() {
        try {
            for (int i = 0; i < program.rules().size(); i++) {
                Rule rule = program.rules().get(i);
                if (applies(rule, i)) {
                    Statement body = rule.body();
                    execute(body == null ? new Statement.Print(false, List.of(), "", null) : body);
                }
            }
        } catch (LeaveException e) {
            if (!e.how.equals("next")) {
                throw e;
            }
        }
    }

    private boolean applies(Rule rule, int index) {
        Expression pattern = rule.pattern();
        if (pattern == null) {
            return true;
        }
        Expression until = rule.until();
        if (until == null) {
            return Values.truth(evaluate(pattern));
        }
        if (!inRange[index] && !Values.truth(evaluate(pattern))) {
            return false;
        }
        inRange[index] = !Values.truth(evaluate(until));
        return true;
    }

    // Statements

    private void execute(Statement statement) {
        meter.step();
        switch (statement) {
            case Statement.Block block -> block.statements().forEach(this::execute);
            case Statement.Evaluate evaluate -> evaluate(evaluate.expression());
            case Statement.Print print -> print(print);
            case Statement.If choice -> {
                Statement otherwise = choice.otherwise();
                if (Values.truth(evaluate(choice.condition()))) {
                    execute(choice.then());
                } else if (otherwise != null) {
                    execute(otherwise);
                }
            }
            case Statement.While loop -> {
                boolean first = loop.after();
                while (first || Values.truth(evaluate(loop.condition()))) {
                    first = false;
                    if (!round(loop.body())) {
                        break;
                    }
                }
            }
            case Statement.For loop -> forLoop(loop);
            case Statement.ForIn loop -> {
                for (String key : new ArrayList<>(array(loop.array()).keySet())) {
                    assign(new Expression.Name(loop.name()), new Values.Input(key));
                    if (!round(loop.body())) {
                        break;
                    }
                }
            }
            case Statement.Leave leave -> {
                Expression value = leave.value();
                if (leave.how().equals("exit") && value != null) {
                    status = (int) number(value) & 0xff;
                } else if (leave.how().equals("return")) {
                    returned = value == null ? Values.UNSET : evaluate(value);
                }
                throw new LeaveException(leave.how());
            }
            case Statement.Delete delete -> {
                if (delete.index().isEmpty()) {
                    array(delete.array()).clear();
                } else {
                    array(delete.array()).remove(key(delete.index()));
                }
            }
        }
    }

    private void forLoop(Statement.For loop) {
        Statement start = loop.start();
        Expression condition = loop.condition();
        Statement step = loop.step();
        if (start != null) {
            execute(start);
        }
        while (condition == null || Values.truth(evaluate(condition))) {
            if (!round(loop.body())) {
                break;
            }
            if (step != null) {
                execute(step);
            }
        }
    }

    private boolean round(Statement body) {
        try {
            execute(body);
            return true;
        } catch (LeaveException e) {
            if (e.how.equals("break")) {
                return false;
            }
            if (!e.how.equals("continue")) {
                throw e;
            }
            return true;
        }
    }

    private void print(Statement.Print print) {
        StringBuilder line = new StringBuilder();
        if (print.formatted()) {
            List<Object> values = print.values().stream().map(this::evaluate).toList();
            line.append(library.format(values));
        } else if (print.values().isEmpty()) {
            line.append(records.field(0).text()).append(text("ORS"));
        } else {
            boolean first = true;
            for (Expression value : print.values()) {
                line.append(first ? "" : text("OFS")).append(Values.text(evaluate(value), text("OFMT")));
                first = false;
            }
            line.append(text("ORS"));
        }
        Expression target = print.target();
        if (target == null) {
            process.print(line.toString());
        } else {
            printers.print(print.redirection(), string(target), line.toString());
        }
    }

    // Values

    String text(String variable) {
        return Values.text(globals.getOrDefault(variable, Values.UNSET), "%.6g");
    }

    void set(String variable, Object value) {
        globals.put(variable, value);
    }

    String string(Expression expression) {
        return string(evaluate(expression));
    }

    String string(Object value) {
        return Values.text(value, text("CONVFMT"));
    }

    double number(Expression expression) {
        return Values.number(evaluate(expression));
    }

    Map<String, Object> array(String name) {
        Frame frame = frames.peek();
        if (frame != null && frame.function.parameters().contains(name)) {
            return frame.arrays.computeIfAbsent(name, n -> new LinkedHashMap<>());
        }
        return arrays.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }

    private boolean isArray(String name) {
        Frame frame = frames.peek();
        return frame != null && frame.function.parameters().contains(name)
                ? frame.arrays.containsKey(name)
                : arrays.containsKey(name);
    }

    private String key(List<Expression> index) {
        StringBuilder key = new StringBuilder();
        for (Expression part : index) {
            key.append(key.isEmpty() && part == index.get(0) ? "" : text("SUBSEP"))
                    .append(string(part));
        }
        return key.toString();
    }

    private Object variable(String name) {
        if (name.equals("NF")) {
            return (double) records.count();
        }
        Frame frame = frames.peek();
        Map<String, Object> scope =
                frame != null && frame.function.parameters().contains(name) ? frame.values : globals;
        return scope.getOrDefault(name, Values.UNSET);
    }

    void assign(Expression target, Object value) {
        switch (target) {
            case Expression.Name name -> {
                if (name.name().equals("NF")) {
                    records.setCount((int) Math.max(0, Math.min(100_000, Values.number(value))));
                    return;
                }
                Frame frame = frames.peek();
                Map<String, Object> scope =
                        frame != null && frame.function.parameters().contains(name.name()) ? frame.values : globals;
                scope.put(name.name(), value);
            }
            case Expression.Element element -> {
                Map<String, Object> array = array(element.array());
                array.put(key(element.index()), value);
                meter.text(array.size() * 64L);
            }
            case Expression.Field field -> records.setField((int) number(field.number()), string(value));
            default -> throw new AwkException("assignment to what can't be assigned to");
        }
    }

    Object evaluate(Expression expression) {
        meter.step();
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Pattern pattern ->
                truth(library.regex(pattern.regex()).find(records.field(0).text()));
            case Expression.Name name -> variable(name.name());
            case Expression.Element element ->
                array(element.array()).computeIfAbsent(key(element.index()), k -> Values.UNSET);
            case Expression.Field field -> records.field((int) number(field.number()));
            case Expression.Unary unary ->
                switch (unary.operator()) {
                    case "!" -> truth(!Values.truth(evaluate(unary.operand())));
                    case "-" -> -number(unary.operand());
                    default -> number(unary.operand());
                };
            case Expression.Step step -> {
                double old = number(step.target());
                assign(step.target(), old + step.by());
                yield step.before() ? old + step.by() : old;
            }
            case Expression.Assign assign -> {
                Object value = evaluate(assign.value());
                Object result = assign.operator().isEmpty()
                        ? value
                        : arithmetic(number(assign.target()), assign.operator(), Values.number(value));
                assign(assign.target(), result);
                yield result;
            }
            case Expression.Choice choice ->
                evaluate(Values.truth(evaluate(choice.condition())) ? choice.yes() : choice.no());
            case Expression.In in -> truth(array(in.array()).containsKey(key(in.index())));
            case Expression.GetLine line -> records.getLine(line);
            case Expression.Call call -> call(call);
            case Expression.Binary binary -> binary(binary);
        };
    }

    private static Object truth(boolean value) {
        return value ? 1.0 : 0.0;
    }

    private Object binary(Expression.Binary binary) {
        return switch (binary.operator()) {
            case "()" -> evaluate(binary.left());
            case "&&" -> truth(Values.truth(evaluate(binary.left())) && Values.truth(evaluate(binary.right())));
            case "||" -> truth(Values.truth(evaluate(binary.left())) || Values.truth(evaluate(binary.right())));
            case "~" -> truth(library.regexOf(binary.right()).find(string(binary.left())));
            case "!~" -> truth(!library.regexOf(binary.right()).find(string(binary.left())));
            case " " -> {
                String text = string(binary.left()) + string(binary.right());
                meter.copied(text.length());
                yield text;
            }
            case "<", "<=", "==", "!=", ">", ">=" ->
                compare(evaluate(binary.left()), binary.operator(), evaluate(binary.right()));
            default -> arithmetic(number(binary.left()), binary.operator(), number(binary.right()));
        };
    }

    private Object compare(Object left, String operator, Object right) {
        int order = Values.looksNumeric(left) && Values.looksNumeric(right)
                ? Double.compare(Values.number(left) + 0.0, Values.number(right) + 0.0)
                : string(left).compareTo(string(right));
        return truth(
                switch (operator) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case "==" -> order == 0;
                    case "!=" -> order != 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                });
    }

    private static Object arithmetic(double left, String operator, double right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> {
                if (right == 0) {
                    throw new AwkException("division by zero");
                }
                yield left / right;
            }
            case "%" -> {
                if (right == 0) {
                    throw new AwkException("division by zero in %");
                }
                yield left % right;
            }
            default -> Math.pow(left, right);
        };
    }

    private Object call(Expression.Call call) {
        Program.Function function = program.functions().get(call.name());
        if (function == null) {
            return library.call(call);
        }
        Map<String, Object> values = new HashMap<>();
        Map<String, Map<String, Object>> shared = new HashMap<>();
        for (int i = 0; i < call.arguments().size() && i < function.parameters().size(); i++) {
            Expression argument = call.arguments().get(i);
            String parameter = function.parameters().get(i);
            if (argument instanceof Expression.Name name
                    && (isArray(name.name()) || variable(name.name()).equals(Values.UNSET))) {
                // What has not been set may become an array of the function's.
                shared.put(parameter, array(name.name()));
            }
            if (!(argument instanceof Expression.Name name) || !isArray(name.name())) {
                values.put(parameter, evaluate(argument));
            }
        }
        meter.enter();
        frames.push(new Frame(function, values, shared));
        returned = Values.UNSET;
        try {
            execute(function.body());
        } catch (LeaveException e) {
            if (!e.how.equals("return")) {
                throw e;
            }
        } finally {
            frames.pop();
            meter.leave();
        }
        Object result = returned;
        returned = Values.UNSET;
        return result;
    }
}
