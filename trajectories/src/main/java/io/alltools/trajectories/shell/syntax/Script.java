package io.alltools.trajectories.shell.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a script that can be run. */
public sealed interface Script {

    /** Commands one after another. */
    record Sequence(List<Script> commands) implements Script {}

    /** Stages joined by pipes; with one stage a negated command. */
    record Pipeline(List<Script> stages, boolean negated) implements Script {}

    /** {@code left && right} or {@code left || right}. */
    record AndOr(Script left, boolean and, Script right) implements Script {}

    /**
     * A command with its words.
     *
     * @param line where it stands in the script, from 1
     */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirection> redirections, int line)
            implements Script {}

    record Group(Script body) implements Script {}

    record Subshell(Script body) implements Script {}

    /** A compound command with redirections behind it. */
    record Redirected(Script body, List<Redirection> redirections) implements Script {}

    record If(List<Branch> branches, @Nullable Script otherwise) implements Script {}

    record Branch(Script condition, Script body) {}

    /** @param until whether it goes on while the condition is false */
    record While(Script condition, Script body, boolean until) implements Script {}

    /** @param words null for the positional parameters */
    record For(String name, @Nullable List<Word> words, Script body) implements Script {}

    /** {@code for ((start; condition; step))}. */
    record Counting(Word start, Word condition, Word step, Script body) implements Script {}

    record Case(Word word, List<Clause> clauses) implements Script {}

    /** @param end {@code ;;}, {@code ;&} or {@code ;;&} */
    record Clause(List<Word> patterns, Script body, String end) {}

    record Function(String name, Script body) implements Script {}

    /** {@code (( ))}. */
    record Arithmetic(Word expression) implements Script {}

    /** {@code [[ ]]}. */
    record Conditional(Test test) implements Script {}

    /** An expression of {@code [[ ]]}. */
    sealed interface Test {

        record Not(Test test) implements Test {}

        record And(Test left, Test right) implements Test {}

        record Or(Test left, Test right) implements Test {}

        record Unary(String operator, Word operand) implements Test {}

        record Binary(Word left, String operator, Word right) implements Test {}
    }

    /**
     * {@code name=value}, {@code name+=value}, {@code name[index]=value} or {@code name=(words)}.
     *
     * @param elements null where it is not a list
     */
    record Assignment(
            String name,
            @Nullable Word index,
            boolean append,
            Word value,
            @Nullable List<Element> elements) {}

    /** An element of a list. @param index null where it comes next */
    record Element(@Nullable Word index, Word value) {}

    /**
     * @param descriptor 0, 1 or 2; -1 for both outputs; a larger one is only opened, for writing
     * @param operator {@code <}, {@code >}, {@code >>}, {@code >|}, {@code <&}, {@code >&}, {@code <<} or {@code <<<}
     * @param target the file, or the text of a here-document
     */
    record Redirection(int descriptor, String operator, Word target) {}
}
