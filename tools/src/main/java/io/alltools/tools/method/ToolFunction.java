package io.alltools.tools.method;

import io.alltools.agent.Trait;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method that a model may call, see {@link JavaFunctions}. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolFunction {

    /** What it does and when to use it, for the model. */
    String value();

    /** The function's name; the method's where it is empty. */
    String name() default "";

    /** Whether it returns text that somebody else wrote, such as a customer's mail. */
    boolean outside() default false;

    /**
     * What its calls do beside giving a result. A method that only looks something up of this program's own says so
     * with {@code traits = {Trait.REPEATABLE, Trait.PARALLEL}}; of one that says nothing everything is expected.
     */
    Trait[] traits() default {Trait.CHANGES_STATE, Trait.SENDS_DATA, Trait.READS_PRIVATE_DATA};
}
