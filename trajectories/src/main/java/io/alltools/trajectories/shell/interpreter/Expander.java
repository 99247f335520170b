package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.process.Streams;
import io.alltools.trajectories.shell.process.Users;
import io.alltools.trajectories.shell.syntax.Word;
import io.alltools.trajectories.shell.text.Glob;
import java.util.ArrayList;
import java.util.List;

/** Expands words: braces, tildes, parameters, substitutions, fields, file names. */
final class Expander {

    private final Shell shell;
    private final Interpreter interpreter;
    private final Streams streams;
    private final Meter meter;
    private final Parameters parameters;

    Expander(Shell shell, Interpreter interpreter, Streams streams) {
        this.shell = shell;
        this.interpreter = interpreter;
        this.streams = streams;
        this.meter = interpreter.meter();
        this.parameters = new Parameters(shell, this, meter);
    }

    Parameters parameters() {
        return parameters;
    }

    /** The fields of words, as the arguments of a command. */
    List<String> fields(List<Word> words) {
        List<String> result = new ArrayList<>();
        for (Word word : words) {
            String plain = word.plain();
            if (plain != null && plain.matches("[A-Za-z0-9_./,:=+-]*")) {
                result.add(plain);
                continue;
            }
            for (Word one : Braces.expand(word, meter)) {
                for (String pattern : patterns(one)) {
                    files(pattern, result);
                    meter.words(result.size());
                }
            }
        }
        return result;
    }

    private List<String> patterns(Word word) {
        Fields fields = new Fields(separators());
        boolean first = true;
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Literal literal) {
                String text = literal.text();
                if (literal.quoted()) {
                    fields.quoted(text);
                } else if (first && text.startsWith("~")) {
                    int end = tildeEnd(text);
                    fields.quoted(home(text.substring(0, end)));
                    fields.literal(text.substring(end));
                } else {
                    fields.literal(text);
                }
            } else if (part instanceof Word.Parameter parameter && parameters.isList(parameter)) {
                list(parameter, fields);
            } else {
                String value = value(part);
                if (part.quoted()) {
                    fields.quoted(value);
                } else {
                    fields.split(value);
                }
            }
            first = false;
        }
        return fields.patterns();
    }

    private void list(Word.Parameter parameter, Fields fields) {
        List<String> values = parameters.list(parameter);
        if (parameter.quoted() && parameters.joins(parameter)) {
            String separators = separators();
            fields.quoted(String.join(separators.isEmpty() ? "" : separators.substring(0, 1), values));
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                fields.end();
            }
            if (parameter.quoted()) {
                fields.quoted(values.get(i));
            } else {
                fields.split(values.get(i));
            }
        }
    }

    private String separators() {
        Variable ifs = shell.variables.find("IFS");
        String value = ifs == null ? null : ifs.value();
        return value == null ? " \t\n" : value;
    }

    /** The text of a word that is neither split nor matched, as the value of an assignment. */
    String text(Word word) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Literal literal) {
                if (first && !literal.quoted() && literal.text().startsWith("~")) {
                    int end = tildeEnd(literal.text());
                    text.append(home(literal.text().substring(0, end)))
                            .append(literal.text().substring(end));
                } else {
                    text.append(literal.text());
                }
            } else if (part instanceof Word.Parameter parameter && parameters.isList(parameter)) {
                text.append(String.join(" ", parameters.list(parameter)));
            } else {
                text.append(value(part));
            }
            meter.text(text.length());
            first = false;
        }
        meter.copied(text.length());
        return text.toString();
    }

    /** The pattern of a word: what is quoted stands for itself. */
    String pattern(Word word) {
        StringBuilder pattern = new StringBuilder();
        for (Word.Part part : word.parts()) {
            String text = part instanceof Word.Literal literal
                    ? literal.text()
                    : part instanceof Word.Parameter parameter && parameters.isList(parameter)
                            ? String.join(" ", parameters.list(parameter))
                            : value(part);
            pattern.append(part.quoted() ? Glob.quote(text) : text);
        }
        return pattern.toString();
    }

    /** A regular expression: what is quoted stands for itself. */
    String regex(Word word) {
        StringBuilder regex = new StringBuilder();
        for (Word.Part part : word.parts()) {
            String text = part instanceof Word.Literal literal ? literal.text() : value(part);
            if (part.quoted()) {
                for (char c : text.toCharArray()) {
                    regex.append("\\^$.[]|()*+?{}".indexOf(c) >= 0 ? "\\" : "").append(c);
                }
            } else {
                regex.append(text);
            }
        }
        return regex.toString();
    }

    long number(Word expression) {
        return number(text(expression));
    }

    long number(String expression) {
        return Arithmetic.evaluate(expression, parameters, meter);
    }

    private String value(Word.Part part) {
        return switch (part) {
            case Word.Literal literal -> literal.text();
            case Word.Parameter parameter -> parameters.value(parameter);
            case Word.Substitution substitution -> interpreter.substitute(substitution.script(), shell, streams);
            case Word.Arithmetic arithmetic -> Long.toString(number(arithmetic.expression()));
            case Word.ProcessFile file -> interpreter.processFile(file.script(), shell, streams);
        };
    }

    private static int tildeEnd(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text.length() : slash;
    }

    private String home(String tilde) {
        if (tilde.equals("~")) {
            Variable home = shell.variables.find("HOME");
            String value = home == null ? null : home.value();
            return value == null ? "/" : value;
        }
        if (tilde.equals("~+")) {
            return shell.files.here();
        }
        return shell.machine
                .users()
                .user(tilde.substring(1))
                .map(Users.User::home)
                .orElse(tilde);
    }

    // File names

    private void files(String pattern, List<String> result) {
        if (shell.is("noglob") || !Glob.isPattern(pattern)) {
            result.add(Glob.unquote(pattern));
            return;
        }
        int before = result.size();
        boolean absolute = pattern.startsWith("/");
        String[] segments = pattern.split("/+", -1);
        match(absolute ? "/" : "", segments, absolute ? 1 : 0, result);
        if (result.size() == before && !shell.is("nullglob")) {
            result.add(Glob.unquote(pattern));
        }
    }

    private void match(String prefix, String[] segments, int index, List<String> result) {
        meter.step();
        if (index == segments.length) {
            result.add(prefix);
            meter.words(result.size());
            return;
        }
        String segment = segments[index];
        boolean last = index == segments.length - 1;
        if (last && segment.isEmpty()) {
            result.add(prefix);
            return;
        }
        if (!Glob.isPattern(segment)) {
            String path = prefix + Glob.unquote(segment);
            if (shell.files.findLink(path).isPresent()) {
                match(last ? path : path + "/", segments, index + 1, result);
            }
            return;
        }
        if (segment.equals("**") && shell.is("globstar")) {
            everyFolder(prefix, segments, index, result);
            return;
        }
        for (String name : names(prefix)) {
            boolean hidden = name.startsWith(".") && !segment.startsWith(".") && !shell.is("dotglob");
            if (!hidden && Glob.matches(segment, name, meter)) {
                String path = prefix + name;
                if (last) {
                    match(path, segments, index + 1, result);
                } else if (isFolder(path)) {
                    match(path + "/", segments, index + 1, result);
                }
            }
        }
    }

    private void everyFolder(String prefix, String[] segments, int index, List<String> result) {
        match(prefix, segments, index + 1, result);
        boolean last = index == segments.length - 1;
        for (String name : names(prefix)) {
            String path = prefix + name;
            if (name.startsWith(".")) {
                continue;
            }
            if (isFolder(path) && !(shell.files.getLink(path) instanceof Inode.Link)) {
                if (last) {
                    result.add(path);
                }
                everyFolder(path + "/", segments, index, result);
            } else if (last) {
                result.add(path);
            }
        }
    }

    private boolean isFolder(String path) {
        return shell.files
                .find(path)
                .filter(node -> node instanceof Inode.Folder)
                .isPresent();
    }

    private List<String> names(String prefix) {
        try {
            return shell.files.list(prefix.isEmpty() ? "." : prefix);
        } catch (FileError e) {
            // What can't be read has no names that match.
            return List.of();
        }
    }
}
