/**
 * The operations of an OpenAPI 3 document as functions.
 *
 * <p>{@link io.alltools.tools.openapi.OpenApiDocument} is the entry. The document is read as plain JSON: of the parser
 * library that is kept (swagger-parser) we would use a fraction, and it brings Jackson 2 and its own object model of
 * JSON Schema, where a function needs the schema itself.
 */
@NullMarked
package io.alltools.tools.openapi;

import org.jspecify.annotations.NullMarked;
