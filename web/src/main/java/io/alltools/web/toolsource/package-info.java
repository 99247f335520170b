/** Tools that are added while the server runs: by the URL of an OpenAPI document or an MCP server, or by a document. */
@NullMarked
package io.alltools.web.toolsource;

import org.jspecify.annotations.NullMarked;
