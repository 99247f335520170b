package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Escapes;
import io.alltools.trajectories.shell.text.Printf;
import java.util.List;
import java.util.Map;

/** Programs that print what they are told: echo, printf, seq, yes. */
final class PrintCommands {

    private PrintCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("echo", PrintCommands::echo);
        all.put("printf", PrintCommands::printf);
        all.put("seq", PrintCommands::seq);
        all.put("yes", PrintCommands::yes);
        all.put("true", process -> 0);
        all.put("false", process -> 1);
    }

    private static int echo(Process process) {
        List<String> words = process.arguments();
        boolean newline = true;
        boolean escapes = false;
        int i = 0;
        for (; i < words.size() && words.get(i).matches("-[neE]+"); i++) {
            for (char c : words.get(i).substring(1).toCharArray()) {
                newline &= c != 'n';
                escapes = c == 'e' || c != 'E' && escapes;
            }
        }
        String text = String.join(" ", words.subList(i, words.size()));
        if (escapes) {
            Escapes.Result result = Escapes.echo(text);
            text = result.text();
            newline &= !result.stopped();
        }
        process.print(newline ? text + "\n" : text);
        return 0;
    }

    private static int printf(Process process) {
        List<String> words = process.arguments();
        if (!words.isEmpty() && words.get(0).equals("--")) {
            words = words.subList(1, words.size());
        }
        if (words.isEmpty()) {
            process.error("usage: printf [-v var] format [arguments]");
            return 2;
        }
        String format = Escapes.format(words.get(0));
        ShellArguments arguments = new ShellArguments(process, words.subList(1, words.size()));
        try {
            do {
                int before = arguments.at;
                process.meter().step();
                process.print(Printf.format(format, arguments));
                if (arguments.at == before) {
                    break;
                }
            } while (arguments.at < arguments.words.size() && !arguments.stopped);
        } catch (Printf.DirectiveException e) {
            return process.error("`" + e.getMessage() + "': invalid directive");
        }
        return arguments.status;
    }

    /** Words as the arguments of a format. */
    private static final class ShellArguments implements Printf.Arguments {

        private final Process process;
        private final List<String> words;
        private int at;
        private int status;
        private boolean stopped;

        ShellArguments(Process process, List<String> words) {
            this.process = process;
            this.words = words;
        }

        @Override
        public String text() {
            return at < words.size() ? words.get(at++) : "";
        }

        @Override
        public double number() {
            String text = text();
            try {
                return text.isEmpty()
                        ? 0
                        : text.startsWith("0x") ? Long.decode(text) : Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                status = process.error(text + ": invalid number");
                return 0;
            }
        }

        @Override
        public long integer() {
            String text = text();
            if (text.length() > 1 && (text.startsWith("'") || text.startsWith("\""))) {
                return text.charAt(1);
            }
            try {
                return text.isEmpty() ? 0 : Long.decode(text.strip());
            } catch (NumberFormatException e) {
                status = process.error(text + ": invalid number");
                String digits = text.strip().replaceFirst("^([+-]?[0-9]{0,18}).*$", "$1");
                return digits.matches("[+-]?[0-9]+") ? Long.parseLong(digits) : 0;
            }
        }

        @Override
        public String escaped() {
            Escapes.Result result = Escapes.echo(text());
            stopped |= result.stopped();
            return result.text();
        }

        @Override
        public String quoted() {
            String text = text();
            return text.isEmpty() ? "''" : text.replaceAll("([^A-Za-z0-9_./:=@%+,-])", "\\\\$1");
        }
    }

    private static int seq(Process process) {
        Options options = numbers(process);
        List<String> words = options.operands(1);
        if (words.size() > 3) {
            return process.error("extra operand '" + words.get(3) + "'");
        }
        for (String word : words) {
            if (!word.matches("-?[0-9]{0,15}\\.?[0-9]{0,15}") || word.isEmpty()) {
                return process.error("invalid floating point argument: '" + word + "'");
            }
        }
        double from = words.size() > 1 ? Double.parseDouble(words.get(0)) : 1;
        double step = words.size() > 2 ? Double.parseDouble(words.get(1)) : 1;
        double to = Double.parseDouble(words.get(words.size() - 1));
        if (step == 0) {
            return process.error("invalid Zero increment value: '" + words.get(1) + "'");
        }
        int decimals = words.stream()
                .limit(Math.max(1, words.size() - 1))
                .mapToInt(word -> word.indexOf('.') < 0 ? 0 : word.length() - word.indexOf('.') - 1)
                .max()
                .orElse(0);
        int width = options.has('w')
                ? Math.max(words.get(0).length(), words.get(words.size() - 1).length())
                : 0;
        String format = options.value('f', "%0" + width + "." + decimals + "f");
        String separator = Escapes.format(options.value('s', "\n"));
        boolean any = false;
        for (long i = 0; ; i++) {
            double value = from + i * step;
            if (step > 0 ? value > to + 1e-9 : value < to - 1e-9) {
                break;
            }
            process.meter().step();
            process.print((any ? separator : "")
                    + Printf.format(
                            format,
                            new ShellArguments(
                                    process,
                                    List.of(
                                            decimals == 0
                                                    ? Long.toString(Math.round(value))
                                                    : Double.toString(value)))));
            any = true;
        }
        process.print(any ? "\n" : "");
        return 0;
    }

    /** Options before numbers, which may begin with a minus. */
    private static Options numbers(Process process) {
        int i = 0;
        List<String> words = process.arguments();
        while (i < words.size() && words.get(i).startsWith("-") && !words.get(i).matches("-[0-9.]+")) {
            i += words.get(i).matches("-[sf]") ? 2 : 1;
        }
        List<String> all = new java.util.ArrayList<>(List.of(process.name()));
        all.addAll(words.subList(0, Math.min(i, words.size())));
        all.add("--");
        all.addAll(words.subList(Math.min(i, words.size()), words.size()));
        return Options.of(process.with(all), "ws:f:", "separator=s", "equal-width=w", "format=f");
    }

    private static int yes(Process process) {
        String line = (process.arguments().isEmpty() ? "y" : String.join(" ", process.arguments())) + "\n";
        while (true) {
            process.meter().step();
            process.print(line);
        }
    }
}
