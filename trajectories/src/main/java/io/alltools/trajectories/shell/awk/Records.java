package io.alltools.trajectories.shell.awk;

import io.alltools.trajectories.shell.awk.Program.Expression;
import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Regex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The record at hand and its fields, and where the next ones come from. */
final class Records {

    private final Runner runner;
    private final Process process;
    private final List<String> operands;
    private final Map<String, Input> files = new HashMap<>();
    private int operand;
    private boolean opened;
    private @Nullable Input input;
    private String record = "";
    /** Null where the record has not been split yet. */
    private @Nullable List<String> fields;

    private boolean rebuilt = true;

    Records(Runner runner, Process process, List<String> operands) {
        this.runner = runner;
        this.process = process;
        this.operands = operands;
    }

    /** Reads the next record. @return whether there is one */
    boolean next() {
        String line = nextLine();
        if (line == null) {
            return false;
        }
        setRecord(line);
        return true;
    }

    private @Nullable String nextLine() {
        while (true) {
            Input from = input;
            if (from == null) {
                from = open();
                if (from == null) {
                    return null;
                }
                input = from;
            }
            String line = read(from);
            if (line != null) {
                runner.set("NR", Values.number(runner.evaluate(new Expression.Name("NR"))) + 1);
                runner.set("FNR", Values.number(runner.evaluate(new Expression.Name("FNR"))) + 1);
                return line;
            }
            input = null;
        }
    }

    private @Nullable String read(Input from) {
        String separator = runner.text("RS");
        if (separator.isEmpty()) {
            return paragraph(from);
        }
        return separator.length() == 1 ? from.until(separator.charAt(0), runner.meter()) : from.line(runner.meter());
    }

    private @Nullable String paragraph(Input from) {
        StringBuilder text = new StringBuilder();
        for (String line = from.line(runner.meter()); line != null; line = from.line(runner.meter())) {
            if (line.isEmpty()) {
                if (!text.isEmpty()) {
                    return text.toString();
                }
            } else {
                text.append(text.isEmpty() ? "" : "\n").append(line);
                runner.meter().text(text.length());
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    private @Nullable Input open() {
        while (operand < operands.size()) {
            String name = operands.get(operand++);
            int equals = name.indexOf('=');
            if (equals > 0 && name.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
                runner.preset(name.substring(0, equals), name.substring(equals + 1));
                continue;
            }
            opened = true;
            runner.set("FILENAME", name);
            runner.set("FNR", 0.0);
            return process.open(name);
        }
        if (opened) {
            return null;
        }
        opened = true;
        return process.in();
    }

    void setRecord(String text) {
        record = text;
        fields = null;
        rebuilt = true;
    }

    Values.Input field(int number) {
        if (number < 0) {
            throw new AwkException("attempt to access field " + number);
        }
        if (number == 0) {
            if (!rebuilt) {
                record = String.join(runner.text("OFS"), fields());
                rebuilt = true;
            }
            return new Values.Input(record);
        }
        List<String> all = fields();
        return number <= all.size() ? new Values.Input(all.get(number - 1)) : Values.UNSET;
    }

    int count() {
        return fields().size();
    }

    void setCount(int count) {
        List<String> all = fields();
        while (all.size() > count) {
            all.remove(all.size() - 1);
        }
        while (all.size() < count) {
            all.add("");
        }
        rebuilt = false;
    }

    void setField(int number, String value) {
        if (number == 0) {
            setRecord(value);
            return;
        }
        if (number < 0 || number > 100_000) {
            throw new AwkException("attempt to access field " + number);
        }
        List<String> all = fields();
        while (all.size() < number) {
            all.add("");
        }
        all.set(number - 1, value);
        rebuilt = false;
    }

    private List<String> fields() {
        List<String> all = fields;
        if (all == null) {
            all = split(record, runner.text("FS"));
            fields = all;
        }
        return all;
    }

    /** Splits a text as fields are split. */
    List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        runner.meter().steps(1 + text.length() / 16);
        if (text.isEmpty()) {
            return parts;
        }
        if (separator.equals(" ")) {
            int start = -1;
            for (int i = 0; i <= text.length(); i++) {
                boolean blank = i == text.length() || " \t\n".indexOf(text.charAt(i)) >= 0;
                if (blank && start >= 0) {
                    parts.add(text.substring(start, i));
                    start = -1;
                } else if (!blank && start < 0) {
                    start = i;
                }
            }
        } else if (separator.isEmpty()) {
            text.chars().forEach(c -> parts.add(String.valueOf((char) c)));
        } else if (separator.length() == 1 && !separator.equals("\\")) {
            int start = 0;
            for (int i = text.indexOf(separator); i >= 0; i = text.indexOf(separator, start)) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
            parts.add(text.substring(start));
        } else {
            var matcher = Regex.extended(separator, false, runner.meter()).on(text);
            int start = 0;
            while (Regex.find(matcher)) {
                if (matcher.end() > matcher.start()) {
                    parts.add(text.substring(start, matcher.start()));
                    start = matcher.end();
                }
            }
            parts.add(text.substring(start));
        }
        return parts;
    }

    /** {@code getline}: 1 for a record, 0 at the end, -1 where the file can't be read. */
    Object getLine(Expression.GetLine getLine) {
        Expression file = getLine.file();
        String line;
        if (file == null) {
            line = nextLine();
        } else {
            String name = runner.string(file);
            try {
                Input from = files.get(name);
                if (from == null) {
                    from = process.open(name);
                    files.put(name, from);
                }
                line = read(from);
            } catch (FileError e) {
                return -1.0;
            }
        }
        if (line == null) {
            return 0.0;
        }
        Expression target = getLine.target();
        if (target == null) {
            setRecord(line);
        } else {
            runner.assign(target, new Values.Input(line));
        }
        return 1.0;
    }

    boolean close(String name) {
        return files.remove(name) != null;
    }
}
