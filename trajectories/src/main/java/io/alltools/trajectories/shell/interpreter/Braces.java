package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.syntax.Word;
import java.util.ArrayList;
import java.util.List;

/** Brace expansion: {@code a{b,c}d} and <code>{1..10}</code> become several words. */
final class Braces {

    private final Meter meter;
    private long made;

    Braces(Meter meter) {
        this.meter = meter;
    }

    static List<Word> expand(Word word, Meter meter) {
        boolean candidate = word.parts().stream()
                .anyMatch(part -> part instanceof Word.Literal literal
                        && !literal.quoted()
                        && literal.text().indexOf('{') >= 0);
        if (!candidate) {
            return List.of(word);
        }
        List<Word.Part> atoms = new ArrayList<>();
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Literal literal && !literal.quoted()) {
                literal.text().chars().forEach(c -> atoms.add(new Word.Literal(String.valueOf((char) c), false)));
            } else {
                atoms.add(part);
            }
        }
        return new Braces(meter).expand(atoms).stream().map(Braces::joined).toList();
    }

    private static Word joined(List<Word.Part> atoms) {
        List<Word.Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Word.Part atom : atoms) {
            if (atom instanceof Word.Literal literal && !literal.quoted()) {
                text.append(literal.text());
            } else {
                if (!text.isEmpty()) {
                    parts.add(new Word.Literal(text.toString(), false));
                    text.setLength(0);
                }
                parts.add(atom);
            }
        }
        if (!text.isEmpty()) {
            parts.add(new Word.Literal(text.toString(), false));
        }
        return new Word(parts);
    }

    private List<List<Word.Part>> expand(List<Word.Part> atoms) {
        for (int open = 0; open < atoms.size(); open++) {
            if (!is(atoms.get(open), '{')) {
                continue;
            }
            int close = closing(atoms, open);
            if (close < 0) {
                continue;
            }
            List<List<Word.Part>> middles = alternatives(atoms.subList(open + 1, close));
            if (middles.isEmpty()) {
                continue;
            }
            List<Word.Part> before = atoms.subList(0, open);
            List<List<Word.Part>> afters = expand(atoms.subList(close + 1, atoms.size()));
            List<List<Word.Part>> result = new ArrayList<>();
            for (List<Word.Part> middle : middles) {
                for (List<Word.Part> after : afters) {
                    count(before.size() + middle.size() + after.size());
                    List<Word.Part> one = new ArrayList<>(before);
                    one.addAll(middle);
                    one.addAll(after);
                    result.add(one);
                }
            }
            return result;
        }
        return List.of(atoms);
    }

    private void count(int size) {
        meter.steps(1 + size);
        meter.words(++made);
    }

    private static boolean is(Word.Part part, char c) {
        return part instanceof Word.Literal literal
                && !literal.quoted()
                && literal.text().charAt(0) == c;
    }

    private static int closing(List<Word.Part> atoms, int open) {
        int depth = 0;
        for (int i = open; i < atoms.size(); i++) {
            if (is(atoms.get(i), '{')) {
                depth++;
            } else if (is(atoms.get(i), '}') && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** What stands between the braces, each expanded in turn; empty where it is neither a list nor a range. */
    private List<List<Word.Part>> alternatives(List<Word.Part> inner) {
        List<List<Word.Part>> result = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean comma = false;
        for (int i = 0; i <= inner.size(); i++) {
            boolean end = i == inner.size();
            if (end || depth == 0 && is(inner.get(i), ',')) {
                if (end && !comma) {
                    return range(inner);
                }
                comma = true;
                result.addAll(expand(inner.subList(start, i)));
                start = i + 1;
            } else if (is(inner.get(i), '{')) {
                depth++;
            } else if (is(inner.get(i), '}')) {
                depth--;
            }
        }
        return result;
    }

    private List<List<Word.Part>> range(List<Word.Part> inner) {
        StringBuilder text = new StringBuilder();
        for (Word.Part atom : inner) {
            if (!(atom instanceof Word.Literal literal) || literal.quoted()) {
                return List.of();
            }
            text.append(literal.text());
        }
        String[] ends = text.toString().split("\\.\\.", -1);
        if (ends.length < 2 || ends.length > 3 || ends.length == 3 && !ends[2].matches("-?[0-9]{1,9}")) {
            return List.of();
        }
        long step = Math.max(1, ends.length == 3 ? Math.abs(Long.parseLong(ends[2])) : 1);
        List<List<Word.Part>> result = new ArrayList<>();
        if (ends[0].matches("-?[0-9]{1,15}") && ends[1].matches("-?[0-9]{1,15}")) {
            boolean padded = ends[0].matches("-?0[0-9]+") || ends[1].matches("-?0[0-9]+");
            int width = padded ? Math.max(ends[0].length(), ends[1].length()) : 0;
            long from = Long.parseLong(ends[0]);
            long to = Long.parseLong(ends[1]);
            for (long i = from; from <= to ? i <= to : i >= to; i += from <= to ? step : -step) {
                count(1);
                String digits = Long.toString(Math.abs(i));
                String sign = i < 0 ? "-" : "";
                String zeros = "0".repeat(Math.max(0, width - digits.length() - sign.length()));
                result.add(List.of(new Word.Literal(sign + zeros + digits, false)));
            }
        } else if (ends[0].matches("[a-zA-Z]") && ends[1].matches("[a-zA-Z]")) {
            char from = ends[0].charAt(0);
            char to = ends[1].charAt(0);
            for (long c = from; from <= to ? c <= to : c >= to; c += from <= to ? step : -step) {
                result.add(List.of(new Word.Literal(String.valueOf((char) c), false)));
            }
        }
        return result;
    }
}
