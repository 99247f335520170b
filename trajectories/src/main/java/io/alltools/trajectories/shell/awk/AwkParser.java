package io.alltools.trajectories.shell.awk;

import io.alltools.trajectories.shell.awk.Lexer.Kind;
import io.alltools.trajectories.shell.awk.Lexer.Token;
import io.alltools.trajectories.shell.awk.Program.Expression;
import io.alltools.trajectories.shell.awk.Program.Rule;
import io.alltools.trajectories.shell.awk.Program.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a program of awk. */
final class AwkParser {

    private static final int MAX_DEPTH = 200;
    private static final Set<String> COMPARING = Set.of("<", "<=", "==", "!=", ">", ">=");
    private static final Set<String> ASSIGNING = Set.of("=", "+=", "-=", "*=", "/=", "%=", "^=");

    private final List<Token> tokens;
    private int at;
    private int depth;
    /** Within the list of print, > redirects; within the head of for, in is not an operator. */
    private boolean noGreater;

    private boolean noIn;

    private AwkParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Program parse(String source) {
        return new AwkParser(Lexer.tokens(source)).program();
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean sees(String text) {
        Token token = peek();
        return (token.kind() == Kind.OPERATOR || token.kind() == Kind.KEYWORD)
                && token.text().equals(text);
    }

    private boolean accept(String text) {
        if (sees(text)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String text) {
        if (!accept(text)) {
            throw unexpected();
        }
    }

    private AwkException unexpected() {
        return new AwkException("syntax error at or near " + peek().text());
    }

    private void newlines() {
        while (peek().kind() == Kind.NEWLINE) {
            at++;
        }
    }

    private void separators() {
        while (peek().kind() == Kind.NEWLINE || sees(";")) {
            at++;
        }
    }

    private Program program() {
        List<Statement> begin = new ArrayList<>();
        List<Statement> end = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        Map<String, Program.Function> functions = new LinkedHashMap<>();
        separators();
        while (peek().kind() != Kind.END) {
            if (accept("BEGIN")) {
                begin.add(block());
            } else if (accept("END")) {
                end.add(block());
            } else if (accept("function") || accept("func")) {
                String name = tokens.get(at++).text();
                expect("(");
                List<String> parameters = new ArrayList<>();
                while (!accept(")")) {
                    parameters.add(name());
                    accept(",");
                    newlines();
                }
                newlines();
                functions.put(name, new Program.Function(parameters, block()));
            } else {
                Expression pattern = sees("{") ? null : expression();
                Expression until = null;
                if (pattern != null && accept(",")) {
                    newlines();
                    until = expression();
                }
                rules.add(new Rule(pattern, until, sees("{") ? block() : null));
            }
            separators();
        }
        return new Program(begin, rules, end, functions);
    }

    private String name() {
        if (peek().kind() != Kind.NAME) {
            throw unexpected();
        }
        return tokens.get(at++).text();
    }

    // Statements

    private Statement block() {
        expect("{");
        List<Statement> statements = new ArrayList<>();
        separators();
        while (!accept("}")) {
            statements.add(statement());
            separators();
        }
        return new Statement.Block(statements);
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new AwkException("the program is more than " + MAX_DEPTH + " deep");
        }
    }

    private Statement statement() {
        enter();
        Statement result = sees("{") ? block() : accept(";") ? new Statement.Block(List.of()) : keywordStatement();
        depth--;
        return result;
    }

    private Statement body() {
        newlines();
        return statement();
    }

    private Statement keywordStatement() {
        if (accept("if")) {
            expect("(");
            Expression condition = expression();
            expect(")");
            Statement then = body();
            int before = at;
            separators();
            if (accept("else")) {
                return new Statement.If(condition, then, body());
            }
            at = before;
            return new Statement.If(condition, then, null);
        }
        if (accept("while")) {
            expect("(");
            Expression condition = expression();
            expect(")");
            return new Statement.While(condition, body(), false);
        }
        if (accept("do")) {
            Statement body = body();
            separators();
            expect("while");
            expect("(");
            Expression condition = expression();
            expect(")");
            return new Statement.While(condition, body, true);
        }
        if (accept("for")) {
            return forLoop();
        }
        Statement simple = simple();
        if (!sees(";") && !sees("}") && peek().kind() != Kind.NEWLINE && peek().kind() != Kind.END) {
            throw unexpected();
        }
        return simple;
    }

    private Statement forLoop() {
        expect("(");
        if (peek().kind() == Kind.NAME
                && tokens.get(at + 1).text().equals("in")
                && tokens.get(at + 2).kind() == Kind.NAME
                && tokens.get(at + 3).text().equals(")")) {
            String name = name();
            at++;
            String array = name();
            at++;
            return new Statement.ForIn(name, array, body());
        }
        Statement start = sees(";") ? null : simple();
        expect(";");
        newlines();
        Expression condition = sees(";") ? null : expression();
        expect(";");
        newlines();
        Statement step = sees(")") ? null : simple();
        expect(")");
        return new Statement.For(start, condition, step, body());
    }

    private boolean atEnd() {
        return sees(";") || sees("}") || peek().kind() == Kind.NEWLINE || peek().kind() == Kind.END;
    }

    private Statement simple() {
        for (String how : List.of("break", "continue", "next", "exit", "return")) {
            if (accept(how)) {
                return new Statement.Leave(how, atEnd() ? null : expression());
            }
        }
        if (accept("delete")) {
            String array = name();
            return new Statement.Delete(array, accept("[") ? list("]") : List.of());
        }
        if (sees("print") || sees("printf")) {
            boolean formatted = tokens.get(at++).text().equals("printf");
            return print(formatted);
        }
        return new Statement.Evaluate(expression());
    }

    private Statement print(boolean formatted) {
        noGreater = true;
        List<Expression> values = new ArrayList<>();
        boolean stops = atEnd() || sees(">") || sees(">>") || sees("|");
        if (!stops) {
            // "(a, b)" is a list; "(a) b" is an expression.
            int before = at;
            if (accept("(")) {
                noGreater = false;
                values.addAll(list(")"));
                noGreater = true;
                if (!atEnd() && !sees(">") && !sees(">>") && !sees("|")) {
                    values.clear();
                    at = before;
                }
            }
            if (values.isEmpty()) {
                do {
                    newlines();
                    values.add(expression());
                } while (accept(","));
            }
        }
        noGreater = false;
        for (String redirection : List.of(">>", ">", "|")) {
            if (accept(redirection)) {
                return new Statement.Print(formatted, values, redirection, concatenation());
            }
        }
        return new Statement.Print(formatted, values, "", null);
    }

    private List<Expression> list(String end) {
        List<Expression> values = new ArrayList<>();
        boolean outerGreater = noGreater;
        boolean outerIn = noIn;
        noGreater = false;
        noIn = false;
        newlines();
        while (!accept(end)) {
            values.add(expression());
            newlines();
            if (!sees(end)) {
                expect(",");
                newlines();
            }
        }
        noGreater = outerGreater;
        noIn = outerIn;
        return values;
    }

    // Expressions

    private Expression expression() {
        enter();
        Expression left = choice();
        if (peek().kind() == Kind.OPERATOR && ASSIGNING.contains(peek().text()) && isTarget(left)) {
            String operator = tokens.get(at++).text();
            newlines();
            left = new Expression.Assign(left, operator.substring(0, operator.length() - 1), expression());
        }
        depth--;
        return left;
    }

    private static boolean isTarget(Expression expression) {
        return expression instanceof Expression.Name
                || expression instanceof Expression.Element
                || expression instanceof Expression.Field;
    }

    private Expression choice() {
        Expression condition = or();
        if (!accept("?")) {
            return condition;
        }
        newlines();
        Expression yes = expression();
        newlines();
        expect(":");
        newlines();
        return new Expression.Choice(condition, yes, expression());
    }

    private Expression or() {
        Expression left = and();
        while (accept("||")) {
            newlines();
            left = new Expression.Binary(left, "||", and());
        }
        return left;
    }

    private Expression and() {
        Expression left = in();
        while (accept("&&")) {
            newlines();
            left = new Expression.Binary(left, "&&", in());
        }
        return left;
    }

    private Expression in() {
        Expression left = match();
        while (!noIn && accept("in")) {
            left = new Expression.In(List.of(left), name());
        }
        return left;
    }

    private Expression match() {
        Expression left = comparison();
        while (sees("~") || sees("!~")) {
            String operator = tokens.get(at++).text();
            left = new Expression.Binary(left, operator, comparison());
        }
        return left;
    }

    private Expression comparison() {
        Expression left = concatenation();
        if (peek().kind() == Kind.OPERATOR && COMPARING.contains(peek().text()) && !(noGreater && sees(">"))) {
            String operator = tokens.get(at++).text();
            return new Expression.Binary(left, operator, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = additive();
        while (beginsOperand()) {
            left = new Expression.Binary(left, " ", additive());
        }
        return left;
    }

    private boolean beginsOperand() {
        Token token = peek();
        return switch (token.kind()) {
            case NUMBER, STRING, REGEX, NAME, CALL -> true;
            case OPERATOR -> Set.of("$", "!", "(", "-", "+", "++", "--").contains(token.text());
            case KEYWORD, NEWLINE, END -> false;
        };
    }

    private Expression additive() {
        Expression left = multiplicative();
        while (sees("+") || sees("-")) {
            String operator = tokens.get(at++).text();
            left = new Expression.Binary(left, operator, multiplicative());
        }
        return left;
    }

    private Expression multiplicative() {
        Expression left = unary();
        while (sees("*") || sees("/") || sees("%")) {
            String operator = tokens.get(at++).text();
            left = new Expression.Binary(left, operator, unary());
        }
        return left;
    }

    private Expression unary() {
        enter();
        try {
            for (String operator : List.of("!", "-", "+")) {
                if (accept(operator)) {
                    return new Expression.Unary(operator, unary());
                }
            }
            return power();
        } finally {
            depth--;
        }
    }

    private Expression power() {
        Expression base = postfix();
        if (!accept("^")) {
            return base;
        }
        // Binds to the right, and tighter than a sign before it.
        Expression exponent = sees("-") || sees("+") || sees("!") ? unary() : power();
        return new Expression.Binary(base, "^", exponent);
    }

    private Expression postfix() {
        if (sees("++") || sees("--")) {
            int by = tokens.get(at++).text().equals("++") ? 1 : -1;
            return new Expression.Step(target(primary()), by, true);
        }
        Expression operand = primary();
        if (isTarget(operand) && (sees("++") || sees("--"))) {
            int by = tokens.get(at++).text().equals("++") ? 1 : -1;
            return new Expression.Step(operand, by, false);
        }
        return operand;
    }

    private Expression target(Expression expression) {
        if (!isTarget(expression)) {
            throw unexpected();
        }
        return expression;
    }

    private Expression primary() {
        Token token = tokens.get(at++);
        switch (token.kind()) {
            case NUMBER:
                return new Expression.Constant(Double.parseDouble(token.text()));
            case STRING:
                return new Expression.Constant(token.text());
            case REGEX:
                return new Expression.Pattern(token.text());
            case NAME:
                if (accept("[")) {
                    return new Expression.Element(token.text(), list("]"));
                }
                if (token.text().equals("length")) {
                    return new Expression.Call("length", List.of());
                }
                return new Expression.Name(token.text());
            case CALL:
                expect("(");
                return new Expression.Call(token.text(), list(")"));
            case KEYWORD:
                if (token.text().equals("getline")) {
                    Expression into = peek().kind() == Kind.NAME || sees("$") ? primary() : null;
                    return new Expression.GetLine(into, accept("<") ? postfix() : null);
                }
                break;
            case OPERATOR:
                if (token.text().equals("$")) {
                    return new Expression.Field(sees("++") || sees("--") || sees("-") ? unary() : primary());
                }
                if (token.text().equals("(")) {
                    return grouped();
                }
                break;
            case NEWLINE, END:
                break;
        }
        at--;
        throw unexpected();
    }

    private Expression grouped() {
        List<Expression> values = list(")");
        if (values.size() == 1) {
            // A grouping keeps what is within from being a target or a list.
            Expression only = values.get(0);
            return only instanceof Expression.Field ? only : new Expression.Binary(only, "()", only);
        }
        if (accept("in")) {
            return new Expression.In(values, name());
        }
        throw unexpected();
    }
}
