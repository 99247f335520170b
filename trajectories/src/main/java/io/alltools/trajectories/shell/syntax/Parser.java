package io.alltools.trajectories.shell.syntax;

import io.alltools.trajectories.shell.syntax.Script.Assignment;
import io.alltools.trajectories.shell.syntax.Script.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a script by the grammar of POSIX with the additions of bash that people use. */
public final class Parser extends WordParser {

    /** A process may have 1,024 files open by default. */
    private static final int LAST_DESCRIPTOR = 1023;

    /** Nested commands, quotes and substitutions; a script that goes deeper is an attack. */
    private static final int MAX_DEPTH = 100;

    private static final Set<String> RESERVED = Set.of("then", "else", "elif", "fi", "do", "done", "esac", "}", "in");
    private static final Set<String> DECLARING = Set.of("declare", "typeset", "local", "export", "readonly");

    private final int depthBefore;
    private int depth;

    /** Here-documents whose text begins at the next line. */
    private List<HereDocument> pending = new ArrayList<>();

    private record HereDocument(String delimiter, boolean verbatim, boolean stripTabs, List<Word.Part> parts) {}

    private Parser(String source, int depthBefore) {
        super(source);
        this.depthBefore = depthBefore;
    }

    /** @throws SyntaxException when it is not a script */
    public static Script parse(String source) {
        return new Parser(source, 0).whole();
    }

    private Script whole() {
        Script script = sequence();
        if (!atEnd()) {
            throw unexpected();
        }
        return script;
    }

    @Override
    Script script(String text) {
        return new Parser(text, depthBefore + depth + 1).whole();
    }

    @Override
    Script inParentheses() {
        enter();
        List<HereDocument> outer = pending;
        pending = new ArrayList<>();
        Script script = sequence();
        if (!accept(")")) {
            throw atEnd() ? error("unexpected EOF while looking for matching `)'") : unexpected();
        }
        pending = outer;
        depth--;
        return script;
    }

    private void enter() {
        if (depthBefore + ++depth > MAX_DEPTH) {
            throw error("syntax error: more than " + MAX_DEPTH + " commands within each other");
        }
    }

    // Blanks

    private void blanks() {
        while (true) {
            char c = peek();
            if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (looksAt("\\\n")) {
                at += 2;
            } else if (c == '#') {
                while (!atEnd() && peek() != '\n') {
                    at++;
                }
            } else {
                return;
            }
        }
    }

    private void newlines() {
        blanks();
        while (peek() == '\n') {
            newline();
            blanks();
        }
    }

    private void newline() {
        at++;
        for (HereDocument document : pending) {
            read(document);
        }
        pending.clear();
    }

    private void read(HereDocument document) {
        StringBuilder text = new StringBuilder();
        while (!atEnd()) {
            int end = source.indexOf('\n', at);
            String line = source.substring(at, end < 0 ? source.length() : end);
            at = end < 0 ? source.length() : end + 1;
            if (document.stripTabs) {
                line = line.replaceFirst("^\t+", "");
            }
            if (line.equals(document.delimiter)) {
                break;
            }
            text.append(line).append('\n');
        }
        if (document.verbatim) {
            document.parts.add(new Word.Literal(text.toString(), true));
        } else {
            Parser inner = new Parser(text.toString(), depthBefore + depth + 1);
            Parts parts = new Parts();
            inner.doubleQuoted(parts, '\0');
            document.parts.addAll(parts.list);
        }
    }

    // Lists

    private Script sequence() {
        List<Script> commands = new ArrayList<>();
        while (true) {
            newlines();
            if (atEnd() || atListEnd()) {
                break;
            }
            commands.add(andOr());
            blanks();
            if (looksAt(";;") || looksAt(";&")) {
                break;
            }
            if (accept(";") || peek() == '\n') {
                continue;
            }
            if (peek() == '&') {
                throw error("background jobs (&) are not supported: run the command in the foreground");
            }
            if (!atEnd() && !atListEnd()) {
                throw unexpected();
            }
        }
        return commands.size() == 1 ? commands.get(0) : new Script.Sequence(List.copyOf(commands));
    }

    private boolean atListEnd() {
        return peek() == ')'
                || looksAt(";;")
                || looksAt(";&")
                || RESERVED.contains(keyword()) && !keyword().equals("in");
    }

    /** The word here where it is nothing but plain characters; else empty. */
    private String keyword() {
        int end = at;
        while (end < source.length() && " \t\r\n;&|<>()".indexOf(source.charAt(end)) < 0) {
            char c = source.charAt(end);
            if ("'\"\\$`".indexOf(c) >= 0) {
                return "";
            }
            end++;
        }
        return source.substring(at, end);
    }

    private boolean acceptKeyword(String word) {
        if (keyword().equals(word)) {
            at += word.length();
            return true;
        }
        return false;
    }

    private void expectKeyword(String word) {
        newlines();
        if (!acceptKeyword(word)) {
            throw unexpected();
        }
    }

    private Script andOr() {
        Script left = pipeline();
        while (true) {
            blanks();
            boolean and = looksAt("&&");
            if (!and && !looksAt("||")) {
                return left;
            }
            at += 2;
            newlines();
            left = new Script.AndOr(left, and, pipeline());
        }
    }

    private Script pipeline() {
        boolean negated = false;
        while (acceptKeyword("!")) {
            negated = !negated;
            blanks();
        }
        List<Script> stages = new ArrayList<>();
        stages.add(command());
        while (true) {
            blanks();
            if (peek() != '|' || looksAt("||")) {
                break;
            }
            at++;
            if (accept("&")) {
                Script last = stages.remove(stages.size() - 1);
                stages.add(new Script.Redirected(last, List.of(new Redirection(2, ">&", Word.literal("1")))));
            }
            newlines();
            stages.add(command());
        }
        return stages.size() == 1 && !negated ? stages.get(0) : new Script.Pipeline(List.copyOf(stages), negated);
    }

    // Commands

    private Script command() {
        blanks();
        Script compound = compound();
        if (compound == null) {
            return simple();
        }
        if (compound instanceof Script.Function) {
            return compound;
        }
        List<Redirection> redirections = new ArrayList<>();
        while (true) {
            blanks();
            Redirection redirection = redirection();
            if (redirection == null) {
                break;
            }
            redirections.add(redirection);
        }
        return redirections.isEmpty() ? compound : new Script.Redirected(compound, redirections);
    }

    private @Nullable Script compound() {
        enter();
        Script result = atArithmetic() ? arithmetic() : peek() == '(' ? subshell() : byKeyword();
        depth--;
        return result;
    }

    private @Nullable Script byKeyword() {
        switch (keyword()) {
            case "{":
                at++;
                Script body = sequence();
                expectKeyword("}");
                return new Script.Group(body);
            case "if":
                at += 2;
                return ifElse();
            case "while":
                at += 5;
                return loop(false);
            case "until":
                at += 5;
                return loop(true);
            case "for":
                at += 3;
                return forEach();
            case "case":
                at += 4;
                return choice();
            case "[[":
                at += 2;
                Script.Test test = testOr();
                expectKeyword("]]");
                return new Script.Conditional(test);
            case "function":
                at += 8;
                blanks();
                return function();
            case "select", "coproc":
                throw error(keyword() + " is not supported");
            default:
                int n = functionNameLength();
                return n > 0 ? function() : null;
        }
    }

    private int functionNameLength() {
        int n = 0;
        while (isNamePart(peek(n)) || "-.:".indexOf(peek(n)) >= 0 && peek(n) != '\0') {
            n++;
        }
        int after = n;
        while (peek(after) == ' ') {
            after++;
        }
        return n > 0 && peek(after) == '(' && closes(after + 1) ? n : 0;
    }

    private boolean closes(int from) {
        int i = from;
        while (peek(i) == ' ') {
            i++;
        }
        return peek(i) == ')';
    }

    private Script function() {
        int start = at;
        while (!atEnd() && " \t\n(".indexOf(peek()) < 0) {
            at++;
        }
        String name = source.substring(start, at);
        blanks();
        if (accept("(")) {
            blanks();
            expect(")");
        }
        newlines();
        Script body = command();
        return new Script.Function(name, body);
    }

    private Script arithmetic() {
        at += 2;
        Word expression = expression("))");
        at += 2;
        return new Script.Arithmetic(expression);
    }

    private Script subshell() {
        at++;
        return new Script.Subshell(inParentheses());
    }

    private Script ifElse() {
        List<Script.Branch> branches = new ArrayList<>();
        do {
            Script condition = nonEmpty();
            expectKeyword("then");
            branches.add(new Script.Branch(condition, nonEmpty()));
            newlines();
        } while (acceptKeyword("elif"));
        Script otherwise = acceptKeyword("else") ? nonEmpty() : null;
        expectKeyword("fi");
        return new Script.If(List.copyOf(branches), otherwise);
    }

    private Script nonEmpty() {
        Script body = sequence();
        if (body instanceof Script.Sequence sequence && sequence.commands().isEmpty()) {
            throw unexpected();
        }
        return body;
    }

    private Script loop(boolean until) {
        Script condition = nonEmpty();
        return new Script.While(condition, body(), until);
    }

    private Script body() {
        expectKeyword("do");
        Script body = nonEmpty();
        expectKeyword("done");
        return body;
    }

    private Script forEach() {
        blanks();
        if (atArithmetic()) {
            at += 2;
            Word start = expression(";");
            at++;
            Word condition = expression(";");
            at++;
            Word step = expression("))");
            at += 2;
            blanks();
            accept(";");
            newlines();
            return new Script.Counting(start, condition, step, braceOrDo());
        }
        int n = nameLength(0);
        if (n == 0) {
            throw unexpected();
        }
        String name = source.substring(at, at + n);
        at += n;
        newlines();
        List<Word> words = null;
        if (acceptKeyword("in")) {
            words = new ArrayList<>();
            blanks();
            while (atWord()) {
                words.add(word());
                blanks();
            }
        }
        blanks();
        accept(";");
        newlines();
        return new Script.For(name, words, braceOrDo());
    }

    private Script braceOrDo() {
        if (acceptKeyword("{")) {
            Script body = nonEmpty();
            expectKeyword("}");
            return body;
        }
        return body();
    }

    private Script choice() {
        blanks();
        Word subject = word();
        expectKeyword("in");
        newlines();
        List<Script.Clause> clauses = new ArrayList<>();
        while (!acceptKeyword("esac")) {
            accept("(");
            List<Word> patterns = new ArrayList<>();
            do {
                blanks();
                if (!atWord()) {
                    throw unexpected();
                }
                patterns.add(word());
                blanks();
            } while (accept("|"));
            expect(")");
            Script body = sequence();
            newlines();
            String end = accept(";;&") ? ";;&" : accept(";;") ? ";;" : accept(";&") ? ";&" : "";
            clauses.add(new Script.Clause(patterns, body, end));
            newlines();
            if (end.isEmpty() && !keyword().equals("esac")) {
                throw unexpected();
            }
        }
        return new Script.Case(subject, clauses);
    }

    // [[ ]]

    private Script.Test testOr() {
        Script.Test left = testAnd();
        newlines();
        while (accept("||")) {
            left = new Script.Test.Or(left, testAnd());
            newlines();
        }
        return left;
    }

    private Script.Test testAnd() {
        Script.Test left = testNot();
        newlines();
        while (accept("&&")) {
            left = new Script.Test.And(left, testNot());
            newlines();
        }
        return left;
    }

    private Script.Test testNot() {
        newlines();
        enter();
        try {
            if (acceptKeyword("!")) {
                return new Script.Test.Not(testNot());
            }
            if (accept("(")) {
                Script.Test inner = testOr();
                newlines();
                expect(")");
                return inner;
            }
            return testPrimary();
        } finally {
            depth--;
        }
    }

    private Script.Test testPrimary() {
        String operator = keyword();
        if (operator.matches("-[a-zA-Z]") && " \t".indexOf(peek(2)) >= 0) {
            at += 2;
            blanks();
            return new Script.Test.Unary(operator, word());
        }
        if (!atWord()) {
            throw unexpected();
        }
        Word left = word();
        blanks();
        for (String binary : List.of(
                "==", "=~", "!=", "=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef")) {
            if (looksAt(binary) && " \t".indexOf(peek(binary.length())) >= 0) {
                at += binary.length();
                blanks();
                return new Script.Test.Binary(left, binary, binary.equals("=~") ? regexWord() : word());
            }
        }
        return new Script.Test.Unary("-n", left);
    }

    // Simple commands

    private Script simple() {
        int line = line();
        List<Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Redirection> redirections = new ArrayList<>();
        while (true) {
            blanks();
            Redirection redirection = redirection();
            if (redirection != null) {
                redirections.add(redirection);
                continue;
            }
            boolean declares = !words.isEmpty()
                    && DECLARING.contains(String.valueOf(words.get(0).plain()));
            if (words.isEmpty() || declares && atListAssignment()) {
                Assignment assignment = assignment();
                if (assignment != null) {
                    assignments.add(assignment);
                    if (declares) {
                        words.add(Word.literal(assignment.name()));
                    }
                    continue;
                }
            }
            if (!atWord()) {
                break;
            }
            words.add(word());
        }
        if (assignments.isEmpty() && words.isEmpty() && redirections.isEmpty()) {
            throw unexpected();
        }
        if (!words.isEmpty()
                && RESERVED.contains(String.valueOf(words.get(0).plain()))
                && !"in".equals(words.get(0).plain())) {
            throw error("syntax error near unexpected token `" + words.get(0).plain() + "'");
        }
        return new Script.Simple(assignments, words, redirections, line);
    }

    private boolean atListAssignment() {
        int n = nameLength(0);
        return n > 0 && peek(n) == '=' && peek(n + 1) == '(';
    }

    private @Nullable Assignment assignment() {
        int n = nameLength(0);
        if (n == 0) {
            return null;
        }
        String name = source.substring(at, at + n);
        int start = at;
        at += n;
        Word index = null;
        if (peek() == '[') {
            int close = source.indexOf(']', at);
            if (close < 0 || !(source.startsWith("=", close + 1) || source.startsWith("+=", close + 1))) {
                at = start;
                return null;
            }
            at++;
            index = expression("]");
            at++;
        }
        boolean append = accept("+=");
        if (!append && !accept("=")) {
            at = start;
            return null;
        }
        if (index == null && accept("(")) {
            return new Assignment(name, null, append, Word.EMPTY, elements());
        }
        return new Assignment(name, index, append, word(), null);
    }

    private List<Script.Element> elements() {
        List<Script.Element> elements = new ArrayList<>();
        newlines();
        while (!accept(")")) {
            if (!atWord()) {
                throw unexpected();
            }
            Word index = null;
            int close = peek() == '[' ? source.indexOf("]=", at) : -1;
            if (close > 0) {
                at++;
                index = expression("]");
                at += 2;
            }
            elements.add(new Script.Element(index, word()));
            newlines();
        }
        return elements;
    }

    private @Nullable Redirection redirection() {
        int n = 0;
        while (Character.isDigit(peek(n))) {
            n++;
        }
        if (looksAt("&>")) {
            at += 2;
            String operator = accept(">") ? ">>" : ">";
            blanks();
            return new Redirection(-1, operator, word());
        }
        char c = peek(n);
        if (c != '<' && c != '>' || n == 0 && (looksAt("<(") || looksAt(">("))) {
            if (looksAt(">(")) {
                throw error("process substitution >( ) is not supported: use a pipe");
            }
            return null;
        }
        int descriptor = n == 0 ? (c == '<' ? 0 : 1) : n > 4 ? 9999 : Integer.parseInt(source.substring(at, at + n));
        at += n;
        // AgentBench's tasks make files by `echo 123>file`: the file is opened and stays empty.
        if (descriptor > LAST_DESCRIPTOR || descriptor > 2 && (c == '<' || peek(1) == '&')) {
            throw error("file descriptors above 2 can't be read or copied here: use a file");
        }
        for (String operator : List.of("<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">")) {
            if (accept(operator)) {
                return redirection(descriptor, operator, n > 0);
            }
        }
        throw unexpected();
    }

    private Redirection redirection(int descriptor, String operator, boolean numbered) {
        blanks();
        if (operator.equals("<>")) {
            throw error("redirection <> is not supported");
        }
        if (!atWord()) {
            throw unexpected();
        }
        if (operator.equals("<<") || operator.equals("<<-")) {
            Word delimiter = word();
            StringBuilder text = new StringBuilder();
            for (Word.Part part : delimiter.parts()) {
                if (part instanceof Word.Literal literal) {
                    text.append(literal.text());
                }
            }
            // Filled in when the line is over.
            List<Word.Part> parts = new ArrayList<>();
            pending.add(new HereDocument(text.toString(), delimiter.isQuoted(), operator.equals("<<-"), parts));
            return new Redirection(descriptor, "<<", new Word(parts));
        }
        Word target = word();
        String plain = target.plain();
        if (operator.equals(">&") && !numbered && (plain == null || !plain.matches("[0-9]+|-"))) {
            return new Redirection(-1, ">", target);
        }
        return new Redirection(descriptor, operator, target);
    }
}
