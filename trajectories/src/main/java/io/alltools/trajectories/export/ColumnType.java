package io.alltools.trajectories.export;

import java.util.ArrayList;
import java.util.List;

/**
 * What a column of a data set holds, or a field within one. Each format declares its own, so that all of its files have
 * the same columns and can be read together, whatever the rows of one of them happen to have.
 */
public sealed interface ColumnType {

    /** A value of one kind. */
    enum Scalar implements ColumnType {
        TEXT,
        INTEGER,
        NUMBER,
        FLAG
    }

    /** A value whose form is another one's matter, such as a call's arguments, which differ from tool to tool. */
    enum Free implements ColumnType {
        /** Any value; kept as a text of JSON where a column has one type. */
        JSON,
        /** A text in most data sets, and then kept as it is; as JSON in those where it is something else anywhere. */
        TEXT_OR_JSON
    }

    /** A list. */
    record Items(ColumnType item) implements ColumnType {}

    /** An object whose fields are known; any of them may be missing. */
    record Fields(List<Field> fields) implements ColumnType {

        public Fields {
            fields = List.copyOf(fields);
        }

        /** The same with another field, at the end. */
        public Fields with(String name, ColumnType type) {
            List<Field> more = new ArrayList<>(fields);
            more.add(new Field(name, type));
            return new Fields(more);
        }
    }

    record Field(String name, ColumnType type) {}

    static Fields fields() {
        return new Fields(List.of());
    }

    static Items list(ColumnType item) {
        return new Items(item);
    }
}
