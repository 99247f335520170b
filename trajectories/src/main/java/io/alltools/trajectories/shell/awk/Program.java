package io.alltools.trajectories.shell.awk;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program of awk as the parser makes it. */
record Program(List<Statement> begin, List<Rule> rules, List<Statement> end, Map<String, Function> functions) {

    /** @param until the second pattern of a range; @param body null prints the record */
    record Rule(
            @Nullable Expression pattern,
            @Nullable Expression until,
            @Nullable Statement body) {}

    record Function(List<String> parameters, Statement body) {}

    /** Something that is done. */
    sealed interface Statement {

        record Block(List<Statement> statements) implements Statement {}

        record Evaluate(Expression expression) implements Statement {}

        /** @param redirection {@code >}, {@code >>}, {@code |} or empty */
        record Print(
                boolean formatted,
                List<Expression> values,
                String redirection,
                @Nullable Expression target) implements Statement {}

        record If(
                Expression condition,
                Statement then,
                @Nullable Statement otherwise) implements Statement {}

        record While(Expression condition, Statement body, boolean after) implements Statement {}

        record For(
                @Nullable Statement start,
                @Nullable Expression condition,
                @Nullable Statement step,
                Statement body) implements Statement {}

        record ForIn(String name, String array, Statement body) implements Statement {}

        /** {@code break}, {@code continue}, {@code next}, {@code exit} or {@code return}. */
        record Leave(String how, @Nullable Expression value) implements Statement {}

        record Delete(String array, List<Expression> index) implements Statement {}
    }

    /** Something that has a value. */
    sealed interface Expression {

        record Constant(Object value) implements Expression {}

        record Pattern(String regex) implements Expression {}

        record Name(String name) implements Expression {}

        record Element(String array, List<Expression> index) implements Expression {}

        record Field(Expression number) implements Expression {}

        record Unary(String operator, Expression operand) implements Expression {}

        /** {@code ++} and {@code --}. */
        record Step(Expression target, int by, boolean before) implements Expression {}

        record Binary(Expression left, String operator, Expression right) implements Expression {}

        /** @param operator empty for {@code =} */
        record Assign(Expression target, String operator, Expression value) implements Expression {}

        record Choice(Expression condition, Expression yes, Expression no) implements Expression {}

        record In(List<Expression> index, String array) implements Expression {}

        record Call(String name, List<Expression> arguments) implements Expression {}

        record GetLine(
                @Nullable Expression target, @Nullable Expression file) implements Expression {}
    }
}
