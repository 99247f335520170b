/** The model in this process for applications with Spring Boot: opened once, closed with the application. */
@NullMarked
package io.alltools.starter;

import org.jspecify.annotations.NullMarked;
